"""Tables as text: read back whole by programs, and by spreadsheets without anything to reckon."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.lib import separated
from openevent.lib.text import storable
from tests import spreadsheets
from tests.spreadsheets import Formula

HEADS = ["Name", "Amount", "Note"]
# What formulas and cells begin with is rare in any text; here it is not.
RISKY = st.text(alphabet=st.sampled_from([*"=+-@;,\t\r\n\"' a1", "\uff1d", "\u00a0", "é"]), max_size=12)
NUMBERS = st.integers() | st.decimals(min_value=-(10**13), max_value=10**13, places=3)
ANYTHING = RISKY | st.text(alphabet=st.characters(), max_size=30)


def file(*rows: Sequence[separated.Cell], heads: list[str] | None = None) -> bytes:
    return b"".join(separated.stream(heads or HEADS, rows))


def test_a_table_is_read_back_as_it_was() -> None:
    rows: list[list[separated.Cell]] = [
        ["Ann, “the” Archer", Decimal("50.00"), 'She said "yes".\r\nTwice.'],
        ["é", 0, None],
    ]

    made = file(*rows)

    assert spreadsheets.opened(made) == [
        HEADS,
        ["Ann, “the” Archer", Decimal("50.00"), 'She said "yes".\r\nTwice.'],
        ["é", Decimal(0), ""],
    ]
    assert made.endswith(b'\r\n"\xc3\xa9",0,""\r\n')


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rwords", "'\rwords"),
        ("  =1", "'  =1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a\r\n@x", "a\r\n'@x"),
        ("a - b = c", "a - b = c"),
        ("ann@example.org", "ann@example.org"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_words_that_would_be_reckoned_get_an_apostrophe(written: str, shown: str) -> None:
    assert separated.harmless(written) == shown


def test_numbers_stay_numbers_below_zero_too_and_however_big() -> None:
    made = file(["a", Decimal("-12.50"), ""], ["b", -3, ""], ["c", Decimal("1E+15"), ""], ["d", Decimal("0E-8"), ""])

    assert [row[1] for row in spreadsheets.opened(made)[1:]] == [Decimal("-12.5"), -3, 10**15, 0]
    assert b'"c",1000000000000000,' in made


def test_a_head_is_as_harmless_as_a_cell() -> None:
    assert spreadsheets.opened(file(heads=["=HYPERLINK(1)"])) == [["'=HYPERLINK(1)"]]


def test_the_reader_of_these_tests_knows_a_formula_when_it_sees_one() -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["=1+1", "+49 30", "-5"], [" @x", "\t-x", "a;=2"]])

    found = spreadsheets.formulas(b"\xef\xbb\xbf" + written.getvalue().encode())

    assert found == [Formula("=1+1"), Formula("+49 30"), Formula(" @x"), Formula("\t-x")]
    assert Formula("=2") in spreadsheets.formulas(b"\xef\xbb\xbf" + b"a;=2", separator=";")


@given(rows=st.lists(st.tuples(ANYTHING, NUMBERS, ANYTHING), max_size=8))
def test_whatever_people_write_comes_back_and_is_never_reckoned(
    rows: list[tuple[str, int | Decimal, str]],
) -> None:
    made = file(*([name, amount, note] for name, amount, note in rows))

    read = [*csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))][1:]
    assert [[row[0], row[2]] for row in read] == [
        [separated.harmless(name), separated.harmless(note)] for name, _, note in rows
    ]
    assert [Decimal(row[1]) for row in read] == [amount for _, amount, _ in rows]
    for name, _, note in rows:
        assert storable(note).replace("'", "") == separated.harmless(note).replace("'", "")
        assert storable(name).replace("'", "") == separated.harmless(name).replace("'", "")
    assert [spreadsheets.formulas(made, separator=separator) for separator in ",;\t"] == [[], [], []]


@pytest.mark.parametrize("piece", ["\n", " ", ";", '"', '; "', "\r\n\t"])
def test_what_may_begin_a_cell_on_and_on_is_read_in_time(piece: str) -> None:
    assert separated.harmless(f"a;{piece * 200_000}=1") == f"a;{piece * 200_000}'=1"
    assert separated.harmless(f"a;{piece * 200_000}1") == f"a;{piece * 200_000}1"


def test_rows_are_read_as_they_are_needed() -> None:
    numbers = count()

    pieces = separated.stream(["n"], ([number] for number in numbers), at_once=3)

    assert next(pieces) == b'\xef\xbb\xbf"n"\r\n0\r\n1\r\n'
    assert next(numbers) == 2
    assert next(pieces) == b"3\r\n4\r\n5\r\n"

"""Lists: their heads on each page, their pages counted, nothing lost and nothing out of its column."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from openevent.lib import typesetting
from openevent.tickets.printing import rolls
from openevent.tickets.printing.columns import Columns
from openevent.tickets.printing.rolls import Roll, roll
from tests import documents
from tests.tickets.printing.samples import ANYTHING

HEADS = ["Order", "Name", "Address", "Amount"]


def orders(number: int) -> list[list[str]]:
    return [[f"{row:05}", f"Guest {row}", f"guest{row}@example.org", f"€{row}.00"] for row in range(number)]


def a_roll(**changes: Any) -> Roll:
    return Roll(**{"title": "Orders", "heads": HEADS, "rows": orders(3), "right": {3}, **changes})


def test_a_list_says_what_is_in_its_rows() -> None:
    (page,) = documents.pages(roll(a_roll(subtitle="As of today")))

    assert page.splitlines() == [
        "Orders",
        "As of today",
        "Order Name Address Amount",
        "00000 Guest 0 guest0@example.org €0.00",
        "00001 Guest 1 guest1@example.org €1.00",
        "00002 Guest 2 guest2@example.org €2.00",
        "Orders 1 / 1",
    ]


def test_a_long_list_repeats_its_heads_counts_its_pages_and_loses_no_row() -> None:
    pages = documents.pages(roll(a_roll(rows=orders(200))))

    assert len(pages) > 3
    assert [page.splitlines()[-1] for page in pages] == [
        f"Orders {number} / {len(pages)}" for number in range(1, len(pages) + 1)
    ]
    assert all("Order Name Address Amount" in page.splitlines() for page in pages)
    rows = [line for page in pages for line in page.splitlines() if "@" in line]
    assert rows == [" ".join(row) for row in orders(200)]


def test_an_empty_list_says_so_in_its_language() -> None:
    assert documents.pages(roll(a_roll(rows=[]))) == [
        "Orders\nOrder Name Address Amount\nThere is nothing to list.\nOrders 1 / 1"
    ]
    assert "Es gibt nichts aufzuführen." in documents.pages(roll(a_roll(rows=[], language="de")))[0]


def test_long_cells_are_wrapped_and_stay_whole() -> None:
    words = " ".join(f"word{number}" for number in range(60))

    (page,) = documents.pages(roll(a_roll(rows=[["1", "Ann", words, "€1.00"], *orders(30)])))

    assert " ".join(page.split()).count(words) == 1


def inked(with_words: Roll) -> tuple[int, int]:
    """From where to where across the page the first row's words reach, in points."""
    told = rolls.content(with_words)
    blank = {**told, "rows": [["" for _ in with_words.heads]]}
    with_ink, without = (
        Image.open(io.BytesIO(page)).convert("L").point(lambda value: 255 * (value < 120))
        for content in (told, blank)
        for page in typesetting.pictures(rolls.TEMPLATE, content, dots_per_inch=72)
    )
    left, _, right, _ = ImageChops.difference(with_ink, without).getbbox() or (0, 0, 0, 0)
    return left, right


def test_amounts_stand_at_the_right() -> None:
    assert inked(Roll(title="x", heads=["A"], rows=[["€1.00"]])) < (100, 100)
    assert inked(Roll(title="x", heads=["A"], rows=[["€1.00"]], right={0})) > (700, 700)


@pytest.mark.parametrize("letters", ["W", "i", "漢", "a@b.", "ﷺ"])
def test_a_word_longer_than_its_column_is_broken_and_touches_no_other(letters: str) -> None:
    heads = [f"Column {number}" for number in range(9)]
    printed = Roll(title="x", heads=heads, rows=[["", "", "", "", (letters * 200)[:200], "", "", "", ""]])

    left, right = inked(printed)

    widths = Columns.of([heads, *printed.rows]).widths
    start = (297 / 25.4 * 72 - 770) / 2 + sum(widths[:4])
    assert start <= left < right <= start + widths[4]


@given(rows=st.lists(st.lists(ANYTHING, min_size=4, max_size=4), min_size=1, max_size=6))
def test_columns_fill_the_page_whatever_is_in_them(rows: list[list[str]]) -> None:
    columns = Columns.of(rows)

    assert sum(columns.widths) == pytest.approx(770, abs=0.1)
    assert min(columns.widths) > 8


def test_letters_are_smaller_where_there_are_many_columns() -> None:
    few, many = ([["a text of some length"] * number] for number in (4, 12))

    assert (Columns.of(few).size, Columns.of(many).size) == (9.0, 6.0)


def test_a_list_can_be_read_aloud() -> None:
    document = roll(a_roll(language="de"))

    assert "<pdfuaid:part>1</pdfuaid:part>" in documents.metadata(document)
    assert '<rdf:li xml:lang="x-default">Orders</rdf:li>' in documents.metadata(document)
    assert documents.catalog(document)["/Lang"] == "de"


def test_the_same_list_is_the_same_bytes() -> None:
    assert roll(a_roll()) == roll(a_roll())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " \n"}, "A list needs a title"),
        ({"heads": []}, "for each of its heads"),
        ({"rows": [["1", "2", "3"]]}, "for each of its heads"),
    ],
)
def test_what_is_no_list_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        a_roll(**changes)


def test_a_list_that_would_take_all_memory_is_refused() -> None:
    with pytest.raises(rolls.TooManyRows, match="more than 10,000 rows") as refusal:
        roll(a_roll(rows=[["", "", "", ""]] * 10_001))

    assert refusal.value.status == 413

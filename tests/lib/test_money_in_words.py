"""Amounts as people read and write them: in their language, and never rounded."""

import re
from decimal import Decimal

import pytest

from openevent.lib import money


@pytest.mark.parametrize(
    ("units", "currency", "language", "words"),
    [
        (474581, "EUR", "en", "€4,745.81"),
        (474581, "EUR", "de", "4.745,81\xa0€"),
        (-5, "EUR", "de_AT", "-€\xa00,05"),
        (5, "JPY", "en", "¥5"),
        (123456, "KWD", "en", "KWD123.456"),
    ],
)
def test_an_amount_is_written_as_its_readers_write_it(units: int, currency: str, language: str, words: str) -> None:
    assert money.words(units, currency, language) == words


@pytest.mark.parametrize(
    ("units", "currency", "words"),
    [
        (16700, "HUF", "HUF167"),
        (16730, "HUF", "HUF167.30"),
        (123456, "IQD", "IQD123.456"),
        (-123450, "IQD", "-IQD123.450"),
        (12300, "LAK", "LAK123"),
    ],
)
def test_decimals_that_are_left_out_by_custom_are_written_unless_they_are_nought(
    units: int, currency: str, words: str
) -> None:
    assert money.words(units, currency) == words


@pytest.mark.parametrize(
    ("written", "currency", "language", "amount"),
    [
        ("1.000", "EUR", "de", "1000"),
        ("1.000,50", "EUR", "de", "1000.50"),
        ("1,50", "EUR", "de", "1.50"),
        ("1.50", "EUR", "de", "1.50"),
        ("1,50", "EUR", "en", "1.50"),
        ("1,000", "EUR", "en", "1000"),
        (" 1 000,50 ", "EUR", "fr", "1000.50"),
        ("1.234", "KWD", "en", "1.234"),
        ("1,234", "JPY", "en", "1234"),
    ],
)
def test_an_amount_is_read_as_its_writers_write_it(written: str, currency: str, language: str, amount: str) -> None:
    assert money.read(written, currency, language) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "language", "example"),
    [
        ("1.000", "en", "1,234.50"),
        ("1,000", "de", "1.234,50"),
        ("10.00,5", "de", "1.234,50"),
        ("1,00,0", "en", "1,234.50"),
        *((written, "en", "1,234.50") for written in ("1e3", "1_000", "-5", "ten", "NaN", ",", "1 5", "\0", "9" * 41)),
    ],
)
def test_an_amount_of_which_one_cannot_be_sure_is_refused(written: str, language: str, example: str) -> None:
    with pytest.raises(money.NotMoney, match=f"Write it like this: {re.escape(example)}$"):
        money.read(written, "EUR", language)

"""Amounts as people read them: in their language, and never rounded."""

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

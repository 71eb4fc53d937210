"""The words and moments of documents, in each language."""

from datetime import UTC, datetime

import pytest

from openevent.tickets.printing.labels import LABELS, labels
from openevent.tickets.printing.languages import isolated, locale, voice
from openevent.tickets.printing.moments import span


def test_every_language_says_everything_with_the_same_gaps() -> None:
    def gaps(words: dict[str, str]) -> dict[str, int]:
        return {name: label.count("{") for name, label in words.items()}

    assert {language: gaps(words) for language, words in LABELS.items()} == dict.fromkeys(LABELS, gaps(LABELS["en"]))


@pytest.mark.parametrize(
    ("tag", "known", "reads"),
    [
        ("de", "de", "Wann"),
        ("de-CH", "de_CH", "Wann"),
        ("de_AT", "de_AT", "Wann"),
        ("pt-br", "pt_BR", "When"),
        ("zh-Hant-TW", "zh_Hant_TW", "When"),
        ("tlh", "en", "When"),
        ("", "en", "When"),
        ("#read", "en", "When"),
    ],
)
def test_a_language_is_known_by_its_tag_and_english_where_it_is_not(tag: str, known: str, reads: str) -> None:
    assert str(locale(tag)) == known
    assert labels(locale(tag))["when"] == reads


def test_a_region_of_the_world_is_no_country() -> None:
    assert (voice(locale("es-419"))["region"], voice(locale("es-MX"))["region"]) == (None, "MX")


def test_lines_keep_their_own_direction_only_where_others_read_from_the_right() -> None:
    words = {"one": "One.\n\nTwo.", "many": ["a", 1, None]}

    assert isolated(words, locale("en")) is words
    assert isolated(words, locale("he")) == {
        "one": "\u2068One.\u2069\n\n\u2068Two.\u2069",
        "many": ["\u2068a\u2069", 1, None],
    }


@pytest.mark.parametrize(
    ("start", "end", "language", "lines"),
    [
        ("2027-03-05 09:00", "2027-03-05 17:00", "de", ["Freitag, 5. März 2027", "10:00 – 18:00"]),
        ("2027-03-05 09:00", "2027-03-05 09:00", "de", ["Freitag, 5. März 2027", "10:00"]),
        ("2027-07-05 22:30", "2027-07-06 01:00", "de", ["Dienstag, 6. Juli 2027", "00:30 – 03:00"]),
        (
            "2027-10-30 09:00",
            "2027-10-31 09:00",  # the clocks went back between them
            "en-GB",
            ["Saturday, 30 October 2027, 11:00 –", "Sunday, 31 October 2027, 10:00"],
        ),
    ],
)
def test_hours_are_those_of_the_place(start: str, end: str, language: str, lines: list[str]) -> None:
    starts_at, ends_at = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end))

    *told, zone = span(starts_at, ends_at, "Europe/Berlin", locale(language))

    assert told == lines
    assert zone == {"de": "Mitteleuropäische Zeit", "en-GB": "Central European Time"}[language]

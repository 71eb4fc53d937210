"""Sentences of calendars in the language that is active."""

from django.utils import translation

from openevent.calendars.saying import numbered, said
from openevent.lib.translating import translated

# Texts of the pages, which have been translated for long.
SIZE = said("A calendar may have at most %(most)s MB.", most=16)


def test_a_sentence_is_told_in_the_language_that_is_active() -> None:
    with translation.override("de"):
        german = translated(SIZE)
    with translation.override("en"):
        english = translated(SIZE)

    assert german == "Ein Kalender darf höchstens 16 MB haben."
    assert english == SIZE


def test_a_sentence_within_a_sentence_is_told_in_it_too() -> None:
    with translation.override("de"):
        told = translated(said("%(before)s – %(after)s", before=SIZE, after="A calendar"))

    assert told == "Ein Kalender darf höchstens 16 MB haben. – A calendar"


def test_a_sentence_for_a_number_takes_the_form_of_the_language() -> None:
    one, many = "%(count)s ticket", "%(count)s tickets"

    with translation.override("de"):
        assert [translated(numbered(one, many, number)) for number in (1, 2)] == ["1 Ticket", "2 Tickets"]


def test_a_language_without_a_catalogue_reads_english() -> None:
    with translation.override("sw"):
        assert translated(SIZE) == SIZE


def test_any_other_text_stays_as_it_is() -> None:
    with translation.override("de"):
        assert translated("A calendar may have at most %(most)s MB.") == "A calendar may have at most %(most)s MB."

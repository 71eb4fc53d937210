"""Sentences that are kept, and told in the reader's language."""

import json

import pytest
from django.utils import translation

from openevent.lib import sentences
from openevent.lib.errors import Conflicting
from openevent.lib.sentences import Amount, Sentence

PATTERN = "%(amount)s %(way)s."
PAID = Sentence(PATTERN, {"amount": Amount(units=123_456, currency="EUR"), "way": Sentence("by bank transfer")})


def stored(*parts: sentences.Said) -> list[object]:
    """The parts as a database gives them back."""
    found: list[object] = json.loads(json.dumps(sentences.kept(parts)))
    return found


def test_a_sentence_is_told_in_the_language_that_is_spoken() -> None:
    kept = stored(PAID, "Thank you, 100 %!")

    with translation.override("de"):
        german = sentences.told(kept, "")
    assert german == "1.234,56\N{NO-BREAK SPACE}€ per Überweisung. Thank you, 100 %!"
    assert sentences.told(kept, "") == "€1,234.56 by bank transfer. Thank you, 100 %!"
    assert sentences.read(kept) == [PAID, "Thank you, 100 %!"]


def test_it_is_written_in_english_whoever_writes() -> None:
    with translation.override("de"):
        assert sentences.written([PAID, "", "Danke."]) == "€1,234.56 by bank transfer. Danke."
        assert str(PAID).endswith("per Überweisung.")


def test_somebodys_own_words_are_kept_once() -> None:
    assert stored("Ill.", "") == []
    with translation.override("de"):
        assert sentences.told([], "Ill.") == "Ill."


@pytest.mark.parametrize(("language", "told"), [("de", "von Hand"), ("en", "by hand")])
def test_it_is_told_in_another_language_than_the_one_that_is_spoken(language: str, told: str) -> None:
    for spoken in ("de", "en"):
        with translation.override(spoken):
            assert sentences.told_in(language, stored(Sentence("by hand")), "") == told


def test_a_text_that_is_in_no_catalogue_any_more_is_told_as_it_was_written() -> None:
    with translation.override("de"):
        assert sentences.told(stored(Sentence("It was %(what)s.", {"what": "so"})), "") == "It was so."


def test_a_refusal_remembers_the_sentence_that_it_says() -> None:
    with translation.override("de"):
        refusal = Conflicting(PAID)

    assert (refusal.said, str(refusal)[-18:]) == (PAID, "€ per Überweisung.")
    assert Conflicting("No.").said == "No."

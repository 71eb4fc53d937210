"""In which language somebody is written to: the account's, else that of whoever acts."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from openevent.accounts import joining, languages, passwords, posting
from openevent.accounts.models import Letter, User
from tests.accounts.mail import last_letter


def wants(user: User, language: str) -> User:
    return joining.change_profile(user, by=user, language_prefrence=language)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        *(("de", "de"), ("DE", "de"), ("de-AT", "de"), ("de_CH.UTF-8", "de"), (" de ", "de"), ("en-GB", "en")),
        *(("", ""), ("fr", ""), ("german", ""), ("den", ""), ("-de", ""), ("Deutsch, bitte\n", "")),
    ],
)
def test_of_any_text_that_an_account_says_only_a_language_of_the_site_is_taken(wanted: str, language: str) -> None:
    assert languages.known(wanted) == language
    assert languages.nearest(wanted) == (language or "en")


def test_the_longest_language_that_fits_is_taken(settings: Any) -> None:
    settings.LANGUAGES = [("pt", "Português"), ("pt-br", "Português do Brasil"), ("en", "English")]

    assert [languages.known(one) for one in ("pt-BR", "pt_br-x", "pt-PT", "pt-b")] == ["pt-br", "pt-br", "pt", "pt"]


def test_the_account_wins_then_what_is_guessed_then_the_language_of_whoever_acts(ann: User, olga: User) -> None:
    german = wants(ann, "de-AT")

    with translation.override("de"):
        found = [languages.of(one) for one in (german, olga, None)]
        guessed = [languages.of(one, otherwise="en") for one in (german, olga, None)]

    assert found == ["de", "de", "de"]
    assert guessed == ["de", "en", "en"]
    assert [languages.of(one) for one in (german, olga, None)] == ["de", "en", "en"]


def test_where_nothing_is_spoken_or_nothing_that_is_known_it_is_english(ann: User) -> None:
    unknown = wants(ann, "Klingon")

    with translation.override("fr"):
        spoken = languages.of(unknown)
    with translation.override(None):
        silent = languages.of(unknown)

    assert (spoken, silent, languages.of(unknown)) == ("en", "en", "en")


def test_a_worker_speaks_english() -> None:
    found: list[str] = []
    with translation.override("de"):
        worker = threading.Thread(target=lambda: found.append(languages.here()))
        worker.start()
        worker.join()

    assert found == ["en"]


def test_the_accounts_of_addresses_are_asked_at_once(ann: User, olga: User) -> None:
    wants(ann, "de")

    with CaptureQueriesContext(connection) as captured:
        found = languages.of_addresses(["Ann@Example.org", olga.email, "nobody@example.org"])

    assert found == {"Ann@Example.org": "de", olga.email: "en", "nobody@example.org": "en"}
    assert len(captured) == 1


def test_a_letter_is_written_in_its_language_and_no_other_is_spoken_afterwards(db: None) -> None:
    def letter() -> tuple[str, str]:
        return "Hello\r\nBcc: mallory@example.org", str(translation.get_language())

    with translation.override("en"):
        posting.write("ann@example.org", letter, language="de")
        after = translation.get_language()

    made = Letter.objects.get()
    assert (made.subject, made.text, made.language, after) == ("Hello Bcc: mallory@example.org", "de", "de", "en")


def test_what_fails_to_be_written_leaves_the_language_as_it_was(db: None) -> None:
    def letter() -> tuple[str, str]:
        raise LookupError("no words")

    with pytest.raises(LookupError, match="no words"):
        posting.write("ann@example.org", letter, language="de")

    assert (translation.get_language(), Letter.objects.count()) == ("en", 0)


def test_who_has_said_nothing_is_written_to_in_english(ann: User) -> None:
    passwords.ask_reset(ann.email)

    letter = last_letter(ann.email)
    assert (letter.language, letter.subject) == ("en", "A new password")

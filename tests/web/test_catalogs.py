"""Every text of the pages is there in every language."""

import re
from pathlib import Path

import pytest
from babel.messages.checkers import checkers
from django.conf import settings
from django.test import Client
from django.utils import translation

from openevent.imports import previewing
from openevent.web import catalogs
from openevent.web.catalogs import said


@pytest.mark.parametrize("path", catalogs.files(), ids=lambda path: path.parts[-3])
def test_a_catalogue_has_every_text_and_no_other(path: Path) -> None:
    wanted = {(message.id, message.context) for message in catalogs.messages() if message.id}
    catalog = catalogs.read(path)
    there = {(message.id, message.context): message for message in catalog if message.id}

    assert sorted(map(str, wanted - there.keys())) == [], "make messages"
    assert sorted(map(str, there.keys() - wanted)) == [], "make messages"
    assert [message.id for message in there.values() if not said(message.string) or message.fuzzy] == []
    for message in there.values():
        for check in checkers:
            check(catalog, message)


def test_sentences_that_are_kept_as_constants_are_translated_too() -> None:
    assert catalogs.messages().get(previewing.LOST) is not None
    with translation.override("de"):
        assert translation.gettext(previewing.LOST) != previewing.LOST


def test_there_is_a_catalogue_for_every_language_but_our_own() -> None:
    languages = {path.parts[-3] for path in catalogs.files()}

    assert languages == {code for code, _ in settings.LANGUAGES} - {"en"}


def test_a_reader_of_german_reads_german_until_another_language_is_chosen(db: None) -> None:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "de-AT,de;q=0.9"})

    german = client.get("/").content.decode()
    client.post("/language", {"language": "en", "next": "https://elsewhere.example.org/"})
    english = client.get("/").content.decode()

    assert '<html lang="de"' in german
    assert "Veranstaltungen" in german
    assert '<html lang="en"' in english


def test_texts_are_found_by_whatever_name_code_calls_gettext() -> None:
    called = {
        name
        for path in catalogs.PACKAGE.rglob("*.py")
        for name in re.findall(r"import p?n?gettext\w* as (\w+)", path.read_text(encoding="utf-8"))
    }

    assert called <= catalogs.KEYWORDS.keys()

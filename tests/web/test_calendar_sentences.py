"""What calendars say of themselves is said to every reader in their own language; to programs, in English."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from babel.messages import Message
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from openevent.accounts.models import User
from openevent.calendars.checking import Report, check
from openevent.calendars.saying import Said, numbered, said, unsaid
from openevent.events.models import Event
from openevent.exports.diagnosing import checked
from openevent.lib.translating import translated
from openevent.program.models import Session
from openevent.web import catalogs
from openevent.web.organising.exporting.plain import PLAIN, plain
from tests.calendars import test_checking as files
from tests.calendars import test_checking_messages as messages
from tests.web.pages import errors, parsed, words

GERMAN = next(catalogs.FOLDER.glob("de/LC_MESSAGES/django.po"))
SAYING = {one.__name__ for one in (said, numbered, unsaid)}
PLACE = re.compile(r"%\(\w+\)s")


def calls() -> Iterator[ast.Call]:
    """Every place where a sentence of calendars is made."""
    for path in sorted(catalogs.PACKAGE.rglob("*.py")):
        code = path.read_text()
        if "openevent.calendars.saying" in code:
            found = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
            yield from (call for call in found if isinstance(call.func, ast.Name) and call.func.id in SAYING)


def patterns() -> list[tuple[str, ...]]:
    """Every pattern that stands in the code; of those for a number, both."""
    texts = [[argument.value for argument in call.args if isinstance(argument, ast.Constant)] for call in calls()]
    return [tuple(text for text in found if isinstance(text, str)) for found in texts if found]


def parts(sentences: Iterable[str]) -> Iterator[Said]:
    """The sentences, and those that stand within them."""
    for sentence in sentences:
        if isinstance(sentence, Said):
            yield sentence
            yield from parts(value for value in sentence.values.values() if isinstance(value, str))


def sentences(report: Report) -> Iterator[str]:
    """All that a report says."""
    yield from (finding.detail for finding in report.findings)
    for program in report.programs:
        yield from (program.refresh, *program.notes)


def reports() -> Iterator[Report]:
    """What is said of every fault that the check's own tests know."""
    right = files.RIGHT.encode()
    for old, new, *_ in files.OF_FILE + files.OF_ZONES + files.OF_EVENTS + files.OF_TIMES:
        yield check(files.changed(old, new))
    for before, after, *_ in files.OF_OCTETS:
        yield check(right.replace(before, after))
    for headers, *_ in files.OF_HEADERS:
        yield check(right, headers={**files.HEADERS, **headers})
    for whole, old, new, *_ in messages.OF_MESSAGES:
        yield check(messages.changed(whole, old, new))
    yield check(right * 9, headers={}, redirects=("http://example.org/",) * 9, repeated=200)
    yield check(files.changed("STATUS:CONFIRMED", "STATUS:CANCELLED").replace(b"\nREFRESH-INTERVAL", b"\nX-INTERVAL"))
    yield from map(check, (b"", b"<html>", b"\x1f\x8b", b"BEGIN:VCARD", b"BEGIN:VCALENDAR\r\n"))


def test_catalogues_have_every_pattern_of_the_code() -> None:
    template, there = catalogs.messages(), patterns()

    assert len(there) > 150
    assert [found for found in there if not isinstance(template.get(found[0]), Message)] == []
    assert [found for found in there if len(found) > 1 and template[found[0]].id != found] == []


def test_a_pattern_stands_in_the_code_or_in_a_table_of_marked_ones() -> None:
    assert [ast.unparse(call) for call in calls() if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)] == []


def test_every_pattern_is_said_otherwise_in_german_with_the_same_values() -> None:
    german = catalogs.read(GERMAN)

    for found in patterns():
        told = german[found[0]].string
        forms = told if isinstance(told, list | tuple) else (str(told),)
        for english, form in zip(found, forms, strict=True):
            assert sorted(PLACE.findall(form)) == sorted(PLACE.findall(english)), english
            assert form != english or not re.search(r"\w", PLACE.sub("", english)), english


def test_what_is_said_in_plain_words_is_said_otherwise_to_programmers() -> None:
    said_by_programs = {found[0] for found in patterns()}

    assert PLAIN.keys() - said_by_programs == set()
    assert [text for text in PLAIN.values() if re.search(r"[A-Z-]{3,}", text)] == []
    assert str(plain(said("Does not show %(parts)s.", parts=said("pictures (IMAGE)")))) == "Does not show pictures."


def test_nothing_of_a_finding_or_a_program_is_english_to_germans() -> None:
    seen = list(reports())
    found = {sentence for report in seen for sentence in sentences(report)}

    assert len({finding.code for report in seen for finding in report.findings}) > 75
    assert [sentence for sentence in found if not isinstance(sentence, Said)] == []
    with translation.override("de"):
        assert [
            part for part in parts(found) if translated(part) == part and part.pattern != "%(before)s, %(word)s"
        ] == []
    with translation.override("en"):
        assert [sentence for sentence in found if translated(sentence) != sentence] == []


def german(user: User) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "de"})
    client.force_login(user)
    return client


def told(found: dict[str, Any]) -> list[str]:
    """What the check says of the event's calendar."""
    details = [finding["detail"] for finding in found["findings"]]
    return [*details, *(text for one in found["programs"] for text in (one["refresh"], *one["notes"]))]


def test_the_check_speaks_the_readers_language_and_the_api_english(event: Event, olga: User) -> None:
    page = words(parsed(german(olga).get(f"/manage/{event.identifier}/check")))

    english = told(checked(event))
    assert english[0] == "The calendar holds no events: programs show nothing. Schedule a session first."
    assert [text for text in english if text in page] == []
    with translation.override("de"):
        assert [text for text in english if translated(plain(text)) not in page] == []
    assert "Outlook im Web" in page


def test_the_check_of_what_is_right_speaks_it_too(event: Event, session: Session, olga: User) -> None:
    page = words(parsed(german(olga).get(f"/manage/{event.identifier}/check")))

    english = told(checked(event))
    assert len(english) > 5
    assert [text for text in english if text in page] == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "Diese Kalenderdatei ist unvollständig: 'VEVENT' beginnt in Zeile 2"),
        (b"<feed/>", "Das ist keine schedule.xml: Ihr äußerstes Element ist „feed“."),
        (b"{}", "Das ist keine schedule.json: Von einer Konferenz steht nichts darin."),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_the_readers_language(
    event: Event, olga: User, data: bytes, why: str
) -> None:
    sent = {"file": SimpleUploadedFile("calendar.ics", data)}

    answer = german(olga).post(f"/manage/{event.identifier}/import", sent)

    assert [one for one in errors(answer) if why in one] != []


def test_why_an_entry_is_left_out_is_said_in_the_readers_language(event: Event, olga: User) -> None:
    data = files.changed("DTSTART;TZID=Europe/Berlin:20260701T090000", "DTSTART:noon")

    answer = german(olga).post(f"/manage/{event.identifier}/import", {"file": SimpleUploadedFile("calendar.ics", data)})

    assert "'noon' ist keine Zeit." in words(parsed(answer))

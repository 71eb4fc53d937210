"""Letters as they arrive: what programs take for an invitation, and what mail servers and readers are told besides."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar, Event

from openevent.accounts import posting
from openevent.accounts.enclosures import CalendarPart
from openevent.accounts.models import Letter
from tests.accounts.mail_server import MailServer, mail_server
from tests.conftest import at

TO = "ann@example.org"
SUMMARY = "Löten für alle, 誰でもはんだ付け." * 20
pytestmark = pytest.mark.django_db


def part(method: str = "REQUEST", *, uid: str = "1", name: str = "invite.ics") -> CalendarPart:
    """A calendar with long lines in many scripts, as another library writes it."""
    calendar, entry = Calendar(), Event()
    calendar.add("PRODID", "-//fossasia//open-event//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    entry.add("UID", uid)
    entry.add("DTSTAMP", at("2026-10-01 08:00"))
    entry.add("DTSTART", at("2026-10-24 08:00"))
    entry.add("SUMMARY", SUMMARY)
    entry.add("DESCRIPTION", "From the start:\n.\n..\nFrom here on = there.")
    calendar.add_component(entry)
    return CalendarPart(method=method, text=calendar.to_ical().decode(), name=name)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "openevent.accounts.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def received(server: MailServer, text: str = "Grüße", **facts: Any) -> EmailMessage:
    """The letter as it arrives."""
    posting.send(posting.post(TO, subject="Hello", text=text, **facts).pk)
    (letter,) = server.letters
    return letter


def outline(message: Any) -> Any:
    """The types of the parts, as they are nested."""
    if not message.is_multipart():
        return message.get_content_type()
    return message.get_content_type(), [outline(part) for part in message.iter_parts()]


def leaves(message: EmailMessage) -> list[Any]:
    return [part for part in message.walk() if not part.is_multipart()]


def shown(calendar: Any) -> tuple[str | None, ...]:
    """What a program looks at in a part that is a calendar."""
    asked = {name: calendar.get_param(name) for name in ("method", "charset", "name")}
    return (calendar.get_content_type(), *asked.values(), calendar.get_content_disposition(), calendar.get_filename())


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_is_the_last_alternative_and_a_file(server: MailServer, method: str) -> None:
    sent = part(method)

    letter = received(server, html="<p>Grüße</p>", calendars=[sent])

    assert outline(letter) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics"],
    )
    plain, html, invitation, file = leaves(letter)
    assert (plain.get_content().strip(), html.get_content().strip()) == ("Grüße", "<p>Grüße</p>")
    assert shown(invitation) == ("text/calendar", method, "utf-8", None, None, None)
    assert shown(file) == ("application/ics", None, None, "invite.ics", "attachment", "invite.ics")


def test_an_invitation_needs_no_html(server: MailServer) -> None:
    letter = received(server, calendars=[part()])

    assert outline(letter) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/calendar"]), "application/ics"],
    )


def test_a_calendar_arrives_byte_by_byte(server: MailServer) -> None:
    sent = part()

    _plain, *calendars = leaves(received(server, calendars=[sent]))

    for calendar in calendars:
        arrived = calendar.get_payload(decode=True)
        assert arrived == sent.text.encode()
        read = Calendar.from_ical(arrived)
        assert (read["METHOD"], read.events[0]["SUMMARY"]) == ("REQUEST", SUMMARY)
    assert max(map(len, server.raw[0].split(b"\r\n"))) <= 998
    assert b"\n" not in server.raw[0].replace(b"\r\n", b"")


def test_further_calendars_are_parts_of_their_own_each_with_its_method(server: MailServer) -> None:
    calendars = [part(), part("CANCEL", uid="2", name="cancelled.ics"), part(uid="3", name="third.ics")]

    letter = received(server, calendars=calendars)

    assert outline(letter)[1][1:] == ["application/ics", "text/calendar", "text/calendar"]
    _plain, _invitation, first, second, third = leaves(letter)
    assert shown(first) == ("application/ics", None, None, "invite.ics", "attachment", "invite.ics")
    assert shown(second) == ("text/calendar", "CANCEL", "utf-8", "cancelled.ics", "attachment", "cancelled.ics")
    assert shown(third) == ("text/calendar", "REQUEST", "utf-8", "third.ics", "attachment", "third.ics")
    texts = [calendar.get_payload(decode=True).decode() for calendar in (first, second, third)]
    assert texts == [calendar.text for calendar in calendars]


def test_a_method_is_written_as_programs_look_for_it(server: MailServer) -> None:
    received(server, calendars=[part()])

    assert b"\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n" in server.raw[0]
    assert b'\r\nContent-Type: application/ics; name="invite.ics"\r\n' in server.raw[0]


@pytest.mark.parametrize(
    ("html", "parts"),
    [("", "text/plain"), ("<p>Hello</p>", ("multipart/alternative", ["text/plain", "text/html"]))],
)
def test_a_letter_without_a_calendar_has_its_words_only(server: MailServer, html: str, parts: Any) -> None:
    assert outline(received(server, html=html)) == parts


def test_a_letter_says_what_it_is(server: MailServer, settings: Any) -> None:
    settings.NOREPLY_DOMAIN = "events.example.org"

    letter = received(server)

    mime = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert set(letter.keys()) - mime == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}
    assert (letter["Auto-Submitted"], letter["Message-ID"]) == ("auto-generated", Letter.objects.get().message_id)
    assert letter["Message-ID"].endswith("@events.example.org>")


def test_a_letter_names_who_answers_where_to_unsubscribe_and_its_language(server: MailServer) -> None:
    address = "https://events.example.org/unsubscribe?token=" + "x" * 200

    letter = received(server, reply_to="Olga & Friends <olga@example.org>", unsubscribe_url=address, language="de-AT")

    assert letter["Reply-To"].addresses[0].addr_spec == "olga@example.org"
    assert letter["List-Unsubscribe"].strip() == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Content-Language"] == "de-AT"


def test_one_click_is_for_https_alone(server: MailServer) -> None:
    address = "http://localhost:8000/unsubscribe"

    letter = received(server, unsubscribe_url=address)

    assert letter["List-Unsubscribe"].strip() == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] is None


def test_each_letter_has_a_message_id_of_its_own(settings: Any) -> None:
    settings.NOREPLY_DOMAIN = "bücher.example"
    letters = [posting.post(TO, subject="Hello", text="words") for _ in range(2)]

    ids = {letter.message_id for letter in letters}

    assert len(ids) == 2
    assert all(message_id.endswith("@xn--bcher-kva.example>") for message_id in ids)


def test_a_letter_of_old_without_a_message_id_gets_one_on_its_way(server: MailServer) -> None:
    posted = posting.post(TO, subject="Hello", text="words")
    Letter.objects.update(message_id="")

    posting.send(posted.pk)

    assert server.letters[0]["Message-ID"].startswith("<")


@pytest.mark.parametrize(
    "address",
    [
        "/unsubscribe",
        "unsubscribe",
        "mailto:olga@example.org",
        "ftp://example.org/x",
        "https://",
        "https:///x",
        "https://example.org/a,b",
        "https://example.org/a b",
        "https://example.org/>,<mailto:mallory@example.org",
        "https://example.org/\r\nBcc: mallory@example.org",
        "https://bücher.example/x",
    ],
)
def test_where_nobody_can_unsubscribe_is_no_address_for_it(address: str) -> None:
    with pytest.raises(ValueError, match="The address to unsubscribe"):
        posting.post(TO, subject="Hello", text="words", unsubscribe_url=address)

    assert not Letter.objects.exists()


def test_what_was_sent_keeps_neither_its_calendars_nor_where_to_unsubscribe() -> None:
    posted = posting.post(
        TO, subject="Hello", text="words", calendars=[part()], unsubscribe_url="https://example.org/secret", once=True
    )

    posting.send(posted.pk)

    posted.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (posted.text, posted.calendars, posted.unsubscribe_url) == ("", [], "")


CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"method": "CANCEL"}, "The method"),
        ({"method": "request"}, "The method"),
        ({"method": ""}, "The method"),
        ({"text": CALENDAR.replace("METHOD:REQUEST\r\n", "")}, "The method"),
        ({"text": CALENDAR.replace("END:", "METHOD:REQUEST\r\nEND:")}, "The method"),
        ({"method": "", "text": CALENDAR.replace("REQUEST", "")}, "The method"),
        ({"text": CALENDAR.replace("\r\n", "\n")}, "A calendar part is one whole"),
        ({"text": CALENDAR.strip()}, "A calendar part is one whole"),
        ({"text": "METHOD:REQUEST\r\n"}, "A calendar part is one whole"),
        ({"text": CALENDAR.replace("METHOD", "A:b\nMETHOD")}, "The lines of a calendar"),
        ({"text": CALENDAR.replace("METHOD", "A:b\rMETHOD")}, "The lines of a calendar"),
        ({"text": CALENDAR.replace("METHOD", "A:\0\r\nMETHOD")}, "The lines of a calendar"),
        ({"name": "invite"}, "The file name"),
        ({"name": ".ics"}, "The file name"),
        ({"name": "../invite.ics"}, "The file name"),
        ({"name": "Einladung für alle.ics"}, "The file name"),
        ({"name": 'invite.ics"\r\nX: y'}, "The file name"),
    ],
)
def test_what_programs_would_misread_is_no_calendar_part(facts: dict[str, str], sentence: str) -> None:
    right = {"method": "REQUEST", "text": CALENDAR, "name": "invite.ics"}
    CalendarPart(**right)

    with pytest.raises(ValueError, match=sentence):
        CalendarPart(**{**right, **facts})

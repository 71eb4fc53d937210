"""Letters as their readers and their calendars get them."""

import email
from email import policy
from email.message import EmailMessage
from typing import Any

import vobject
from django.core import mail
from icalendar import Calendar

from openevent.accounts import posting
from openevent.accounts.models import Letter
from openevent.holders import telling
from openevent.tickets.models import Notice


def told() -> list[EmailMessage]:
    """The letters that go out now, as their readers get them."""
    for notice in Notice.objects.filter(done_at=None):
        telling.tell(notice.pk)
    for letter in Letter.objects.filter(sent_at=None):
        posting.send(letter.pk)
    sent = [email.message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(sent, key=lambda one: str(one["To"]))


def calendars_of(letter: EmailMessage) -> list[str]:
    """The calendars that programs take from the letter, the one they show first; each with the method of its part."""
    found = []
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            text = part.get_content()
            assert isinstance(text, str)
            assert f"METHOD:{part.get_param('method')}\r\n" in text.replace("\n", "\r\n").replace("\r\r", "\r")
            found.append(text)
    return found


def calendar_of(letter: EmailMessage) -> str:
    """Its only calendar."""
    (text,) = calendars_of(letter)
    return text


def event_in(text: str) -> Any:
    """The only entry of the calendar, read by one program and by another."""
    (entry,) = Calendar.from_ical(text).events
    assert vobject.readOne(text).vevent.uid.value == entry["UID"]
    return entry


def event_of(letter: EmailMessage) -> Any:
    """The only entry of the letter's only calendar."""
    return event_in(calendar_of(letter))


def facts_in(text: str) -> tuple[str, str, int, str]:
    """Method, uid, sequence and attendee of the calendar."""
    entry = event_in(text)
    return str(Calendar.from_ical(text)["METHOD"]), str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["ATTENDEE"])


def facts(letter: EmailMessage) -> tuple[str, str, int, str]:
    """Those of the letter's only calendar."""
    return facts_in(calendar_of(letter))

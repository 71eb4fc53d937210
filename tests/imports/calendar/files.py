"""Calendar files as other programs write them, and as we do."""

import io

from openevent.calendars import ics
from openevent.events.models import Event
from openevent.imports.calendar import Incoming, opened
from openevent.program import calendar
from openevent.program.models import Session


def vevent(
    uid: str = "talk-1@example.net",
    *more: str,
    summary: str = "Growing Oysters",
    start: str = "20261025T100000Z",
    end: str = "20261025T110000Z",
) -> str:
    lines = (f"UID:{uid}", "DTSTAMP:20260901T120000Z", f"SUMMARY:{summary}", f"DTSTART:{start}", f"DTEND:{end}", *more)
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))


def ics_file(*events: str) -> bytes:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Elsewhere//EN\r\n"
    return f"{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def incoming(data: bytes, zone: str = "Europe/Berlin") -> Incoming:
    return opened(io.BytesIO(data), zone=zone)


def brought(*events: str) -> Incoming:
    return incoming(ics_file(*events))


def exported(event: Event) -> bytes:
    """The event's programme as its own .ics feed has it, with what does not take place."""
    event.refresh_from_db()
    return ics.write(calendar.schedule(event, Session.objects.of_feed()).calendar)

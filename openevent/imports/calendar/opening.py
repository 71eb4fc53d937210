"""Files recognised by what they hold, and read with limits."""

from typing import IO

from django.conf import settings

from openevent.calendars import reading
from openevent.calendars.refusals import NotACalendar
from openevent.imports.calendar.incoming import Incoming
from openevent.imports.calendar.refusals import NotOneOfOurs, TooMuch

MEGABYTE = 1024 * 1024
MOST_BYTES = 16 * MEGABYTE  # a thousand sessions with long texts have two
MOST_ENTRIES = 10_000
UNKNOWN = "This is no calendar that this server reads: it takes .ics, schedule.xml and schedule.json."


def opened(file: IO[bytes]) -> Incoming:
    """The calendar in the file. Raises NotOneOfOurs, TooMuch, and nothing else for whatever bytes."""
    most = min(settings.IMPORT_MAX_BYTES, MOST_BYTES)
    data = file.read(most + 1)
    if len(data) > most:
        raise TooMuch(f"A calendar may have at most {most // MEGABYTE} MB.")
    incoming = _read(data)
    count = len(incoming.calendar.entries)
    if count > MOST_ENTRIES:
        raise TooMuch(f"The calendar holds {count} entries; at most {MOST_ENTRIES} are taken.")
    return incoming


def is_ics(start: bytes) -> bool:
    """Whether what begins so is an iCalendar file (RFC 5545, 3.4)."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _read(data: bytes) -> Incoming:
    if not is_ics(data):
        raise NotOneOfOurs(UNKNOWN)
    try:
        findings = reading.examine(data)
    except NotACalendar as refusal:
        raise NotOneOfOurs(str(refusal)) from refusal
    return Incoming(calendar=findings.calendar, left_out=findings.left_out)

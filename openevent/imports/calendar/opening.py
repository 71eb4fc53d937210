"""Files recognised by what they hold, and read with limits."""

from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import IO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.calendars import reading, schedule_reading
from openevent.calendars.reading import Findings
from openevent.calendars.refusals import NotACalendar
from openevent.imports.calendar.incoming import Incoming
from openevent.imports.calendar.refusals import NotOneOfOurs, TooMuch
from openevent.lib.translating import translated

MEGABYTE = 1024 * 1024
MOST_BYTES = 16 * MEGABYTE  # a thousand sessions with long texts have two
PREVIEWED_BYTES = 4 * MEGABYTE  # what is only looked at is looked at while its sender waits
MOST_ENTRIES = 10_000
LOOKED_AT = 4096  # bytes, by whose first letters a file is recognised
UNKNOWN = gettext_noop("This is no calendar that this server reads: it takes .ics, schedule.xml and schedule.json.")


def opened(file: IO[bytes], *, zone: str, most: int = MOST_BYTES) -> Incoming:
    """The calendar in the file of at most so many bytes, whose times without any zone are of this one.

    Raises NotOneOfOurs, TooMuch, and nothing else for whatever bytes.
    """
    most = min(settings.IMPORT_MAX_BYTES, most)
    data = file.read(most + 1)
    if len(data) > most:
        raise TooMuch(_("A calendar may have at most %(most)s MB.") % {"most": most // MEGABYTE})
    incoming = _read(data, zone)
    count = len(incoming.calendar.entries)
    if count > MOST_ENTRIES:
        raise TooMuch(
            _("The calendar holds %(count)s entries; at most %(most)s are taken.")
            % {"count": count, "most": MOST_ENTRIES}
        )
    return incoming


def is_calendar(start: bytes) -> bool:
    """Whether what begins so is meant to be one of the calendars that are read here."""
    return _reader(start) is not None


def _read(data: bytes, zone: str) -> Incoming:
    reader = _reader(data)
    if reader is None:
        raise NotOneOfOurs(_(UNKNOWN))
    try:
        findings = reader.examine(data, zone=zone)
    except NotACalendar as refusal:
        raise NotOneOfOurs(translated(refusal.sentence)) from refusal
    return Incoming(calendar=findings.calendar, left_out=findings.left_out, counts_changes=reader.counts_changes)


class Examine(Protocol):
    """Reads a file's bytes; times without any zone are of the given one."""

    def __call__(self, data: bytes, *, zone: str) -> Findings:
        """What is in them."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How files that begin so are read."""

    begins: bytes
    examine: Examine
    counts_changes: bool = False


READERS = (
    Reader(begins=b"BEGIN:VCALENDAR", examine=reading.examine, counts_changes=True),  # RFC 5545, 3.4
    Reader(begins=b"<", examine=schedule_reading.examine_xml),
    Reader(begins=b"{", examine=schedule_reading.examine_json),
)


def _reader(start: bytes) -> Reader | None:
    begins = start[:LOOKED_AT].removeprefix(BOM_UTF8).lstrip().upper()
    return next((reader for reader in READERS if begins.startswith(reader.begins)), None)

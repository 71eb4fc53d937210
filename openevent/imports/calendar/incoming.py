"""What a calendar file brings."""

from dataclasses import dataclass

from openevent.calendars.document import Calendar
from openevent.calendars.reading import LeftOut


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A file's calendar, and what of the file could not be read.

    `counts_changes` is said of formats whose entries have a SEQUENCE (RFC 5545, 3.8.7.4), so that an old file can be
    told from a new one.
    """

    calendar: Calendar
    left_out: tuple[LeftOut, ...] = ()
    counts_changes: bool = True

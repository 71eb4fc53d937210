"""The formats in which a calendar can be written: one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openevent.calendars import ics
from openevent.calendars.document import Calendar


@dataclass(frozen=True, kw_only=True)
class Format:
    """A spelling of the calendar document; `stream` gives the bytes of `write` in pieces."""

    name: str
    media_type: str
    extension: str
    write: Callable[[Calendar], bytes]
    stream: Callable[[Calendar], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    "ics": Format(
        name="iCalendar",
        media_type="text/calendar; charset=utf-8",
        extension="ics",
        write=ics.write,
        stream=ics.stream,
    ),
}

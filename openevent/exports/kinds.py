"""The kinds of export that there are: one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openevent.calendars.formats import FORMATS
from openevent.events.models import Event
from openevent.program import calendar
from openevent.program.calendar import Skipped


@dataclass(frozen=True, kw_only=True)
class Made:
    """An export on its way: its bytes in pieces, of which there are about `pieces`, and what was left out."""

    stream: Iterator[bytes]
    pieces: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of export: what it makes of an event, and what the file is."""

    make: Callable[[Event], Made]
    extension: str
    media_type: str


def _schedule(format_name: str) -> Callable[[Event], Made]:
    def make(event: Event) -> Made:
        made = calendar.schedule(event)
        stream = FORMATS[format_name].stream(made.calendar)
        return Made(stream=stream, pieces=len(made.calendar.entries) + 2, skipped=made.skipped)

    return make


def _of_schedule(format_name: str) -> Kind:
    written = FORMATS[format_name]
    return Kind(make=_schedule(format_name), extension=written.extension, media_type=written.media_type)


# By the name in the address: /v1/events/{identifier}/export/{name}
KINDS: dict[str, Kind] = {
    "ical": _of_schedule("ics"),
}
# By the name of the format on the command line: openevent export IDENTIFIER --format {name}
FORMAT_KINDS: dict[str, str] = {
    "ics": "ical",
}

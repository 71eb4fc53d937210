"""The kinds of export that there are: one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openevent.calendars.formats import FORMATS, Format
from openevent.events.models import Event
from openevent.exports.options import Options
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

    make: Callable[[Event, Options], Made]
    extension: str
    media_type: str


def _schedule(written: Format) -> Callable[[Event, Options], Made]:
    def make(event: Event, options: Options) -> Made:
        detailed = written.shows_details(rich=options.rich)
        made = calendar.schedule(event, options.sessions(event), detailed=detailed, departed=options.cancelled)
        stream = written.rich if options.rich and written.rich else written.stream
        return Made(stream=stream(made.calendar), pieces=len(made.calendar.entries) + 2, skipped=made.skipped)

    return make


def _of_schedule(written: Format) -> Kind:
    return Kind(make=_schedule(written), extension=written.extension, media_type=written.media_type)


# What the original calls two of them.
ORIGINAL = {"ics": "ical", "schedule.xml": "pentabarf"}
# By the name of the format on the command line: openevent export IDENTIFIER --format {name}
FORMAT_KINDS: dict[str, str] = {name: ORIGINAL.get(name, name) for name in FORMATS}
# By the name in the address: /v1/events/{identifier}/export/{name}
KINDS: dict[str, Kind] = {FORMAT_KINDS[name]: _of_schedule(written) for name, written in FORMATS.items()}

"""The kinds of export that there are of an event: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from openevent.calendars.formats import FORMATS, Format
from openevent.events.models import Event
from openevent.exports import spellings
from openevent.exports.made import Made
from openevent.exports.options import Options
from openevent.exports.tables import attendees, orders, sessions, speakers
from openevent.exports.tables.table import Table
from openevent.lib import separated
from openevent.program import calendar

Make = Callable[[Event, str], Made]  # of an event, with the options as a query writes them
Tabled = Callable[[Event, str], Table[Any]]  # the rows of a status, where it is one


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of export: what it makes of an event, and what the file is."""

    make: Make
    extension: str
    media_type: str
    label: str = ""  # what the name of the file says beside the event's
    # Whether the event's revision counts all that it tells, so that a file is right as long as that stays.
    is_counted: bool = True
    statuses: frozenset[str] = frozenset()  # which of its rows can be asked for; any other word means all


def _schedule(written: Format) -> Make:
    def make(event: Event, query: str) -> Made:
        options = Options.read(query)
        detailed = written.shows_details(rich=options.rich)
        made = calendar.schedule(event, options.sessions(event), detailed=detailed, departed=options.cancelled)
        stream = written.rich if options.rich and written.rich else written.stream
        return Made(stream=stream(made.calendar), pieces=len(made.calendar.entries) + 2, skipped=made.skipped)

    return make


def _of_schedule(written: Format) -> Kind:
    return Kind(make=_schedule(written), extension=written.extension, media_type=written.media_type)


def _text(label: str, table: Tabled, statuses: frozenset[str] = frozenset()) -> Kind:
    def make(event: Event, query: str) -> Made:
        return spellings.as_text(table(event, status(query)))

    return Kind(
        make=make,
        extension="csv",
        media_type=separated.MEDIA_TYPE,
        label=label,
        is_counted=False,
        statuses=statuses,
    )


def _paper(label: str, table: Tabled, statuses: frozenset[str] = frozenset()) -> Kind:
    def make(event: Event, query: str) -> Made:
        return spellings.on_paper(table(event, status(query)), event)

    return Kind(
        make=make,
        extension="pdf",
        media_type="application/pdf",
        label=label,
        is_counted=False,
        statuses=statuses,
    )


def status(query: str) -> str:
    """Which rows are asked for."""
    return QueryDict(query).get("status") or ""


# What the original calls two of them.
ORIGINAL = {"ics": "ical", "schedule.xml": "pentabarf"}
# By the name of the format on the command line: openevent export IDENTIFIER --format {name}
FORMAT_KINDS: dict[str, str] = {name: ORIGINAL.get(name, name) for name in FORMATS}
# By the name in the address: /v1/events/{identifier}/export/{name}
SCHEDULES: dict[str, Kind] = {FORMAT_KINDS[name]: _of_schedule(written) for name, written in FORMATS.items()}
TABLES: dict[str, Kind] = {
    "orders/csv": _text("Orders", orders.table),
    "orders/pdf": _paper("Orders", orders.table),
    "attendees/csv": _text("Attendees", attendees.table),
    "attendees/pdf": _paper("Attendees", attendees.table),
    "sessions/csv": _text("Sessions", sessions.table, sessions.STATUSES),
    "sessions/pdf": _paper("Sessions", sessions.table, sessions.STATUSES),
    "speakers/csv": _text("Speakers", speakers.table, speakers.STATUSES),
    "speakers/pdf": _paper("Speakers", speakers.table, speakers.STATUSES),
}
KINDS: dict[str, Kind] = {**SCHEDULES, **TABLES}

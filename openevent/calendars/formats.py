"""The formats in which a calendar can be written: one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openevent.calendars import atom, ics, jcal, jscalendar, rich, schedule_json, schedule_xml, xcal
from openevent.calendars.document import Calendar


@dataclass(frozen=True, kw_only=True)
class Format:
    """A spelling of the calendar document: `stream` gives its bytes in pieces.

    `rich` does so, too, with what only some programs understand (RFC 7986, RFC 9073); None where there is one way only.
    """

    name: str
    media_type: str
    extension: str
    stream: Callable[[Calendar], Iterator[bytes]]
    rich: Callable[[Calendar], Iterator[bytes]] | None = None
    holds_events: bool = True  # it can hold the entry of a whole event, too
    is_terse: bool = False  # nothing of an entry's details stands in it, unless it is rich

    def shows_details(self, *, rich: bool) -> bool:
        """Whether entries need their details to be written so."""
        return not self.is_terse or (rich and self.rich is not None)

    def write(self, calendar: Calendar, *, rich: bool = False) -> bytes:
        """The whole file; a format without a rich way has but one."""
        return b"".join((self.rich if rich and self.rich else self.stream)(calendar))


FORMATS: dict[str, Format] = {
    "ics": Format(
        name="iCalendar",
        media_type="text/calendar; charset=utf-8",
        extension="ics",
        stream=ics.stream,
        rich=rich.stream,
        is_terse=True,
    ),
    # Neither RFC 7265 nor RFC 8984 registers an extension; RFC 6321 does.
    "jcal": Format(
        name="jCal",
        media_type="application/calendar+json",
        extension="jcal",
        stream=jcal.stream,
        rich=jcal.rich,
        is_terse=True,
    ),
    "xcal": Format(
        name="xCal",
        media_type="application/calendar+xml; charset=utf-8",
        extension="xcs",
        stream=xcal.stream,
        rich=xcal.rich,
        is_terse=True,
    ),
    "jscalendar": Format(
        name="JSCalendar",
        media_type="application/jscalendar+json; type=group",
        extension="jscal",
        stream=jscalendar.stream,
        rich=jscalendar.rich,
    ),
    "schedule.xml": Format(
        name="Schedule for conference apps",
        holds_events=False,
        media_type="application/xml",
        extension="xml",
        stream=schedule_xml.stream,
    ),
    "schedule.json": Format(
        name="Schedule for conference apps (JSON)",
        holds_events=False,
        media_type="application/json",
        extension="json",
        stream=schedule_json.stream,
    ),
    "atom": Format(
        name="Atom feed of changes",
        media_type="application/atom+xml",
        extension="atom",
        stream=atom.stream,
    ),
}

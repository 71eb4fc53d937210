"""JSCalendar: a Group of Events (RFC 8984)."""

from collections.abc import Iterator
from typing import Any

import orjson

from openevent.calendars import extended, guids, wallclock
from openevent.calendars.document import PRODID, Calendar, Entry
from openevent.calendars.escaping import exact_duration
from openevent.calendars.jscalendar_parts import entry_links, links, locations, participants, virtual_locations
from openevent.calendars.wallclock import Clock


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the file: the head, one piece an entry, the tail."""
    return _pieces(calendar, is_rich=False)


def rich(calendar: Calendar) -> Iterator[bytes]:
    """The same with descriptions as HTML where the document has them."""
    return _pieces(calendar, is_rich=True)


def _pieces(calendar: Calendar, *, is_rich: bool) -> Iterator[bytes]:
    yield orjson.dumps(_group(calendar))[:-1] + b',"entries":[\n'
    clock = wallclock.clock(calendar.zone, *calendar.extent)
    comma = b""
    for entry in calendar.entries:
        yield comma + orjson.dumps(_event(entry, clock, is_rich=is_rich))
        comma = b",\n"
    yield b"\n]}\n"


def _group(calendar: Calendar) -> dict[str, Any]:
    """The members of the Group but for its entries (RFC 8984, 5.3)."""
    about = calendar.about
    return _said(
        {
            "@type": "Group",
            "uid": about.uid or str(guids.of_calendar(calendar)),
            "prodId": PRODID,
            "updated": extended.date_time(calendar.revised_at),
            "title": calendar.name,
            "description": calendar.description,
            "source": about.source,
            "links": links(page=about.url, image=about.image),
        }
    )


def _event(entry: Entry, clock: Clock | None, *, is_rich: bool) -> dict[str, Any]:
    return _said(
        {
            "@type": "Event",
            "uid": entry.uid,
            "updated": extended.date_time(entry.revised_at),
            "created": entry.created_at and extended.date_time(entry.created_at),
            "sequence": entry.sequence,
            **_times(entry, clock),
            "title": entry.summary,
            **_description(entry, is_rich=is_rich),
            "status": entry.status.lower(),
            "locations": locations(entry),
            "virtualLocations": virtual_locations(entry),
            "links": entry_links(entry),
            "keywords": dict.fromkeys(entry.categories, True),
            "color": entry.color,
            "participants": participants(entry),
        }
    )


def _times(entry: Entry, clock: Clock | None) -> dict[str, str]:
    """Start and length: by the clock in the zone, or in UTC where the clock shows a time twice (RFC 8984, 5.1)."""
    starts, zone = entry.starts_at, "Etc/UTC"
    if clock:
        local, _ = clock.span(entry.starts_at, entry.ends_at)
        if local.tzinfo is clock.zone:
            starts, zone = local, clock.zone.key
    return {
        "start": extended.date_time(starts.replace(tzinfo=None)),
        "timeZone": zone,
        "duration": exact_duration(entry.ends_at - entry.starts_at),
    }


def _description(entry: Entry, *, is_rich: bool) -> dict[str, str]:
    if is_rich and (html := entry.details.all_html):
        return {"description": html, "descriptionContentType": "text/html"}
    return {"description": entry.description}


def _said(members: dict[str, Any]) -> dict[str, Any]:
    """The members that say something; a sequence of 0 is understood (RFC 8984, 4.1.4)."""
    return {name: value for name, value in members.items() if value}

"""The document as a tree of components: what the plain .ics file says, for writers in other formats (RFC 5545, 3.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openevent.calendars import timezones, wallclock
from openevent.calendars.document import CALSCALE, PRODID, VERSION, About, Calendar, Entry, Person
from openevent.calendars.observances import Observance
from openevent.calendars.properties import (
    Component,
    Property,
    Type,
    calendar_address,
    component,
    date_time,
    geo,
    text,
    uri,
)
from openevent.calendars.wallclock import Clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """A VCALENDAR, with its time zone if it names one, and the VEVENTs that belong into it, made one by one."""

    calendar: Component
    events: Iterator[Component]


def outline(calendar: Calendar) -> Outline:
    """The properties and values that `ics.write` writes, in its order."""
    clock = wallclock.clock(calendar.zone, *calendar.extent)
    zones = [_zone(calendar)] if calendar.names_zone else []
    return Outline(
        calendar=component("VCALENDAR", _head(calendar), zones),
        events=(_event(entry, clock) for entry in calendar.entries),
    )


def _head(calendar: Calendar) -> Iterator[Property]:
    yield from (text("VERSION", VERSION), text("PRODID", PRODID), text("CALSCALE", CALSCALE))
    for name, value in (
        ("X-WR-CALDESC", calendar.description),
        ("NAME", calendar.name),
        ("X-WR-CALNAME", calendar.name),
        ("X-WR-TIMEZONE", calendar.zone),
    ):
        if value:
            yield text(name, value)
    yield from _of_feed(calendar.about)


def _of_feed(about: About) -> Iterator[Property]:
    for name, value in (("IMAGE", about.image), ("SOURCE", about.source), ("URL", about.url)):
        if value:
            yield uri(name, value)
    if about.refresh:
        for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
            yield Property(name=name, type=Type.DURATION, values=(about.refresh,))


def _zone(calendar: Calendar) -> Component:
    observed = timezones.covering(calendar.zone, *calendar.extent)
    return component("VTIMEZONE", [text("TZID", calendar.zone)], map(_observance, observed))


def _observance(observance: Observance) -> Component:
    offsets = (("TZOFFSETFROM", observance.offset_from), ("TZOFFSETTO", observance.offset_to))
    properties = [
        date_time("DTSTART", observance.onset),
        text("TZNAME", observance.name),
        *(Property(name=name, type=Type.UTC_OFFSET, values=(offset,)) for name, offset in offsets),
    ]
    return component("DAYLIGHT" if observance.daylight else "STANDARD", properties)


def _event(entry: Entry, clock: Clock | None) -> Component:
    properties = [
        text("UID", entry.uid),
        Property(name="SEQUENCE", type=Type.INTEGER, values=(entry.sequence,)),
        # Without METHOD, DTSTAMP means "last revised" (RFC 5545, 3.8.7.2).
        date_time("DTSTAMP", entry.revised_at),
        date_time("LAST-MODIFIED", entry.revised_at),
        text("STATUS", entry.status.value),
        *_times(entry, clock),
        *_said(entry),
        *_people(entry),
    ]
    return component("VEVENT", properties)


def _times(entry: Entry, clock: Clock | None) -> Iterator[Property]:
    starts, ends = clock.span(entry.starts_at, entry.ends_at) if clock else (entry.starts_at, entry.ends_at)
    yield _time("DTSTART", starts, clock)
    yield _time("DTEND", ends, clock)


def _time(name: str, moment: datetime, clock: Clock | None) -> Property:
    if clock and moment.tzinfo is clock.zone:
        return date_time(name, moment.replace(tzinfo=None), TZID=clock.zone.key)
    return date_time(name, moment)


def _said(entry: Entry) -> Iterator[Property]:
    for name, value in (
        ("SUMMARY", entry.summary),
        ("DESCRIPTION", entry.description),
        ("LOCATION", entry.location),
        ("COLOR", entry.color),
    ):
        if value:
            yield text(name, value)
    if entry.categories:
        yield text("CATEGORIES", *entry.categories)
    if entry.geo:
        yield geo(entry.geo)
    for name, value in (("CONFERENCE", entry.conference), ("URL", entry.url)):
        if value:
            yield uri(name, value)
    if entry.created_at:
        yield date_time("CREATED", entry.created_at)


def _people(entry: Entry) -> Iterator[Property]:
    if entry.organizer:
        yield _person("ORGANIZER", entry.organizer)
    for attendee in entry.attendees:
        yield _person("ATTENDEE", attendee, ROLE="NON-PARTICIPANT")


def _person(name: str, person: Person, **parameters: str) -> Property:
    return calendar_address(name, person.uri, CN=person.name, **parameters)

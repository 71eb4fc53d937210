"""iCalendar text (RFC 5545)."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache, partial

from openevent.calendars import timezones, wallclock
from openevent.calendars.document import CALSCALE, PRODID, VERSION, About, Calendar, Entry, Person, Status
from openevent.calendars.escaping import common_name, date_time, duration, text
from openevent.calendars.folding import fold
from openevent.calendars.wallclock import Clock


def write(calendar: Calendar) -> bytes:
    """The calendar as one .ics file: UTF-8, CRLF, folded; byte for byte what icalendar makes of the same document."""
    return b"".join(stream(calendar))


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the .ics file: the head with the time zone, one piece an entry, the tail."""
    first, last = calendar.extent
    yield _head(calendar) + (timezones.vtimezone(calendar.zone, first, last).encode() if calendar.names_zone else b"")
    # Sessions share their slots.
    times = lru_cache(maxsize=1024)(partial(_times, wallclock.clock(calendar.zone, first, last)))
    for entry in calendar.entries:
        yield _entry(entry, times(entry.starts_at, entry.ends_at))
    yield b"END:VCALENDAR\r\n"


def _head(calendar: Calendar) -> bytes:
    lines = [f"BEGIN:VCALENDAR\r\nVERSION:{VERSION}\r\nPRODID:{PRODID}\r\nCALSCALE:{CALSCALE}".encode()]
    if calendar.description:
        lines.append(fold(b"X-WR-CALDESC:" + text(calendar.description)))
    if calendar.name:
        lines.append(fold(b"NAME:" + text(calendar.name)))
        lines.append(fold(b"X-WR-CALNAME:" + text(calendar.name)))
    lines += _of_feed(calendar.about)
    lines.append(f"X-WR-TIMEZONE:{calendar.zone}\r\n".encode())
    return b"\r\n".join(lines)


def _of_feed(about: About) -> Iterator[bytes]:
    """IMAGE to X-PUBLISHED-TTL: what programs that follow a calendar know it by (RFC 7986, 5)."""
    if about.image:
        yield fold(f"IMAGE;VALUE=URI:{about.image}".encode())
    if about.refresh:
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{duration(about.refresh)}".encode()
    if about.source:
        yield fold(f"SOURCE;VALUE=URI:{about.source}".encode())
    if about.url:
        yield fold(f"URL:{about.url}".encode())
    if about.refresh:
        yield f"X-PUBLISHED-TTL:{duration(about.refresh)}".encode()


def _times(clock: Clock | None, starts_at: datetime, ends_at: datetime) -> str:
    starts, ends = clock.span(starts_at, ends_at) if clock else (starts_at, ends_at)
    if clock and starts.tzinfo is clock.zone:
        tzid = clock.zone.key
        return f"DTSTART;TZID={tzid}:{date_time(starts)}\r\nDTEND;TZID={tzid}:{date_time(ends)}"
    return f"DTSTART:{date_time(starts)}Z\r\nDTEND:{date_time(ends)}Z"


def _entry(entry: Entry, times: str) -> bytes:
    """A VEVENT; icalendar puts some properties first and sorts the others by name."""
    # Without METHOD, DTSTAMP means "last revised" (RFC 5545, 3.8.7.2).
    revised = date_time(entry.revised_at)
    lines = [b"BEGIN:VEVENT"]
    if entry.summary:
        lines.append(fold(b"SUMMARY:" + text(entry.summary)))
    lines.append(f"{times}\r\nDTSTAMP:{revised}Z".encode())
    lines.append(fold(b"UID:" + text(entry.uid)))
    lines.append(b"SEQUENCE:%d" % entry.sequence)
    lines += map(_attendee, entry.attendees)
    _add_description(lines, entry)
    lines.append(f"LAST-MODIFIED:{revised}Z".encode())
    _add_place(lines, entry)
    lines.append(b"END:VEVENT\r\n")
    return b"\r\n".join(lines)


def _attendee(person: Person) -> bytes:
    return fold(f"ATTENDEE{common_name(person)};ROLE=NON-PARTICIPANT:{person.uri}".encode())


def _add_description(lines: list[bytes], entry: Entry) -> None:
    """CATEGORIES to GEO."""
    if entry.categories or entry.color:
        lines.append(_track(entry.categories, entry.color))
    if entry.conference:
        lines.append(fold(f"CONFERENCE;VALUE=URI:{entry.conference}".encode()))
    if entry.created_at:
        lines.append(f"CREATED:{date_time(entry.created_at)}Z".encode())
    if entry.description:
        lines.append(fold(b"DESCRIPTION:" + text(entry.description)))
    if entry.geo:
        lines.append(_geo(entry.geo))


def _add_place(lines: list[bytes], entry: Entry) -> None:
    """LOCATION to URL."""
    if entry.location:
        lines.append(_location(entry.location))
    lines.append(_state(entry.organizer, entry.status))
    if entry.url:
        lines.append(fold(f"URL:{entry.url}".encode()))


# A calendar has few tracks, rooms and organizers, and many sessions.


@lru_cache(maxsize=256)
def _track(categories: tuple[str, ...], color: str) -> bytes:
    """CATEGORIES and COLOR, one of them at least."""
    lines = [fold(b"CATEGORIES:" + b",".join(map(text, categories)))] if categories else []
    return b"\r\n".join([*lines, f"COLOR:{color}".encode()] if color else lines)


@lru_cache(maxsize=256)
def _geo(place: tuple[float, float]) -> bytes:
    return f"GEO:{place[0]};{place[1]}".encode()


@lru_cache(maxsize=256)
def _location(name: str) -> bytes:
    return fold(b"LOCATION:" + text(name))


@lru_cache(maxsize=256)
def _state(organizer: Person | None, status: Status) -> bytes:
    """ORGANIZER and STATUS."""
    lines = [fold(f"ORGANIZER{common_name(organizer)}:{organizer.uri}".encode())] if organizer else []
    return b"\r\n".join([*lines, f"STATUS:{status}".encode()])

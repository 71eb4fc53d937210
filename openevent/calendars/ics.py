"""iCalendar text (RFC 5545)."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache, partial

from openevent.calendars import timezones, wallclock
from openevent.calendars.document import CALSCALE, PRODID, VERSION, Calendar, Entry, Person
from openevent.calendars.escaping import common_name, date_time, text
from openevent.calendars.folding import fold
from openevent.calendars.wallclock import Clock


def write(calendar: Calendar) -> bytes:
    """The calendar as one .ics file: UTF-8, CRLF, folded; byte for byte what icalendar makes of `composing.compose`."""
    return b"".join(stream(calendar))


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the .ics file: the head, one piece an entry, the tail."""
    yield _head(calendar)
    clock = wallclock.clock(calendar.zone, *calendar.extent) if calendar.entries else None
    # Sessions share their slots.
    times = lru_cache(maxsize=1024)(partial(_times, clock))
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
    lines.append(f"X-WR-TIMEZONE:{calendar.zone}\r\n".encode())
    zone = timezones.vtimezone(calendar.zone, *calendar.extent) if calendar.entries else ""
    return b"\r\n".join(lines) + zone.encode()


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
    lines = [fold(b"SUMMARY:" + text(entry.summary))] if entry.summary else []
    lines.append(f"{times}\r\nDTSTAMP:{revised}Z".encode())
    lines.append(fold(b"UID:" + text(entry.uid)))
    lines.append(b"SEQUENCE:%d" % entry.sequence)
    for person in entry.attendees:
        lines.append(fold(f"ATTENDEE{common_name(person)};ROLE=NON-PARTICIPANT:{person.uri}".encode()))
    _add_description(lines, entry)
    lines.append(f"LAST-MODIFIED:{revised}Z".encode())
    _add_place(lines, entry)
    return b"BEGIN:VEVENT\r\n%b\r\nEND:VEVENT\r\n" % b"\r\n".join(lines)


def _add_description(lines: list[bytes], entry: Entry) -> None:
    """CATEGORIES to GEO."""
    if entry.categories:
        lines.append(_categories(entry.categories))
    if entry.color:
        lines.append(b"COLOR:" + entry.color.encode())
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
        lines.append(fold(b"LOCATION:" + text(entry.location)))
    if entry.organizer:
        lines.append(_organizer(entry.organizer))
    lines.append(f"STATUS:{entry.status}".encode())
    if entry.url:
        lines.append(fold(f"URL:{entry.url}".encode()))


# A calendar has few organizers, rooms and tracks, and many sessions.


@lru_cache(maxsize=256)
def _organizer(person: Person) -> bytes:
    return fold(f"ORGANIZER{common_name(person)}:{person.uri}".encode())


@lru_cache(maxsize=1024)
def _geo(place: tuple[float, float]) -> bytes:
    return f"GEO:{place[0]};{place[1]}".encode()


@lru_cache(maxsize=1024)
def _categories(names: tuple[str, ...]) -> bytes:
    return fold(b"CATEGORIES:" + b",".join(map(text, names)))

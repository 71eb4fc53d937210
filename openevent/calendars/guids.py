"""Permanent identifiers for formats that take no free uid: UUIDs (RFC 9562, 5.5) and positive integers."""

from urllib.parse import urlsplit
from uuid import UUID, uuid5

from openevent.calendars.document import Calendar, Entry

# Made once, at random. Every identifier hangs on it: another one would make every session a new session.
_NAMESPACE = UUID("5e1c6b0e-7d0c-4d0b-9c5f-2a8f4f1f6d37")

# Half of the integers of 31 bits, far above the numbers that a server counts its sessions with.
_DERIVED = 2**30


def guid(uid: str) -> UUID:
    """The identifier of the entry with this stored uid: the same in every format, on every host, for all time."""
    return uuid5(_NAMESPACE, uid)


def of_calendar(calendar: Calendar) -> UUID:
    """The identifier of the calendar itself; where it has no uid, its page or its name must do."""
    return _part(calendar, "calendar")


def of_feed(calendar: Calendar) -> UUID:
    """The identifier of a feed: of one calendar there are many, each with a selection of its own in its address.

    The host is no part of it: a feed that moves with its server stays the same one.
    """
    if not calendar.about.source:
        return of_calendar(calendar)
    address = urlsplit(calendar.about.source)
    return _part(calendar, f"feed\n{address.path}?{address.query}")


def of_room(calendar: Calendar, room: str) -> UUID:
    """The identifier of a room, by its name within the calendar; two conferences may each have a "Room 1"."""
    return _part(calendar, f"room\n{room}")


def number(entry: Entry) -> int:
    """The entry's number, or a positive integer of 31 bits made of its uid: apps keep sessions under integers."""
    if entry.details.number > 0:
        return entry.details.number
    return _DERIVED + guid(entry.uid).int % _DERIVED


def _part(calendar: Calendar, name: str) -> UUID:
    known_by = calendar.about.uid or calendar.about.url or calendar.name
    # No uid holds a line break, so nothing here can meet the identifier of an entry.
    return uuid5(_NAMESPACE, f"{known_by}\n{name}")

"""Permanent identifiers for formats that take no free uid: UUIDs (RFC 9562, 5.5) and positive integers."""

from uuid import UUID, uuid5

from openevent.calendars.document import Calendar, Entry

# Made once, at random. Every identifier hangs on it: another one would make every session a new session.
_NAMESPACE = UUID("5e1c6b0e-7d0c-4d0b-9c5f-2a8f4f1f6d37")

# Half of the integers of 31 bits, far above the numbers that a server counts its sessions with.
_DERIVED = 2**30


def guid(uid: str) -> UUID:
    """The identifier of the entry with this stored uid: the same in every format, on every host, for all time."""
    return uuid5(_NAMESPACE, uid)


def of_selection(known_by: str, address: str) -> str:
    """The uid of a calendar: of one event there are many, each with a selection of its own in its address.

    `known_by` is what tells these addresses from those of others, an event's uid or a host. An event's host is no part
    of it, nor are format and profile: a calendar that moves with its server, or is read otherwise, stays the same one.
    """
    # No uid holds a line break, so nothing here can meet the identifier of an entry.
    return str(uuid5(_NAMESPACE, f"{known_by}\ncalendar\n{address}"))


def of_calendar(calendar: Calendar) -> UUID:
    """The identifier of the calendar itself: its uid; one made of its address or its name, where it has none."""
    about = calendar.about
    try:
        return UUID(about.uid)
    except ValueError:
        return uuid5(_NAMESPACE, f"{about.uid or about.source or about.url or calendar.name}\ncalendar")


def of_room(calendar: Calendar, room: str) -> UUID:
    """The identifier of a room, by its name within the event; two conferences may each have a "Room 1"."""
    about = calendar.about
    return uuid5(_NAMESPACE, f"{about.event_uid or about.uid or about.url or calendar.name}\nroom\n{room}")


def number(entry: Entry) -> int:
    """The entry's number, or a positive integer of 31 bits made of its uid: apps keep sessions under integers."""
    if entry.details.number > 0:
        return entry.details.number
    return _DERIVED + guid(entry.uid).int % _DERIVED

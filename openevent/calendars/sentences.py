"""When and where an entry takes place, in one English sentence."""

from datetime import datetime

from openevent.calendars.document import Entry, Status
from openevent.calendars.timestamps import local
from openevent.calendars.zonedata import zone

# Not the names of the machine's language: the same words on every machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def when_and_where(entry: Entry, zone_name: str) -> str:
    """Date and time in the zone, and the place: "Takes place on Wednesday, 1 July 2026, 11:00 to 12:00 (…), Room 1."

    Offsets from UTC are told once where they are equal, else with either time.
    """
    happens = "Was to take place" if entry.status is Status.CANCELLED else "Takes place"
    place = f", {entry.location}" if entry.location else ""
    return f"{happens} on {_when(entry, zone_name)}{place}."


def _when(entry: Entry, zone_name: str) -> str:
    here = zone(zone_name)
    starts, ends = local(entry.starts_at, here), local(entry.ends_at, here)
    day = "" if starts.date() == ends.date() else f"{_day(ends)}, "
    if starts.utcoffset() == ends.utcoffset():
        return f"{_day(starts)}, {starts:%H:%M} to {day}{ends:%H:%M} ({zone_name}, {_offset(starts)})"
    return f"{_day(starts)}, {starts:%H:%M} ({_offset(starts)}) to {day}{ends:%H:%M} ({_offset(ends)}) ({zone_name})"


def _day(moment: datetime) -> str:
    return f"{_WEEKDAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _offset(moment: datetime) -> str:
    return f"UTC{moment.isoformat()[-6:]}"

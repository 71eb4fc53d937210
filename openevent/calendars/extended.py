"""Values as jCal, xCal and JSCalendar spell them: ISO 8601 extended (RFC 7265, 3.6; RFC 6321, 3.6; RFC 8984, 1.4)."""

from datetime import datetime, timedelta
from functools import lru_cache

from openevent.calendars.escaping import duration, time_of_duration
from openevent.calendars.properties import Type, Value
from openevent.calendars.timezones import offset


def spelled(kind: Type, value: Value) -> str | int | tuple[float, float]:
    """A value of a property: times, durations and offsets as text, others as they are."""
    match value:
        case datetime():
            return date_time(value)
        case timedelta():
            return offset(value, ":") if kind is Type.UTC_OFFSET else duration(value)
        case _:
            return value


def date_time(moment: datetime) -> str:
    """A time to the second, with a "Z" unless it is local."""
    local = moment.replace(tzinfo=None).isoformat()
    return f"{local}Z" if moment.tzinfo else local


@lru_cache(maxsize=1024)
def exact_duration(length: timedelta) -> str:
    """A duration that is not negative, in hours, minutes and seconds.

    A day would be a day of the calendar, an hour too long or too short when clocks change (RFC 8984, 1.4.6).
    """
    return f"P{time_of_duration(int(length.total_seconds()))}"

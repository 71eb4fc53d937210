"""Values as jCal, xCal and JSCalendar spell them: ISO 8601 extended (RFC 7265, 3.6; RFC 6321, 3.6; RFC 8984, 1.4)."""

from datetime import datetime, timedelta

from openevent.calendars.escaping import duration
from openevent.calendars.properties import Type, Value
from openevent.calendars.timezones import offset


def spelled(kind: Type, value: Value) -> str | int | tuple[float, float]:
    """A value of a property: times, durations and offsets as text, others as they are."""
    match value:
        case datetime():
            return date_time(value)
        case timedelta():
            return offset(value, colon=":") if kind is Type.UTC_OFFSET else duration(value)
        case _:
            return value


def date_time(moment: datetime) -> str:
    """A time to the second, with a "Z" unless it is local."""
    local = moment.replace(tzinfo=None).isoformat()
    return f"{local}Z" if moment.tzinfo else local

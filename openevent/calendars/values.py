"""Values of an iCalendar file that are no text: times, durations, offsets, places (RFC 5545, 3.3)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from openevent.calendars.refusals import Unreadable
from openevent.calendars.saying import said

_DATE_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})S)?)?", re.ASCII
)
_OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """A time as it stands in a file: what a clock shows (a datetime without zone), in UTC or not, or a whole day."""

    shown: datetime
    is_utc: bool = False
    is_day: bool = False


def time(value: str) -> Time:
    """A DATE-TIME or DATE; raises Unreadable. A leap second is the second before it."""
    found = _DATE_TIME.fullmatch(value.strip())
    if not found:
        raise Unreadable(said("%(value)s is no time.", value=repr(value[:32])))
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        shown = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - its zone is told apart
    except ValueError as error:
        raise Unreadable(said("%(value)s is no time.", value=repr(value[:32]))) from error
    return Time(shown=shown, is_utc=found[7] == "Z", is_day=found[4] is None)


def duration(value: str) -> tuple[timedelta, timedelta]:
    """A DURATION that is not negative: its days, which follow the clock, and its exact time; raises Unreadable."""
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise Unreadable(said("%(value)s is no duration.", value=repr(value[:32])))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)


def offset(value: str) -> timedelta:
    """A UTC-OFFSET, east of UTC, of less than a day (RFC 5545, 3.3.14); raises Unreadable."""
    found = _OFFSET.fullmatch(value.strip())
    if not found:
        raise Unreadable(said("%(value)s is no offset from UTC.", value=repr(value[:32])))
    east = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -east if found[1] == "-" else east


def geo(value: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None for anything else."""
    latitude, _, longitude = value.partition(";")
    try:
        return float(latitude), float(longitude)
    except ValueError:
        return None


def integer(value: str, *, default: int) -> int:
    """An INTEGER that is not negative, or the default."""
    digits = value.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else default

"""Values as iCalendar text spells them (RFC 5545, 3.2 and 3.3.11; RFC 6868)."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from openevent.calendars.document import Person

# The characters for which icalendar quotes a parameter: those that must be (RFC 5545, 3.2), and others, to be sure.
_QUOTED = re.compile("[,;:’ ']")
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


def text(value: str) -> bytes:
    r"""A TEXT value in UTF-8: backslash, semicolon, comma and LF escaped.

    Asking first is faster than a table, for most values hold none of them; and octets are replaced faster than letters.
    """
    octets = value.encode()
    if "\\" in value:
        octets = octets.replace(b"\\", rb"\\")
    if ";" in value:
        octets = octets.replace(b";", rb"\;")
    if "," in value:
        octets = octets.replace(b",", rb"\,")
    if "\n" in value:
        octets = octets.replace(b"\n", rb"\n")
    return octets


def common_name(person: Person) -> str:
    """The parameter CN, with the semicolon before it; "" for someone without a name."""
    return f";CN={parameter(person.name)}" if person.name else ""


def parameter(value: str) -> str:
    """The value of a parameter: `^` and `"` spelled by RFC 6868, quoted where needed."""
    # icalendar looks at the value before RFC 6868 spells it: the apostrophe in `^'` is no reason for quotes.
    quote = '"' if " " in value or _QUOTED.search(value) else ""
    if "^" in value:
        value = value.replace("^", "^^")
    if '"' in value:
        value = value.replace('"', "^'")
    return f"{quote}{value}{quote}"


def date_time(moment: datetime) -> str:
    """The fields of a time, without "Z" (RFC 5545, 3.3.5); looking them up is faster than `strftime`."""
    return (
        f"{moment.year}{_TWO_DIGITS[moment.month]}{_TWO_DIGITS[moment.day]}"
        f"T{_TWO_DIGITS[moment.hour]}{_TWO_DIGITS[moment.minute]}{_TWO_DIGITS[moment.second]}"
    )


def duration(length: timedelta) -> str:
    """A DURATION that is not negative, such as P1DT2H3M4S (RFC 5545, 3.3.6)."""
    return _duration(length.days, length.seconds)


@lru_cache(maxsize=1024)
def exact_duration(length: timedelta) -> str:
    """The same in hours, minutes and seconds only, such as PT26H3M4S.

    A day would be a day of the calendar, an hour too long or too short when clocks change (RFC 8984, 1.4.6).
    """
    return _duration(0, int(length.total_seconds()))


def _duration(whole_days: int, seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    # Between hours and seconds the minutes stand, even if there are none: the grammar has no other way to seconds.
    said = ((hours, "H", hours), (minutes, "M", minutes or (hours and seconds)), (seconds, "S", seconds))
    clock = "".join(f"{number}{unit}" for number, unit, is_said in said if is_said)
    days = f"{whole_days}D" if whole_days else ""
    return f"P{days}T{clock}" if clock else f"P{days or '0D'}"

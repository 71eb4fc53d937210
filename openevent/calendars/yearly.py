"""Yearly rules by which zones change their clocks (RFC 5545, 3.3.10)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice, takewhile

from openevent.calendars.refusals import Unreadable
from openevent.calendars.values import integer, time

_LAST_YEAR = 2200
# Zones know no others; and others could go on for longer than anyone waits.
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(rf"([+-]?\d)?({'|'.join(_WEEKDAYS)})", re.ASCII)
_DAY = re.compile(r"[+-]?\d{1,2}", re.ASCII)

_Test = Callable[[int, int, int], bool]


def onsets(rule: str, start: datetime, offset_from: timedelta) -> Iterator[datetime]:
    """`start` and every later time, up to the year 2200, that the RRULE names, by the clock before the change.

    Raises Unreadable for a rule that no zone has: one that is not yearly, or without a month.
    """
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if part)
    if parts.get("FREQ") != "YEARLY" or not parts.keys() <= _KNOWN:
        raise Unreadable(f"No zone changes its clocks by the rule {rule[:64]!r}.")
    following = _following(parts, start)
    if "UNTIL" in parts:
        last = _until(parts["UNTIL"], offset_from)
        following = takewhile(lambda onset: onset <= last, following)
    return islice(chain([start], following), integer(parts.get("COUNT", ""), default=_LAST_YEAR))


def _until(value: str, offset_from: timedelta) -> datetime:
    until = time(value)
    if until.is_day:
        return until.shown.replace(hour=23, minute=59, second=59)
    # UNTIL is in UTC, while the onsets are local (RFC 5545, 3.6.5).
    return until.shown + offset_from if until.is_utc and 1 < until.shown.year < 9999 else until.shown


def _following(parts: dict[str, str], start: datetime) -> Iterator[datetime]:
    tests, months = list(_tests(parts)), _months(parts, start)
    if not tests:
        tests = [lambda day, _length, _weekday: day == start.day]
    for year in range(start.year, _LAST_YEAR + 1, max(1, integer(parts.get("INTERVAL", ""), default=1))):
        for month in months:
            for day in _days(year, month, tests):
                onset = start.replace(year=year, month=month, day=day)
                if onset > start:
                    yield onset


def _months(parts: dict[str, str], start: datetime) -> list[int]:
    if "BYMONTH" not in parts:
        if "BYDAY" in parts or "BYMONTHDAY" in parts:
            raise Unreadable("A zone's yearly rule names a day without a month.")
        return [start.month]
    months = sorted({integer(month, default=0) for month in parts["BYMONTH"].split(",")})
    if not 1 <= months[0] <= months[-1] <= 12:
        raise Unreadable(f"{parts['BYMONTH'][:32]!r} are no months.")
    return months


def _days(year: int, month: int, tests: list[_Test]) -> Iterator[int]:
    """The days of a month that pass all tests."""
    first_weekday, length = monthrange(year, month)
    for day in range(1, length + 1):
        if all(test(day, length, (first_weekday + day - 1) % 7) for test in tests):
            yield day


def _tests(parts: dict[str, str]) -> Iterator[_Test]:
    """What a day must be, asked with its number, the length of its month and its weekday (Monday is 0)."""
    if "BYMONTHDAY" in parts:
        wanted = {int(day) for day in _matching(_DAY, parts["BYMONTHDAY"], group=0)}
        yield lambda day, length, _weekday: day in wanted or day - length - 1 in wanted
    if "BYDAY" in parts:
        numbers = [int(number or 0) for number in _matching(_WEEKDAY, parts["BYDAY"], group=1)]
        weekdays = [_WEEKDAYS.index(name) for name in _matching(_WEEKDAY, parts["BYDAY"], group=2)]
        named = set(zip(numbers, weekdays, strict=True))
        yield lambda day, length, weekday: any(
            (number, weekday) in named for number in (0, (day - 1) // 7 + 1, -((length - day) // 7) - 1)
        )


def _matching(pattern: re.Pattern[str], values: str, *, group: int) -> list[str]:
    found = [pattern.fullmatch(value.strip()) for value in values.split(",")]
    if not all(found):
        raise Unreadable(f"{values[:32]!r} are no days.")
    return [match[group] for match in found if match]

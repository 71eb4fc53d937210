"""Yearly rules by which zones change their clocks (RFC 5545, 3.3.10)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, islice, takewhile

from openevent.calendars.effort import A_RULE, Effort
from openevent.calendars.refusals import Unreadable
from openevent.calendars.saying import said
from openevent.calendars.values import integer, time

# Calendars know no times before or after; a rule is looked at from a little earlier on, to know what held then.
_FIRST_YEAR, _LAST_YEAR = 1880, 2200
# Zones know no others; and others could go on for longer than anyone waits.
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(rf"([+-]?[1-5])?({'|'.join(_WEEKDAYS)})", re.ASCII)
_DAY = re.compile(r"[+-]?(?:0?[1-9]|[12]\d|3[01])", re.ASCII)
# February may be longer than in 2026.
_LENGTHS = {month: {monthrange(2026, month)[1], monthrange(2028, month)[1]} for month in range(1, 13)}

_Test = Callable[[int, int, int], bool]
# The days of a month of which the weekday of the first (Monday is 0) and the length are known.
_Days = Callable[[int, int], tuple[int, ...]]


def onsets(rule: str, start: datetime, offset_from: timedelta, effort: Effort) -> Iterator[datetime]:
    """`start` and every later time from 1880 to 2200 that the RRULE names, by the clock before the change.

    Raises Unreadable for a rule that no zone has: one that is not yearly, without a month, or for days that there are
    never; and where it is too much work.
    """
    effort.take(A_RULE)
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if part)
    if parts.get("FREQ") != "YEARLY" or not parts.keys() <= _KNOWN:
        raise Unreadable(said("No zone changes its clocks by the rule %(rule)s.", rule=repr(rule[:64])))
    months, days = _months(parts, start), _days(parts, start)
    if not any(days(first, length) for month in months for length in _LENGTHS[month] for first in range(7)):
        raise Unreadable(said("There is never a day as the rule %(rule)s says.", rule=repr(rule[:64])))
    last = _until(parts["UNTIL"], offset_from) if "UNTIL" in parts else None
    following = _following(start, _years(parts, start, last), months, days, effort)
    if last is not None:
        following = takewhile(lambda onset: onset <= last, following)
    return islice(chain([start], following), integer(parts["COUNT"], default=0) if "COUNT" in parts else None)


def _until(value: str, offset_from: timedelta) -> datetime:
    until = time(value)
    if until.is_day:
        return until.shown.replace(hour=23, minute=59, second=59)
    # UNTIL is in UTC, while the onsets are local (RFC 5545, 3.6.5).
    return until.shown + offset_from if until.is_utc and 1 < until.shown.year < 9999 else until.shown


def _years(parts: dict[str, str], start: datetime, last: datetime | None) -> range:
    """The years that the rule is about; of those before 1880 only the last one, unless all of them matter."""
    interval = max(1, integer(parts.get("INTERVAL", ""), default=1))
    # What is counted, or ends so early, must be followed from its start on.
    passed_over = 0 if "COUNT" in parts or (last and last.year < _FIRST_YEAR) else max(0, _FIRST_YEAR - start.year)
    return range(start.year + passed_over // interval * interval, _LAST_YEAR + 1, interval)


def _following(start: datetime, years: range, months: list[int], days: _Days, effort: Effort) -> Iterator[datetime]:
    for year in years:
        for month in months:
            effort.take()
            for day in days(*monthrange(year, month)):
                onset = start.replace(year=year, month=month, day=day)
                if onset > start:
                    yield onset


def _months(parts: dict[str, str], start: datetime) -> list[int]:
    if "BYMONTH" not in parts:
        if "BYDAY" in parts or "BYMONTHDAY" in parts:
            raise Unreadable(said("A zone's yearly rule names a day without a month."))
        return [start.month]
    months = sorted({integer(month, default=0) for month in parts["BYMONTH"].split(",")})
    if not 1 <= months[0] <= months[-1] <= 12:
        raise Unreadable(said("%(value)s are no months.", value=repr(parts["BYMONTH"][:32])))
    return months


def _days(parts: dict[str, str], start: datetime) -> _Days:
    """Says which days of a month pass all tests: of all months there are 28 kinds only."""
    tests = list(_tests(parts)) or [lambda day, _length, _weekday: day == start.day]

    @cache
    def days(first_weekday: int, length: int) -> tuple[int, ...]:
        weekdays = ((day, (first_weekday + day - 1) % 7) for day in range(1, length + 1))
        return tuple(day for day, weekday in weekdays if all(test(day, length, weekday) for test in tests))

    return days


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
        raise Unreadable(said("%(value)s are no days.", value=repr(values[:32])))
    return [match[group] for match in found if match]

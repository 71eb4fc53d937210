"""Time zones as an iCalendar file itself defines them (RFC 5545, 3.6.5)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from openevent.calendars.components import Component
from openevent.calendars.effort import Effort
from openevent.calendars.refusals import Unreadable
from openevent.calendars.saying import said
from openevent.calendars.values import offset, time
from openevent.calendars.yearly import onsets


@dataclass(frozen=True, order=True, slots=True)
class _Change:
    """A change: what the clock showed before it, and the offsets before and after."""

    onset: datetime
    offset_from: timedelta
    offset_to: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class FileZone:
    """A zone read from a VTIMEZONE: its changes in order."""

    onsets: tuple[datetime, ...]
    changes: tuple[_Change, ...]

    def instant(self, shown: datetime) -> datetime:
        """When the clock shows this (a datetime without zone), in UTC.

        A time that happens twice is the first, one that is skipped is counted by the offset before (RFC 5545, 3.3.5).
        """
        last = bisect_right(self.onsets, shown) - 1
        change = self.changes[max(last, 0)]
        is_skipped = shown < change.onset + (change.offset_to - change.offset_from)
        return (shown - (change.offset_from if last < 0 or is_skipped else change.offset_to)).replace(tzinfo=UTC)


def file_zone(component: Component, effort: Effort) -> FileZone:
    """The zone that a VTIMEZONE defines; raises Unreadable, also where it is too much work."""
    name = component.text("TZID")
    parts = [part for part in component.components if part.name in {"STANDARD", "DAYLIGHT"}]
    if not parts:
        raise Unreadable(said("The time zone %(name)s has neither STANDARD nor DAYLIGHT.", name=repr(name[:64])))
    effort = effort.of_zone(name)
    changes = sorted(change for part in parts for change in _changes(part, effort))
    if not changes:
        raise Unreadable(said("The time zone %(name)s begins in no year.", name=repr(name[:64])))
    return FileZone(onsets=tuple(change.onset for change in changes), changes=tuple(changes))


def _changes(part: Component, effort: Effort) -> Iterator[_Change]:
    offset_from, offset_to = (offset(_required(part, name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = time(_required(part, "DTSTART")).shown
    found = set[datetime]()
    for onset in chain([start], _named(part, start, offset_from, effort)):
        effort.take()
        found.add(onset)
    return (_Change(onset, offset_from, offset_to) for onset in found if 1 < onset.year < 9999)


def _named(part: Component, start: datetime, offset_from: timedelta, effort: Effort) -> Iterator[datetime]:
    """The onsets that rules and lists name."""
    for rule in part.all("RRULE"):
        yield from onsets(rule.value, start, offset_from, effort)
    for listed in part.all("RDATE"):
        yield from (time(value).shown for value in listed.value.split(","))


def _required(part: Component, name: str) -> str:
    found = part.first(name)
    if not found:
        raise Unreadable(said("A time zone's %(part)s has no %(name)s.", part=part.name, name=name))
    return found.value

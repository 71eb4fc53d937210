"""When a zone's clocks change: what a VTIMEZONE is made of (RFC 5545, 3.6.5)."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from openevent.calendars.zonedata import listed_changes, zone

_DAY = 86_400
# Farther than two changes of a yearly rule can lie apart.
_LOOK_AROUND = 400 * _DAY
_NONE = timedelta(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Observance:
    """A rule for clocks, from an onset until the next.

    `onset` is what the clock showed under the offset *before* the change, a datetime without zone; offsets are east
    of UTC. `daylight`: whether clocks are ahead of what the zone has in winter.
    """

    daylight: bool
    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """A change at an instant (seconds since 1970 UTC); `saving` may be negative, as Dublin's is in winter."""

    at: int
    offset_from: timedelta
    offset_to: timedelta
    saving: timedelta
    name: str


@lru_cache(maxsize=1024)
def observances(name: str, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """All observances of the zone from before the first to after the last of these years; raises UnknownZone.

    The first one's onset is before `first_year` begins; where no change happened shortly before, it is one that
    changes nothing, in 1970 or the year before.
    """
    start, end = _new_year(first_year), _new_year(last_year + 1)
    changes = list(_changes(name, start - _LOOK_AROUND, end + _LOOK_AROUND))
    before = [change for change in changes if change.at <= start]
    first = before[-1] if before else _standstill(zone(name), start, since=_new_year(min(1970, first_year - 1)))
    within = [first, *(change for change in changes if change.at > start)]
    pairs = zip(within, [*within[1:], None], strict=True)
    found = [_observance(change, following) for change, following in pairs if change.at <= end]
    # A zone whose clocks stay has standard time, whatever it once was saved from.
    return tuple(found) if len(found) > 1 else (replace(found[0], daylight=False),)


def _new_year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def _observance(change: _Change, following: _Change | None) -> Observance:
    # The tz database says that Dublin's standard time is in summer and that winter saves minus one hour. Programs
    # expect the opposite, so a time that gives way to a negative saving is daylight time.
    gives_way = following is not None and following.saving < _NONE and not change.saving
    return Observance(
        daylight=change.saving > _NONE or gives_way,
        onset=datetime.fromtimestamp(change.at, UTC).replace(tzinfo=None) + change.offset_from,
        offset_from=change.offset_from,
        offset_to=change.offset_to,
        name=change.name,
    )


def _standstill(here: ZoneInfo, at: int, *, since: int) -> _Change:
    """What holds at this instant, as if it had begun with midnight at `since`, from the same offset."""
    offset, name, saving = _state(here, at)
    onset = since - int(offset.total_seconds())
    return _Change(at=onset, offset_from=offset, offset_to=offset, saving=saving, name=name)


def _changes(name: str, start: int, end: int) -> Iterator[_Change]:
    """The changes from `start` to before `end`: first those that the zone lists, then those that follow its rule."""
    here, listed = zone(name), listed_changes(name)
    for at in listed[bisect_left(listed, start) : bisect_left(listed, end)]:
        yield from _change(here, at)
    ruled_from = max(start, listed[-1]) if listed else start
    for day in range(ruled_from, end, _DAY):
        yield from _ruled_change(here, day)


def _change(here: ZoneInfo, at: int) -> Iterator[_Change]:
    """The change at this instant, if clocks show another time or the time gets another name."""
    offset_from, name_from, _ = _state(here, at - 1)
    offset_to, name_to, saving = _state(here, at)
    if (offset_from, name_from) != (offset_to, name_to):
        yield _Change(at=at, offset_from=offset_from, offset_to=offset_to, saving=saving, name=name_to)


def _ruled_change(here: ZoneInfo, day: int) -> Iterator[_Change]:
    """The change within the day that begins after this instant: a yearly rule has two in a year, never in one day."""
    before = _state(here, day)
    if _state(here, day + _DAY) != before:
        seconds = range(day + 1, day + _DAY + 1)
        yield from _change(here, seconds[bisect_left(seconds, True, key=lambda at: _state(here, at) != before)])


def _state(here: ZoneInfo, at: int) -> tuple[timedelta, str, timedelta]:
    """Offset, name and saving in this zone at an instant."""
    there = datetime.fromtimestamp(at, here)
    return there.utcoffset() or _NONE, there.tzname() or "", there.dst() or _NONE

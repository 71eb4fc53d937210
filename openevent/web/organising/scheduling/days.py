"""The days of a schedule in minutes: when each begins and ends, and what its clocks show meanwhile.

A minute is a whole one since 1970 (UTC): minutes pass evenly on the days on which clocks are set, too, so that a place
in a day is to scale, and an hour that comes twice is there twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from openevent.lib.errors import Malformed

MOST = 60  # days of an event that are shown though nothing begins on them
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def minute(moment: datetime) -> int:
    """The minute in which the instant lies."""
    return int(moment.timestamp() // 60)


def instant(number: int) -> datetime:
    """The instant at which the minute begins. Raises Malformed for one that no calendar has."""
    if not minute(FIRST) <= number <= minute(LAST):
        raise Malformed(_("There is no such time."))
    return datetime.fromtimestamp(number * 60, UTC)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day from the minute `start` to the minute before `end`.

    `clocks` says from which minute on clocks are how many minutes ahead of UTC: one pair, or two where they are set.
    """

    when: date
    start: int
    end: int
    clocks: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, when: date, here: ZoneInfo) -> "Day":
        """The day as clocks there have it."""
        start, end = _midnight(when, here), _midnight(when + timedelta(days=1), here)
        return cls(when=when, start=start, end=end, clocks=_clocks(start, end, here))

    def shown(self, number: int) -> int:
        """What clocks show at this minute of the day, in minutes after midnight."""
        ahead = [ahead for since, ahead in self.clocks if since <= number] or [self.clocks[0][1]]
        return (number + ahead[-1]) % (24 * 60)

    def minutes_at(self, clock: time) -> list[int]:
        """The minutes of the day at which clocks show this: one; none where they skip it; two where it comes twice."""
        wanted = clock.hour * 60 + clock.minute
        tried = {(wanted - ahead - self.start) % (24 * 60) + self.start for _, ahead in self.clocks}
        tried |= {number + 24 * 60 for number in tried}
        return sorted(number for number in tried if number < self.end and self.shown(number) == wanted)


def days(starts_at: datetime, ends_at: datetime, begun: Iterable[datetime], here: ZoneInfo) -> list[Day]:
    """The days of an event, and those on which anything begins."""
    first, last = starts_at.astimezone(here).date(), ends_at.astimezone(here).date()
    count = min((last - first).days + 1, MOST)
    found = {first + timedelta(days=number) for number in range(count)}
    found |= {moment.astimezone(here).date() for moment in begun}
    return [day for day in (Day.of(when, here) for when in sorted(found)) if day.start < day.end]


def _midnight(when: date, here: ZoneInfo) -> int:
    """When the day begins: where clocks skip midnight, when they are put forward."""
    return minute(datetime.combine(when, time(), here))


def _clocks(start: int, end: int, here: ZoneInfo) -> tuple[tuple[int, int], ...]:
    before, after = _ahead(start, here), _ahead(end - 1, here)
    if before == after:
        return ((start, before),)
    low, high = start, end - 1  # clocks are set between these two
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _ahead(middle, here) == before else (low, middle)
    return ((start, before), (high, after))


def _ahead(number: int, here: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(number * 60, UTC).astimezone(here).utcoffset() or timedelta()
    return int(offset.total_seconds() // 60)

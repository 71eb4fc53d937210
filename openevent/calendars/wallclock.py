"""What clocks on the wall show at an instant, and whether that says which instant it is."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openevent.calendars.timezones import covering, is_utc, zone


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A zone's clocks; `changing` holds the days (proleptic ordinals, UTC) near which they are set."""

    zone: ZoneInfo
    changing: frozenset[int]

    def span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """Start and end (in UTC) as a calendar should say them: both in the zone, or both in UTC.

        A time that happens twice means the first (RFC 5545, 3.3.5), but many programs take the second; and an entry
        with one time in UTC and one in local time breaks some. So if either time is doubled, both are in UTC.
        """
        start, end = starts_at.astimezone(self.zone), ends_at.astimezone(self.zone)
        # To ask only on days with a change costs a tenth of asking always.
        if starts_at.toordinal() in self.changing and is_doubled(start):
            return starts_at, ends_at
        if ends_at.toordinal() in self.changing and is_doubled(end):
            return starts_at, ends_at
        return start, end


def clock(name: str, first: datetime, last: datetime) -> Clock | None:
    """The clocks of a zone, good for all instants from `first` to `last`; None for UTC. Raises UnknownZone."""
    if is_utc(name):
        return None
    days = {observance.onset.toordinal() for observance in covering(name, first, last)}
    near = frozenset(day + offset for day in days for offset in (-2, -1, 0, 1, 2))
    return Clock(zone=zone(name), changing=near)


def is_doubled(local: datetime) -> bool:
    """Whether clocks show this time twice, or never: the two readings of it differ (PEP 495)."""
    return local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()

"""Which instant a time in an iCalendar file means."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from openevent.calendars import values, zonedata, zonenames
from openevent.calendars.components import Component, Property
from openevent.calendars.effort import Effort
from openevent.calendars.filezones import file_zone
from openevent.calendars.refusals import Nonsense, TimeOutOfRange
from openevent.calendars.saying import said

_FIRST_YEAR, _LAST_YEAR = 1890, 2210
_ONE_DAY, _NO_TIME = timedelta(days=1), timedelta(0)

_Instant = Callable[[datetime], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoning:
    """The clocks that times in a file go by: those which the file defines first, then those of the tz database.

    `known` are those that were looked for before, with the refusal of one that cannot be read.
    """

    defined: dict[str, Component]
    home: str
    known: dict[str, _Instant | Nonsense] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)

    def instant(self, found: Property) -> datetime:
        """When it is, in UTC; raises Nonsense."""
        return self._instant(found, values.time(found.value).shown)

    def end(self, event: Component, start: Property) -> datetime:
        """When the event ends, in UTC: by its DTEND, its DURATION or else its kind of start; raises Nonsense.

        Without either, a whole day ends with the day, and anything else when it starts (RFC 5545, 3.6.1).
        """
        if end := event.first("DTEND"):
            return self.instant(end)
        begins = values.time(start.value)
        days, exactly = (_ONE_DAY if begins.is_day else _NO_TIME), _NO_TIME
        if length := event.first("DURATION"):
            days, exactly = values.duration(length.value)
        return self._instant(start, begins.shown + days) + exactly

    def _instant(self, found: Property, shown: datetime) -> datetime:
        if not _FIRST_YEAR <= shown.year <= _LAST_YEAR:
            raise TimeOutOfRange(said("%(moment)s is in no year that calendars know.", moment=repr(found.value[:32])))
        if values.time(found.value).is_utc:
            return shown.replace(tzinfo=UTC)
        return self._clock(found.parameters.get("TZID") or self.home)(shown)

    def try_out(self, zone: Component) -> None:
        """Read a zone that the file defines, whether a time goes by it or not; raises Nonsense."""
        name = zone.text("TZID")
        if self.defined.get(name) is zone:
            self._clock(name)
        else:
            file_zone(zone, self.effort)

    def _clock(self, name: str) -> _Instant:
        if name not in self.known:
            self.known[name] = self._read_clock(name)
        found = self.known[name]
        if isinstance(found, Nonsense):
            raise found.with_traceback(None)
        return found

    def _read_clock(self, name: str) -> _Instant | Nonsense:
        try:
            if name in self.defined:
                return file_zone(self.defined[name], self.effort).instant
            zone = zonedata.zone(zonenames.database_name(name))
        except Nonsense as refusal:
            return refusal
        return lambda shown: _by_database(shown, zone)


def reckoning(calendar: Component, otherwise: str = "UTC") -> Reckoning:
    """The clocks of a calendar file; times without zone go by the zone that the file names, or by another."""
    defined = {zone.text("TZID"): zone for zone in calendar.components if zone.name == "VTIMEZONE"}
    names = [calendar.text("X-WR-TIMEZONE"), *defined]
    return Reckoning(defined=defined, home=next(filter(None, map(zonenames.known, names)), otherwise))


def _by_database(shown: datetime, zone: ZoneInfo) -> datetime:
    return shown.replace(tzinfo=zone).astimezone(UTC)

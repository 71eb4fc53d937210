"""Times as pages show them: as clocks at the event have them, in words of the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from babel.dates import format_date, format_interval, format_skeleton, format_time, format_timedelta, get_timezone_name
from django.utils.timezone import now
from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.lib.spoken import locale

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when; `here` is the zone in which it is shown."""

    starts_at: datetime
    ends_at: datetime
    here: tzinfo

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime, timezone: str) -> "Span":
        """The span as clocks in this zone (a name of the IANA database) show it."""
        return cls(starts_at=starts_at, ends_at=ends_at, here=zone(timezone))

    @property
    def begin(self) -> datetime:
        """The start on these clocks."""
        return self.starts_at.astimezone(self.here)

    @property
    def end(self) -> datetime:
        """The end on these clocks."""
        return self.ends_at.astimezone(self.here)

    @property
    def days(self) -> str:
        """The day, or from which day to which."""
        first, last = self.begin.date(), self.end.date()
        return day(first) if first == last else f"{day(first)} – {day(last)}"

    @property
    def first_day(self) -> str:
        """The day on which it begins."""
        return day(self.begin.date())

    @property
    def short_days(self) -> str:
        """The same for a small place: “Oct 24 – 26, 2026”."""
        return format_interval(self.begin.date(), self.end.date(), "yMMMd", locale=locale())

    @property
    def hours(self) -> str:
        """From when to when on the clock; of a span over several days with the days of the week."""
        ends = (self.begin, self.end)
        if self.end.date() == self.begin.date():
            return _from_to(*ends)
        return " – ".join(f"{weekday(one.date())} {clock(one)}" for one in ends)

    @property
    def first_day_in_short(self) -> str:
        """The day on which it begins, for a small place."""
        return short_day(self.begin.date())

    @property
    def zone_name(self) -> str:
        """What the zone is called at that time; if its clocks are changed meanwhile, whatever they show."""
        is_one_time = self.begin.utcoffset() == self.end.utcoffset()
        return get_timezone_name(self.begin if is_one_time else self.here, locale=locale())


def day(when: date) -> str:
    """A day in words, with its day of the week."""
    return format_date(when, "full", locale=locale())


def short_day(when: date) -> str:
    """A day with its day of the week, for a small place where the year is known: “Sat, Oct 24”."""
    return format_skeleton("MMMEd", datetime.combine(when, time()), locale=locale())


def weekday(when: date) -> str:
    """The day of the week, in short."""
    return format_date(when, "EEE", locale=locale())


def clock(when: datetime) -> str:
    """The time of day on the clock that the moment is told by."""
    return format_time(when, "short", locale=locale())


def ago(when: datetime) -> str:
    """How long ago it was: “4 minutes ago”."""
    passed = now() - when
    return _("just now") if passed < MINUTE else format_timedelta(-passed, add_direction=True, locale=locale())


def moment(when: datetime, timezone: str) -> str:
    """A day and a time, as clocks in this zone show it, with what the zone is called."""
    local = when.astimezone(zone(timezone))
    written = format_date(local.date(), "long", locale=locale())
    return f"{written}, {clock(local)} ({get_timezone_name(local, locale=locale())})"


def _from_to(begin: datetime, end: datetime) -> str:
    """Two times of one day; where a language names the half of the day behind the time, once: “10:00 – 11:30 AM”."""
    pattern = locale().time_formats["short"].pattern
    is_one_half = pattern.endswith("a") and begin.hour // 12 == end.hour // 12
    first = format_time(begin, pattern.removesuffix("a").rstrip(), locale=locale()) if is_one_half else clock(begin)
    return f"{first} – {clock(end)}"

"""When something is, in words: in the time zone of the place and the language of who reads."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format, get_timezone_name


def day(moment: date, language: Locale) -> str:
    """A date as it stands in a letter: 5 December 2026."""
    return format_date(moment, "long", locale=language)


def span(starts_at: datetime, ends_at: datetime, zone: str, language: Locale) -> list[str]:
    """From when to when: a day and its hours, or two days with an hour each; then the name of the zone."""
    clock = ZoneInfo(zone)
    start, end = starts_at.astimezone(clock), ends_at.astimezone(clock)
    if start.date() == end.date():
        lines = [format_date(start, "full", locale=language), _hours(start, end, language)]
    else:
        lines = [f"{_moment(start, language)} –", _moment(end, language)]
    return [*lines, get_timezone_name(clock, locale=language)]


def _hours(start: datetime, end: datetime, language: Locale) -> str:
    first, last = (format_time(moment, "short", locale=language) for moment in (start, end))
    return first if start == end else f"{first} – {last}"


def _moment(moment: datetime, language: Locale) -> str:
    pattern = str(get_datetime_format("full", locale=language))
    written = {"0": format_time(moment, "short", locale=language), "1": format_date(moment, "full", locale=language)}
    return pattern.replace("{1}", written["1"]).replace("{0}", written["0"])

"""Moments as letters tell them, in words of the language that is spoken."""

from datetime import UTC, datetime

from babel.dates import format_date, format_time

from openevent.lib import spoken


def minute(moment: datetime) -> str:
    """A moment by the clock of UTC, which the letter names: “2026-10-25 08:00”, in German “25. Oktober 2026, 08:00”."""
    there, locale = moment.astimezone(UTC), spoken.locale()
    if str(locale) == "en":
        return there.strftime("%Y-%m-%d %H:%M")  # one way to write it for readers of English everywhere
    return f"{format_date(there, 'long', locale=locale)}, {format_time(there, 'short', locale=locale)}"

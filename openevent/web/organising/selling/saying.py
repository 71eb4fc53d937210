"""Money and moments in words of the reader's language."""

from datetime import datetime

from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal, format_percent

from openevent.calendars.timezones import zone
from openevent.lib import money, shares
from openevent.lib.spoken import locale


def amount(units: int, currency: str) -> str:
    """An amount in minor units: “€50.00”; without a currency there is none but nothing."""
    return money.words(units, currency, str(locale())) if currency else number(units)


def number(count: int) -> str:
    """A number as it is written there: “1,000”."""
    return str(format_decimal(count, locale=locale()))


def percent(parts: int) -> str:
    """A share in parts per million: “7.5 %”."""
    return str(format_percent(shares.percent(parts) / 100, "#,##0.####%", locale=locale()))


def moment(at: datetime, timezone: str) -> str:
    """A moment as clocks in this zone show it: “24 Oct 2026, 10:32”."""
    there = at.astimezone(zone(timezone))
    return f"{format_date(there.date(), 'medium', locale=locale())}, {clock(at, timezone)}"


def clock(at: datetime, timezone: str) -> str:
    """What a clock in this zone shows then: “10:32”."""
    return str(format_time(at.astimezone(zone(timezone)).time(), "short", locale=locale()))


def zone_name(timezone: str) -> str:
    """What the zone is called."""
    return str(get_timezone_name(zone(timezone), locale=locale()))

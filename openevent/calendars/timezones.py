"""Time zones and their VTIMEZONE text (RFC 5545, 3.6.5)."""

from datetime import datetime, timedelta
from functools import lru_cache

from openevent.calendars.instants import instant
from openevent.calendars.observances import Observance, observances
from openevent.calendars.refusals import UnknownZone
from openevent.calendars.zonedata import is_utc, names, zone

__all__ = ["UnknownZone", "covering", "is_utc", "names", "offset", "vtimezone", "zone"]

_MARGIN = timedelta(days=2)


def vtimezone(name: str, first: datetime, last: datetime) -> str:
    """The VTIMEZONE of a zone for all instants from `first` to `last`, lines ended by CRLF.

    One sub-component per change, for every program reads these right: no RDATE, no RRULE, no COMMENT.
    Raises UnknownZone, NaiveTime, TimeOutOfRange.
    """
    return _text(name, covering(name, first, last))


def covering(name: str, first: datetime, last: datetime) -> tuple[Observance, ...]:
    """The zone's observances for all instants from `first` to `last`, in whole years; raises UnknownZone."""
    # A day's margin on each side for the local date, another because a program may look at the day around a time.
    return observances(name, (instant(first) - _MARGIN).year, (instant(last) + _MARGIN).year)


@lru_cache(maxsize=1024)
def _text(name: str, observed: tuple[Observance, ...]) -> str:
    return f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\n{''.join(map(_component, observed))}END:VTIMEZONE\r\n"


def _component(observance: Observance) -> str:
    kind = "DAYLIGHT" if observance.daylight else "STANDARD"
    return (
        f"BEGIN:{kind}\r\n"
        f"DTSTART:{observance.onset:%Y%m%dT%H%M%S}\r\n"
        f"TZNAME:{observance.name}\r\n"
        f"TZOFFSETFROM:{offset(observance.offset_from)}\r\n"
        f"TZOFFSETTO:{offset(observance.offset_to)}\r\n"
        f"END:{kind}\r\n"
    )


def offset(east: timedelta, *, colon: str = "") -> str:
    """±HHMM, or ±HHMMSS for an offset that has seconds (RFC 5545, 3.3.14); ISO 8601 extended has colons between."""
    minutes, seconds = divmod(abs(int(east.total_seconds())), 60)
    sign = "-" if east < timedelta(0) else "+"
    return f"{sign}{minutes // 60:02}{colon}{minutes % 60:02}" + (f"{colon}{seconds:02}" if seconds else "")

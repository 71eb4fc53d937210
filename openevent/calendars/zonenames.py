"""Names of time zones as files write them: which zone of the tz database each of them means."""

import re

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from openevent.calendars import zonedata
from openevent.calendars.refusals import UnknownZone

_ABBREVIATION = re.compile(r"[A-Z]{2,5}(?:[+-]?\d{1,2}(?:[A-Z]{3,4})?)?")
# Names of the tz database that look like abbreviations, but mean one thing only; as do those with a number in them.
_NAMES = frozenset({"UTC", "UCT", "GMT", "GB", "NZ", "PRC", "ROC", "ROK"})
_MOST_PARTS = 8


def database_name(name: str) -> str:
    """The name of the zone in the tz database, for one of its own names or one of Windows'; raises UnknownZone.

    Also for names that programs put a prefix before, such as `/mozilla.org/20050126_1/Europe/Berlin` (RFC 5545,
    3.2.19: "/" begins a name of some registry).
    """
    if name in zonedata.names():
        return name
    if name in WINDOWS_TO_OLSON:
        return str(WINDOWS_TO_OLSON[name])
    parts = name.split("/", _MOST_PARTS) if name.startswith("/") else []
    found = ("/".join(parts[first:]) for first in range(1, len(parts)))
    if inner := next((one for one in found if one in zonedata.names()), ""):
        return inner
    raise UnknownZone(name[:64])


def known(name: str, otherwise: str = "") -> str:
    """As `database_name`, the other name for one that is unknown, or is not told."""
    try:
        return database_name(name)
    except UnknownZone:
        return otherwise


def is_abbreviation(name: str) -> bool:
    """Whether the name is one such as CET or PST, which means other zones in other countries.

    EST5EDT and its like are names of the tz database and mean one zone.
    """
    if not _ABBREVIATION.fullmatch(name) or name in _NAMES:
        return False
    return name not in zonedata.names() or name.isalpha()

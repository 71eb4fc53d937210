"""Time zones by name, from the package `tzdata` and never from the system: the same bytes on every machine."""

import struct
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from openevent.calendars.refusals import UnknownZone

_DATA = files("tzdata")
# The names that the tz database links to Etc/UTC.
_UTC = frozenset({"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})


class _Zone(ZoneInfo):
    """A zone read from the package, which (unlike other zones read from a file) can be pickled and copied."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.key,)


@cache
def names() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(_DATA.joinpath("zones").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of this name ("Europe/Berlin"); raises UnknownZone."""
    with _file(name).open("rb") as data:
        return _Zone.from_file(data, key=name)


def is_utc(name: str) -> bool:
    """Whether the zone is UTC itself, under any of its names; "GMT" and "Africa/Accra" are zones like others."""
    return name in _UTC


@lru_cache(maxsize=1024)
def listed_changes(name: str) -> tuple[int, ...]:
    """Every change that the zone's data lists one by one, in seconds since 1970 UTC; raises UnknownZone.

    After the last one the zone follows the rule in its footer (RFC 9636, 3.2 and 3.3).
    """
    data = _file(name).read_bytes()
    start = 44 + _block_size(data)  # behind the first block, which only readers of 1994 need
    count = _counts(data, start)[3]
    return struct.unpack_from(f">{count}q", data, start + 44)


def _file(name: str) -> Traversable:
    if name not in names():
        raise UnknownZone(name)
    return _DATA.joinpath("zoneinfo", *name.split("/"))


def _counts(data: bytes, start: int) -> tuple[int, ...]:
    """The six counts in the header at `start`: UTC and standard indicators, leap seconds, changes, types, letters."""
    return struct.unpack_from(">6L", data, start + 20)


def _block_size(data: bytes) -> int:
    """Octets of the first data block, whose times have four octets each (RFC 9636, 3.2)."""
    utc, standard, leap_seconds, changes, types, letters = _counts(data, 0)
    return changes * 5 + types * 6 + letters + leap_seconds * 8 + standard + utc

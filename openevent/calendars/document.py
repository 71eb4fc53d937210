"""What a calendar says: frozen values, cleaned and checked once when they are made."""

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from openevent.calendars import cleaning, colors, uris, zonedata

PRODID = "-//fossasia//open-event//EN"
VERSION = "2.0"
CALSCALE = "GREGORIAN"

FIRST_YEAR, LAST_YEAR = 1900, 2199
_MAX_INTEGER = 2**31 - 1  # RFC 5545, 3.3.8


class NaiveTime(ValueError):
    """A time without a zone is no instant."""


class TimeOutOfRange(ValueError):
    """A time that no calendar program can be trusted with: before 1900 or after 2199."""


class EndsBeforeStart(ValueError):
    """An entry must end after it starts, by a whole second at least."""


class NoUid(ValueError):
    """An entry needs an identifier of its own (RFC 5545, 3.8.4.7)."""


class SequenceOutOfRange(ValueError):
    """A sequence is counted from 0 to 2147483647 (RFC 5545, 3.8.7.4)."""


class Status(enum.StrEnum):
    """Whether the entry takes place (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone named in a calendar; `address` is a bare e-mail address, percent-encoded (RFC 6068), or ""."""

    name: str
    address: str

    def __post_init__(self) -> None:
        """Clean both values."""
        if (name := cleaning.name(self.name)) is not self.name:
            object.__setattr__(self, "name", name)
        if (address := uris.address(self.address)) is not self.address:
            object.__setattr__(self, "address", address)

    @property
    def uri(self) -> str:
        """The address as calendars write it; "invalid:nomail", as other programs do, for none."""
        return f"mailto:{self.address}" if self.address else "invalid:nomail"


def _instant(moment: datetime) -> datetime:
    """The same instant in UTC, without fractions of a second, which iCalendar cannot say (RFC 5545, 3.3.5)."""
    if moment.tzinfo is not UTC or moment.microsecond:
        moment = _utc(moment)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise TimeOutOfRange(f"{moment} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return moment


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise NaiveTime(f"{moment} has no time zone.")
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise TimeOutOfRange(f"{moment} is not between {FIRST_YEAR} and {LAST_YEAR}.") from error


@lru_cache(maxsize=4096)
def _place(geo: tuple[float, float]) -> tuple[float, float] | None:
    """Six decimals, as the format allows (RFC 5545, 3.8.1.6); None for anything that is not on Earth."""
    latitude, longitude = map(_degrees, geo)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(angle: float) -> float:
    # Python, and so icalendar, writes 0.00005 as "5e-05", which is no FLOAT (RFC 5545, 3.3.7): such an angle is
    # rounded to 0.0 or 0.0001, five metres off at most. Adding 0.0 turns -0.0 into 0.0.
    if not math.isfinite(angle):
        return math.inf
    return round(float(angle), 6 if abs(angle) >= 0.0001 else 4) + 0.0


def _color(name: str) -> str:
    return name if name in colors.NAMES else ""


@lru_cache(maxsize=4096)
def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(cleaning.line, names)))


_CLEANING: tuple[tuple[str, Callable[[Any], object]], ...] = (
    ("revised_at", _instant),
    ("created_at", _instant),
    ("starts_at", _instant),
    ("ends_at", _instant),
    ("uid", cleaning.line),
    ("summary", cleaning.line),
    ("description", cleaning.lines),
    ("location", cleaning.line),
    ("geo", _place),
    ("url", uris.page),
    ("categories", _categories),
    ("color", _color),
    ("conference", uris.conference),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One session or event. Times are instants, kept in UTC to the second.

    Text loses control characters; `uid`, `summary`, `location` and `categories` are one line each; `description`
    keeps its line breaks as LF. A `url` that is not http(s), a `conference` of an unknown scheme, a `color` that is
    no CSS3 name and a `geo` that is no place on Earth (latitude, longitude in degrees) are dropped.
    Raises NaiveTime, TimeOutOfRange, EndsBeforeStart, NoUid, SequenceOutOfRange.
    """

    uid: str
    sequence: int
    revised_at: datetime
    created_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    summary: str
    status: Status
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    color: str = ""
    conference: str = ""
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        """Clean the values, refuse what means nothing."""
        for name, clean in _CLEANING:
            value = getattr(self, name)
            if value and (cleaned := clean(value)) is not value:
                object.__setattr__(self, name, cleaned)
        if not self.uid:
            raise NoUid("An entry needs a uid.")
        if not 0 <= self.sequence <= _MAX_INTEGER:
            raise SequenceOutOfRange(f"{self.sequence} is no sequence of an entry.")
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart(f"{self.uid!r} ends at {self.ends_at}, not after its start at {self.starts_at}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A calendar: its name, its description, the zone its times are shown in, its entries. Raises UnknownZone."""

    name: str
    description: str
    zone: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        """Clean the text, refuse an unknown zone."""
        object.__setattr__(self, "name", cleaning.line(self.name))
        object.__setattr__(self, "description", cleaning.lines(self.description))
        zonedata.zone(self.zone)

    @property
    def extent(self) -> tuple[datetime, datetime]:
        """When the first entry starts and the last one ends; a calendar without entries has no extent."""
        return min(entry.starts_at for entry in self.entries), max(entry.ends_at for entry in self.entries)

"""What a calendar says: frozen values, cleaned and checked once when they are made."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from openevent.calendars import cleaning, colors, uris, zonedata
from openevent.calendars.instants import NEVER, instant, is_exact
from openevent.calendars.places import place
from openevent.calendars.refusals import (
    EndsBeforeStart,
    NaiveTime,
    Nonsense,
    NoUid,
    SequenceOutOfRange,
    TimeOutOfRange,
    UnknownZone,
)
from openevent.calendars.saying import said

__all__ = [
    "CALSCALE",
    "PRODID",
    "VERSION",
    "About",
    "Calendar",
    "Details",
    "EndsBeforeStart",
    "Entry",
    "Link",
    "NaiveTime",
    "NoUid",
    "Nonsense",
    "Person",
    "Place",
    "SequenceOutOfRange",
    "Speaker",
    "Status",
    "TimeOutOfRange",
    "UnknownZone",
]

PRODID = "-//fossasia//open-event//EN"
VERSION = "2.0"
CALSCALE = "GREGORIAN"

_MAX_INTEGER = 2**31 - 1  # RFC 5545, 3.3.8


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

    @property
    def has_mailbox(self) -> bool:
        """Whether the address has both its parts, so that mail can go there."""
        local, _, domain = self.address.partition("@")
        return bool(local and domain and "@" not in domain)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A room, or the house it is in; `geo` is latitude and longitude in degrees, None where nobody said them."""

    name: str
    geo: tuple[float, float] | None = None
    is_room: bool = False

    def __post_init__(self) -> None:
        """Clean the values."""
        object.__setattr__(self, "name", cleaning.line(self.name))
        if self.geo:
            object.__setattr__(self, "geo", place(self.geo))


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Somebody who speaks; `number` tells the speakers of one server apart, `url` is a page about them."""

    number: int
    name: str
    url: str = ""
    image: str = ""

    def __post_init__(self) -> None:
        """Clean the values."""
        object.__setattr__(self, "name", cleaning.line(self.name))
        object.__setattr__(self, "url", uris.page(self.url))
        object.__setattr__(self, "image", uris.page(self.image))


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Something to be opened beside an entry: its slides, its recording."""

    url: str
    title: str

    def __post_init__(self) -> None:
        """Clean the values; a link that leads nowhere has no address."""
        object.__setattr__(self, "url", uris.page(self.url))
        object.__setattr__(self, "title", cleaning.line(self.title))


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What richer formats say of an entry: nothing of it stands in a plain calendar as such.

    `number` tells the sessions of one server apart (0 for none); `html` is the short abstract as clean HTML,
    `long_html` the long one, of which the plain description is made where there is no short one; `language` is as the
    organisers wrote it; `track` and `kind` are among the categories, too; `places` is the room, if there is one, and
    then the house.
    """

    number: int = 0
    subtitle: str = ""
    html: str = ""
    long_html: str = ""
    language: str = ""
    track: str = ""
    kind: str = ""
    places: tuple[Place, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    links: tuple[Link, ...] = ()
    image: str = ""

    def __post_init__(self) -> None:
        """Clean the values."""
        for name in ("subtitle", "language", "track", "kind"):
            value = getattr(self, name)
            if value and (cleaned := cleaning.line(value)) is not value:
                object.__setattr__(self, name, cleaned)
        for name in ("html", "long_html"):
            value = getattr(self, name)
            if value and (cleaned := cleaning.lines(value)) is not value:
                object.__setattr__(self, name, cleaned)
        if self.image:
            object.__setattr__(self, "image", uris.page(self.image))
        if not all(link.url for link in self.links):
            object.__setattr__(self, "links", tuple(link for link in self.links if link.url))

    @property
    def all_html(self) -> str:
        """All that is said of the entry, as HTML: in short, then at length."""
        return "\n".join(filter(None, (self.html, self.long_html)))

    @property
    def room(self) -> str:
        """The room's name, "" for none."""
        return next((place.name for place in self.places if place.is_room), "")


NO_DETAILS = Details()


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One session or event. Times are instants, kept in UTC to the second.

    Text loses control characters; `uid`, `summary`, `location` and `categories` are one line each; `description`
    keeps its line breaks as LF. A `url` that is not http(s), a `conference` of an unknown scheme, a `color` that is
    no CSS3 name and a `geo` that is no place on Earth (latitude, longitude in degrees) are dropped.
    Raises NaiveTime, TimeOutOfRange, EndsBeforeStart, NoUid, SequenceOutOfRange, each a kind of Nonsense.
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
    details: Details = NO_DETAILS

    def __post_init__(self) -> None:
        """Clean the values, refuse what means nothing."""
        # Thousands of entries are made for one export, and most are clean: a quick look spares them the long way.
        if not (
            is_exact(self.starts_at)
            and is_exact(self.ends_at)
            and is_exact(self.revised_at)
            and (self.created_at is None or is_exact(self.created_at))
        ):
            self._clean(_TIMES)
        if not (self._has_clean_text() and self._has_clean_links()):
            self._clean(_TEXTS)
        if self.geo:
            object.__setattr__(self, "geo", place(self.geo))
        if not self.uid:
            raise NoUid(said("An entry needs a uid."))
        if not 0 <= self.sequence <= _MAX_INTEGER:
            raise SequenceOutOfRange(said("%(number)s is no sequence of an entry.", number=self.sequence))
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart(
                said(
                    "%(uid)s ends at %(end)s, not after its start at %(start)s.",
                    uid=repr(self.uid),
                    end=str(self.ends_at),
                    start=str(self.starts_at),
                )
            )

    def _clean(self, cleaners: "tuple[tuple[str, _Cleaner], ...]") -> None:
        for name, clean in cleaners:
            value = getattr(self, name)
            if value and (cleaned := clean(value)) is not value:
                object.__setattr__(self, name, cleaned)

    def _has_clean_text(self) -> bool:
        one_line = f"{self.uid}{self.summary}{self.location}"
        return (
            one_line.isprintable()
            and "\\" not in one_line
            and cleaning.lines(self.description) is self.description
            and (not self.color or self.color in colors.NAMES)
            and _categories(self.categories) == self.categories
        )

    def _has_clean_links(self) -> bool:
        return (not self.url or uris.page(self.url) is self.url) and (
            not self.conference or uris.conference(self.conference) is self.conference
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What is known of a calendar beside its name.

    `uid` is the calendar's own (RFC 7986, 5.3), which no entry and no other selection has; `event_uid` is the event's,
    `identifier` its short name in addresses, `url` a page about it, `image` its picture. A feed has its address in
    `source`, and in `refresh` how often programs shall ask for it. `starts_at` and `ends_at` are the event's dates,
    `revised_at` and `revision` say when it last changed and how often it did.
    """

    uid: str = ""
    event_uid: str = ""
    identifier: str = ""
    url: str = ""
    image: str = ""
    source: str = ""
    refresh: timedelta | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    revised_at: datetime | None = None
    revision: int = 0

    def __post_init__(self) -> None:
        """Clean the values, refuse impossible times (NaiveTime, TimeOutOfRange)."""
        for name in ("uid", "event_uid", "identifier"):
            object.__setattr__(self, name, cleaning.line(getattr(self, name)))
        for name in ("url", "image", "source"):
            object.__setattr__(self, name, uris.page(getattr(self, name)))
        for name in ("starts_at", "ends_at", "revised_at"):
            if (moment := getattr(self, name)) is not None:
                object.__setattr__(self, name, instant(moment))


NOTHING_ELSE = About()


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A calendar: its name, its description, the zone its times are shown in, its entries. Raises UnknownZone."""

    name: str
    description: str
    zone: str
    entries: tuple[Entry, ...]
    about: About = NOTHING_ELSE

    def __post_init__(self) -> None:
        """Clean the text, refuse an unknown zone."""
        object.__setattr__(self, "name", cleaning.line(self.name))
        object.__setattr__(self, "description", cleaning.lines(self.description))
        zonedata.zone(self.zone)

    @property
    def revised_at(self) -> datetime:
        """When the calendar or one of its entries last changed; where nobody said so, a fixed time: any will do."""
        known = [entry.revised_at for entry in self.entries]
        return max([*known, self.about.revised_at] if self.about.revised_at else known, default=NEVER)

    @property
    def extent(self) -> tuple[datetime, datetime]:
        """When the first entry starts and the last one ends; without entries the event's dates, if they are known."""
        if self.entries:
            return min(entry.starts_at for entry in self.entries), max(entry.ends_at for entry in self.entries)
        return self.about.starts_at or NEVER, self.about.ends_at or self.about.starts_at or NEVER

    @property
    def names_zone(self) -> bool:
        """Whether it has a VTIMEZONE: times in UTC need none, but a calendar is nothing without a component.

        RFC 5545, 3.6: "The body of the iCalendar object consists of a sequence of calendar properties and one or more
        calendar components."
        """
        return not self.entries or not zonedata.is_utc(self.zone)


def _color(name: str) -> str:
    return name if name in colors.NAMES else ""


@lru_cache(maxsize=4096)
def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(cleaning.line, names)))


_Cleaner = Callable[[Any], object]

_TIMES: tuple[tuple[str, _Cleaner], ...] = (
    ("revised_at", instant),
    ("created_at", instant),
    ("starts_at", instant),
    ("ends_at", instant),
)
_TEXTS: tuple[tuple[str, _Cleaner], ...] = (
    ("uid", cleaning.line),
    ("summary", cleaning.line),
    ("description", cleaning.lines),
    ("location", cleaning.line),
    ("url", uris.page),
    ("categories", _categories),
    ("color", _color),
    ("conference", uris.conference),
)

"""A session's row as an entry of a calendar."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from openevent.calendars import colors
from openevent.calendars.document import (
    NO_DETAILS,
    Details,
    EndsBeforeStart,
    Entry,
    Link,
    Place,
    Status,
    TimeOutOfRange,
)
from openevent.events.calendar import organizer
from openevent.events.models import Event
from openevent.lib import addresses
from openevent.program.models import Session
from openevent.program.people import Cast

State = Session.State
PUBLIC = frozenset(Session.PUBLIC_STATES)
OPEN = frozenset({State.DRAFT, State.PENDING})


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A session that cannot stand in a calendar; it is missed there if it takes place."""

    session: int
    title: str
    reason: str
    is_missed: bool = True

    def as_json(self) -> dict[str, object]:
        """The session's id, its title, and why it is left out."""
        return {"session": self.session, "title": self.title, "reason": self.reason}


class Row(NamedTuple):
    """What an entry is made of; the names are the columns that are read."""

    id: int
    event_id: int
    uid: str
    sequence: int
    revised_at: datetime
    created_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    public_title: str
    public_place: str
    public_room: str
    public_starts_at: datetime | None
    public_ends_at: datetime | None
    deleted_at: datetime | None
    title: str
    short_abstract_text: str
    stream_url: str
    track__name: str | None
    track__color: str | None
    track__deleted_at: datetime | None
    session_type__name: str | None
    session_type__deleted_at: datetime | None
    microlocation__name: str | None
    microlocation__latitude: float | None
    microlocation__longitude: float | None
    microlocation__stream_url: str | None
    microlocation__deleted_at: datetime | None


class DetailedRow(NamedTuple):
    """What its details are made of, beside the columns of Row."""

    subtitle: str
    language: str
    short_abstract: str
    long_abstract: str
    slides_url: str
    video_url: str
    audio_url: str
    signup_url: str


DETAILED = (*Row._fields, *DetailedRow._fields)
LINKS = {"slides_url": "Slides", "video_url": "Video", "audio_url": "Audio", "signup_url": "Sign-up"}


class _Place(NamedTuple):
    """Where a session takes place, as its entry says it."""

    location: str
    geo: tuple[float, float] | None
    stream_url: str


class _Look(NamedTuple):
    """What track and session type give to an entry."""

    categories: tuple[str, ...]
    color: str


class Entries:
    """Rows of one event into entries; what many rows share, a room or a track, is worked out once."""

    def __init__(self, event: Event, *, departed: bool) -> None:
        self.event, self.departed = event, departed
        self.organizer = organizer(event)
        self.house = event.location_name.strip()
        self.geo = _geo(event.latitude, event.longitude)
        self.pages = addresses.session_pages(event.identifier)
        self.place = lru_cache(maxsize=4096)(self._place)
        self.look = lru_cache(maxsize=4096)(_look)
        self.places = lru_cache(maxsize=4096)(self._places)

    def entry(self, row: Row, cast: Cast, more: DetailedRow | None = None) -> Entry | Skipped:
        """The row as an entry, with details if there is more of it, or why it cannot be one."""
        if _is_departed(row) and (self.departed or not takes_place(row)):
            return self._departed(row, detailed=more is not None)
        if row.starts_at is None or row.ends_at is None:
            return without_time(row)
        try:
            return self._entry(row, row.starts_at, row.ends_at, cast, more)
        except EndsBeforeStart:
            return _skipped(row, _("Its end is not after its start."))
        except TimeOutOfRange:
            return _skipped(row, _("Its time is in no year that calendars know."))

    def _departed(self, row: Row, *, detailed: bool) -> Entry | Skipped:
        """What does not take place after all: what, when and where it was to be, as everybody knew it; no more."""
        if row.public_starts_at is None or row.public_ends_at is None:
            return _skipped(row, _("It does not take place."))
        places = self.places(row.public_room, None, None) if detailed else ()
        try:
            return Entry(
                uid=row.uid,
                sequence=self.event.sequence + row.sequence,
                revised_at=max(self.event.revised_at, row.revised_at),
                created_at=row.created_at,
                starts_at=row.public_starts_at,
                ends_at=row.public_ends_at,
                summary=row.public_title,
                status=Status.CANCELLED,
                location=row.public_place,
                organizer=self.organizer,
                details=Details(number=row.id, places=places) if detailed else NO_DETAILS,
            )
        except TimeOutOfRange:
            return _skipped(row, _("Its time is in no year that calendars know."))

    def _details(self, row: Row, more: DetailedRow, cast: Cast) -> Details:
        """What richer formats say of the session."""
        return Details(
            number=row.id,
            subtitle=more.subtitle,
            html=more.short_abstract,
            long_html=more.long_abstract,
            language=more.language,
            track=_there(row.track__name, row.track__deleted_at),
            kind=_there(row.session_type__name, row.session_type__deleted_at),
            places=self.places(
                _there(row.microlocation__name, row.microlocation__deleted_at),
                row.microlocation__latitude,
                row.microlocation__longitude,
            ),
            speakers=cast.speakers.get(row.id, ()),
            links=tuple(Link(url=url, title=title) for name, title in LINKS.items() if (url := getattr(more, name))),
        )

    def _entry(self, row: Row, starts_at: datetime, ends_at: datetime, cast: Cast, more: DetailedRow | None) -> Entry:
        place = self.place(
            row.microlocation__name,
            row.microlocation__latitude,
            row.microlocation__longitude,
            row.microlocation__stream_url,
            row.microlocation__deleted_at,
        )
        look = self.look(
            row.track__name,
            row.track__color,
            row.track__deleted_at,
            row.session_type__name,
            row.session_type__deleted_at,
        )
        return Entry(
            uid=row.uid,
            sequence=self.event.sequence + row.sequence,
            revised_at=max(self.event.revised_at, row.revised_at),
            created_at=row.created_at,
            starts_at=starts_at,
            ends_at=ends_at,
            summary=row.title,
            status=_status(row),
            description=row.short_abstract_text,
            location=place.location,
            geo=place.geo,
            url=f"{self.pages}{row.id}",
            categories=look.categories,
            color=look.color,
            conference=row.stream_url or place.stream_url,
            organizer=self.organizer,
            attendees=cast.people.get(row.id, ()),
            details=self._details(row, more, cast) if more else NO_DETAILS,
        )

    def _place(
        self,
        name: str | None,
        latitude: float | None,
        longitude: float | None,
        stream_url: str | None,
        deleted_at: datetime | None,
    ) -> _Place:
        if name is None or deleted_at is not None:
            return _Place(location=self.house, geo=self.geo, stream_url=self.event.public_stream_link)
        return _Place(
            location=", ".join(filter(None, (name, self.house))),
            geo=_geo(latitude, longitude) or self.geo,
            stream_url=stream_url or self.event.public_stream_link,
        )

    def _places(self, room: str, latitude: float | None, longitude: float | None) -> tuple[Place, ...]:
        """The room, and the house around it."""
        found = [Place(name=room, geo=_geo(latitude, longitude), is_room=True)] if room else []
        return (*found, Place(name=self.house, geo=self.geo)) if self.house else tuple(found)


def _is_departed(row: Row) -> bool:
    """As the query set's `_departed` has it."""
    if row.public_starts_at is None:
        return False
    has_time = row.starts_at is not None and row.ends_at is not None
    return not (takes_place(row) and has_time)


def takes_place(row: Row) -> bool:
    """As the query set's `taking_place` has it."""
    return row.deleted_at is None and row.state in PUBLIC


def without_time(row: Row) -> Skipped:
    """The session is missing in calendars, because nobody said when it is."""
    return _skipped(row, _("It has no start.") if row.starts_at is None else _("It has no end."))


def _status(row: Row) -> Status:
    if takes_place(row):
        return Status.CONFIRMED
    return Status.TENTATIVE if row.deleted_at is None and row.state in OPEN else Status.CANCELLED


def _skipped(row: Row, reason: str) -> Skipped:
    return Skipped(session=row.id, title=row.title, reason=reason, is_missed=takes_place(row))


def _there(name: str | None, deleted_at: datetime | None) -> str:
    return name if name is not None and deleted_at is None else ""


def _look(
    track: str | None,
    color: str | None,
    track_deleted_at: datetime | None,
    kind: str | None,
    kind_deleted_at: datetime | None,
) -> _Look:
    names = (_there(track, track_deleted_at), _there(kind, kind_deleted_at))
    shown = color if color and track_deleted_at is None else ""
    return _Look(categories=tuple(filter(None, names)), color=colors.nearest(shown))


def _geo(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)

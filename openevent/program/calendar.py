"""The programme as a calendar document: rows in, entries out. Two queries, whatever the number of sessions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings

from openevent.calendars import colors
from openevent.calendars.document import Calendar, EndsBeforeStart, Entry, Person, Status, TimeOutOfRange
from openevent.events.models import Event
from openevent.lib import addresses
from openevent.program.models import Session, SessionSpeaker


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A session that takes place, but cannot stand in a calendar."""

    session: int
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The sessions of an event as a calendar, and those that could not be written."""

    calendar: Calendar
    skipped: tuple[Skipped, ...]


class Row(NamedTuple):
    """What an entry is made of; the names are the columns that are read."""

    id: int
    uid: str
    sequence: int
    revised_at: datetime
    created_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
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


def schedule(event: Event) -> Schedule:
    """The accepted and confirmed sessions of the event, by start (2 queries)."""
    speakers = _speakers(event)
    entry = _Entries(_Shared.of(event)).entry
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for row in map(Row._make, rows(event)):
        made = entry(row, speakers.get(row.id, ()))
        if isinstance(made, Entry):
            entries.append(made)
        else:
            skipped.append(made)
    calendar = Calendar(
        name=event.name,
        description=f"Schedule for sessions at {event.name}",
        zone=event.timezone,
        entries=tuple(entries),
    )
    return Schedule(calendar=calendar, skipped=tuple(skipped))


def rows(event: Event) -> Iterator[tuple[Any, ...]]:
    """The columns of Row for every session that takes place, by start (1 query)."""
    sessions = Session.objects.taking_place().filter(event=event).order_by("starts_at", "id")
    return sessions.values_list(*Row._fields).iterator(chunk_size=2000)


def links(event: Event) -> Iterator[tuple[int, int, str]]:
    """Session id, speaker id and speaker's name for every speaker of such a session, in order (1 query)."""
    speaking = (
        SessionSpeaker.objects.filter(session__event=event, speaker__deleted_at=None)
        .filter(session__state__in=Session.PUBLIC_STATES, session__deleted_at=None)
        .order_by("session_id", "position", "id")
    )
    return speaking.values_list("session_id", "speaker_id", "speaker__name").iterator(chunk_size=2000)


def _speakers(event: Event) -> dict[int, tuple[Person, ...]]:
    """By session: who speaks in it, in order; never with an address of their own."""
    known: dict[int, Person] = {}
    speaking: defaultdict[int, list[Person]] = defaultdict(list)
    for session_id, speaker_id, name in links(event):
        if speaker_id not in known:
            # An address of their own, or programs would take two speakers for one; one that reveals nothing.
            known[speaker_id] = Person(name=name, address=f"speaker-{speaker_id}@{settings.NOREPLY_DOMAIN}")
        speaking[session_id].append(known[speaker_id])
    return {session_id: tuple(people) for session_id, people in speaking.items()}


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What the event gives to each of its entries."""

    sequence: int
    revised_at: datetime
    organizer: Person
    place: str
    geo: tuple[float, float] | None
    pages: str
    stream_url: str

    @classmethod
    def of(cls, event: Event) -> "_Shared":
        address = f"event-{event.identifier}@{settings.NOREPLY_DOMAIN}"
        return cls(
            sequence=event.sequence,
            revised_at=event.revised_at,
            organizer=Person(name=event.owner_name or event.name, address=address),
            place=event.location_name.strip(),
            geo=_geo(event.latitude, event.longitude),
            pages=addresses.session_pages(event.identifier),
            stream_url=event.public_stream_link,
        )


class _Place(NamedTuple):
    """Where a session takes place, as its entry says it."""

    location: str
    geo: tuple[float, float] | None
    stream_url: str


class _Look(NamedTuple):
    """What track and session type give to an entry."""

    categories: tuple[str, ...]
    color: str


class _Entries:
    """Rows into entries; what many rows share, a room or a track, is worked out once."""

    def __init__(self, shared: _Shared) -> None:
        self.shared = shared
        self.place = lru_cache(maxsize=4096)(self._place)
        self.look = lru_cache(maxsize=4096)(_look)

    def entry(self, row: Row, speakers: tuple[Person, ...]) -> Entry | Skipped:
        """The row as an entry, or why it cannot be one."""
        if row.starts_at is None or row.ends_at is None:
            missing = "start" if row.starts_at is None else "end"
            return Skipped(session=row.id, title=row.title, reason=f"It has no {missing}.")
        try:
            return self._entry(row, row.starts_at, row.ends_at, speakers)
        except EndsBeforeStart:
            return Skipped(session=row.id, title=row.title, reason="Its end is not after its start.")
        except TimeOutOfRange:
            return Skipped(session=row.id, title=row.title, reason="Its time is in no year that calendars know.")

    def _entry(self, row: Row, starts_at: datetime, ends_at: datetime, speakers: tuple[Person, ...]) -> Entry:
        shared = self.shared
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
            sequence=shared.sequence + row.sequence,
            revised_at=max(shared.revised_at, row.revised_at),
            created_at=row.created_at,
            starts_at=starts_at,
            ends_at=ends_at,
            summary=row.title,
            status=Status.CONFIRMED,
            description=row.short_abstract_text,
            location=place.location,
            geo=place.geo,
            url=f"{shared.pages}{row.id}",
            categories=look.categories,
            color=look.color,
            conference=row.stream_url or place.stream_url,
            organizer=shared.organizer,
            attendees=speakers,
        )

    def _place(
        self,
        name: str | None,
        latitude: float | None,
        longitude: float | None,
        stream_url: str | None,
        deleted_at: datetime | None,
    ) -> _Place:
        shared = self.shared
        if name is None or deleted_at is not None:
            return _Place(location=shared.place, geo=shared.geo, stream_url=shared.stream_url)
        return _Place(
            location=", ".join(filter(None, (name, shared.place))),
            geo=_geo(latitude, longitude) or shared.geo,
            stream_url=stream_url or shared.stream_url,
        )


def _look(
    track: str | None,
    color: str | None,
    track_deleted_at: datetime | None,
    kind: str | None,
    kind_deleted_at: datetime | None,
) -> _Look:
    names = (track if track_deleted_at is None else None, kind if kind_deleted_at is None else None)
    shown = color if color and track_deleted_at is None else ""
    return _Look(categories=tuple(filter(None, names)), color=colors.nearest(shown))


def _geo(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)

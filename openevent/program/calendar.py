"""The programme as a calendar document: rows in, entries out. Two queries, whatever the number of sessions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

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
    rows = Session.objects.taking_place().filter(event=event).order_by("starts_at", "id").values_list(*Row._fields)
    speakers = _speakers(event)
    shared = _Shared.of(event)
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for row in map(Row._make, rows.iterator(chunk_size=2000)):
        made = _entry(row, shared, speakers.get(row.id, ()))
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


def _speakers(event: Event) -> dict[int, tuple[Person, ...]]:
    """By session: who speaks in it, in order; never with an address of their own."""
    links = (
        SessionSpeaker.objects.filter(session__event=event, speaker__deleted_at=None)
        .filter(session__state__in=Session.PUBLIC_STATES, session__deleted_at=None)
        .order_by("session_id", "position", "id")
        .values_list("session_id", "speaker_id", "speaker__name")
    )
    known: dict[int, Person] = {}
    speaking: defaultdict[int, list[Person]] = defaultdict(list)
    for session_id, speaker_id, name in links.iterator(chunk_size=2000):
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


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a session takes place, as its entry says it."""

    location: str
    geo: tuple[float, float] | None
    stream_url: str

    @classmethod
    def of(cls, row: Row, shared: _Shared) -> "_Place":
        if row.microlocation__name is None or row.microlocation__deleted_at is not None:
            return cls(location=shared.place, geo=shared.geo, stream_url=shared.stream_url)
        return cls(
            location=", ".join(filter(None, (row.microlocation__name, shared.place))),
            geo=_geo(row.microlocation__latitude, row.microlocation__longitude) or shared.geo,
            stream_url=row.microlocation__stream_url or shared.stream_url,
        )


def _entry(row: Row, shared: _Shared, speakers: tuple[Person, ...]) -> Entry | Skipped:
    if row.starts_at is None or row.ends_at is None:
        missing = "start" if row.starts_at is None else "end"
        return Skipped(session=row.id, title=row.title, reason=f"It has no {missing}.")
    place, categories = _Place.of(row, shared), _categories(row)
    try:
        return Entry(
            uid=row.uid,
            sequence=shared.sequence + row.sequence,
            revised_at=max(shared.revised_at, row.revised_at),
            created_at=row.created_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=row.title,
            status=Status.CONFIRMED,
            description=row.short_abstract_text,
            location=place.location,
            geo=place.geo,
            url=f"{shared.pages}{row.id}",
            categories=categories,
            color=colors.nearest(row.track__color) if row.track__color and row.track__deleted_at is None else "",
            conference=row.stream_url or place.stream_url,
            organizer=shared.organizer,
            attendees=speakers,
        )
    except EndsBeforeStart:
        return Skipped(session=row.id, title=row.title, reason="Its end is not after its start.")
    except TimeOutOfRange:
        return Skipped(session=row.id, title=row.title, reason="Its time is in no year that calendars know.")


def _categories(row: Row) -> tuple[str, ...]:
    track = row.track__name if row.track__deleted_at is None else None
    kind = row.session_type__name if row.session_type__deleted_at is None else None
    return tuple(filter(None, (track, kind)))


def _geo(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)

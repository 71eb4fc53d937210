"""The programme as a calendar document: rows in, entries out. Two queries, whatever the number of sessions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings

from openevent.calendars import guids
from openevent.calendars.document import About, Calendar, Entry, Status
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.program.entries import DETAILED, DetailedRow, Entries, Row, Skipped, takes_place, without_time
from openevent.program.models import Session, SessionSpeaker
from openevent.program.models.session import SessionQuerySet
from openevent.program.people import Cast

__all__ = [
    "Numbered",
    "Schedule",
    "Skipped",
    "about",
    "agenda",
    "empty",
    "followed",
    "links",
    "numbered",
    "rows",
    "schedule",
]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Sessions as a calendar, and those that could not be written."""

    calendar: Calendar
    skipped: tuple[Skipped, ...]


class Numbered(NamedTuple):
    """An entry, with the ids of its session and of its event."""

    number: int
    event_id: int
    entry: Entry


def schedule(
    event: Event, sessions: SessionQuerySet | None = None, *, detailed: bool = True, departed: bool = False
) -> Schedule:
    """The event's sessions by start: those that are asked for, or else all that take place (2 queries).

    With `departed` what was public and lost its time is cancelled, as is what does not take place; else it is left
    out. What may take place is tentative. Without `detailed` the entries lack the details that only richer formats
    show.
    """
    cast = Cast.of(links(event, sessions), identifiers={event.pk: event.identifier}, detailed=detailed)
    entries, skipped = _made([event], rows(event, sessions, detailed=detailed), cast, departed=departed)
    made = empty(event)
    revised_at = max((entry.revised_at for entry in entries), default=event.revised_at)
    return Schedule(
        calendar=replace(made, entries=entries, about=replace(made.about, revised_at=revised_at)), skipped=skipped
    )


def empty(event: Event) -> Calendar:
    """The event's calendar without any session (no query)."""
    return Calendar(
        name=event.name,
        description=f"Schedule for sessions at {event.name}",
        zone=event.timezone,
        entries=(),
        about=about(event),
    )


def agenda(
    events: Sequence[Event], sessions: SessionQuerySet, *, name: str, description: str, detailed: bool = True
) -> Schedule:
    """Sessions of several events in one calendar (2 queries); in UTC, unless all events have one zone."""
    identifiers = {event.pk: event.identifier for event in events}
    found = _values(sessions.filter(event__in=identifiers), detailed=detailed)
    cast = Cast.of(_links(sessions.filter(event__in=identifiers)), identifiers=identifiers, detailed=detailed)
    entries, skipped = _made(events, found, cast, departed=True)
    zones = {event.timezone for event in events}
    calendar = Calendar(
        name=name,
        description=description,
        zone=zones.pop() if len(zones) == 1 else "UTC",
        entries=entries,
        about=About(
            starts_at=min((event.starts_at for event in events), default=None),
            ends_at=max((event.ends_at for event in events), default=None),
        ),
    )
    return Schedule(calendar=calendar, skipped=skipped)


def numbered(events: Sequence[Event], sessions: SessionQuerySet) -> Iterator[Numbered]:
    """The entries of these sessions one by one, without details, by start (2 queries)."""
    identifiers = {event.pk: event.identifier for event in events}
    wanted = sessions.filter(event__in=identifiers)
    found = _values(wanted, detailed=False)
    cast = Cast.of(_links(wanted), identifiers=identifiers, detailed=False)
    for row, made in _each(events, found, cast, departed=True):
        if isinstance(made, Entry):
            yield Numbered(row.id, row.event_id, made)


def followed(made: Calendar, path: str, *, uid: str = "") -> Calendar:
    """The calendar as it stands at a path where it can be followed (RFC 7986, 5.7 and 5.8), under a uid of its own."""
    about = replace(made.about, source=urls.absolute(path), refresh=settings.FEED_REFRESH, uid=uid or made.about.uid)
    return replace(made, about=about)


def about(event: Event) -> About:
    """What is known of the event's calendar beside its entries."""
    return About(
        # Of all sessions; a feed of some of them has another.
        uid=guids.of_selection(event.uid, addresses.schedule(event.identifier)),
        event_uid=event.uid,
        identifier=event.identifier,
        url=urls.absolute(addresses.event_page(event.identifier)),
        image=event.large_image_url or event.original_image_url or event.logo_url,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        revised_at=event.revised_at,
        revision=event.revision,
    )


def rows(event: Event, sessions: SessionQuerySet | None = None, *, detailed: bool = False) -> Iterator[tuple[Any, ...]]:
    """The columns of Row, or of DetailedRow, for every session that is asked for, by start (1 query)."""
    wanted = Session.objects.taking_place() if sessions is None else sessions
    return _values(wanted.filter(event=event), detailed=detailed)


def _values(sessions: SessionQuerySet, *, detailed: bool) -> Iterator[tuple[Any, ...]]:
    found = sessions.order_by("starts_at", "id")
    columns = DETAILED if detailed else Row._fields
    return found.values_list(*columns).iterator(chunk_size=2000)


def links(event: Event, sessions: SessionQuerySet | None = None) -> Iterator[tuple[Any, ...]]:
    """Session id, event id, speaker id, name and picture for every speaker of such a session, in order (1 query)."""
    if sessions is not None:
        return _links(sessions.filter(event=event))
    # Asked so it is quicker than by the sessions' ids.
    public = SessionSpeaker.objects.filter(session__event=event, session__state__in=Session.PUBLIC_STATES)
    return _speaking(public.filter(session__deleted_at=None))


def _links(sessions: SessionQuerySet) -> Iterator[tuple[Any, ...]]:
    return _speaking(SessionSpeaker.objects.filter(session__in=sessions.order_by().values("pk")))


def _speaking(speaking: Any) -> Iterator[tuple[Any, ...]]:
    found = speaking.filter(speaker__deleted_at=None).order_by("session_id", "position", "id")
    columns = ("session_id", "session__event_id", "speaker_id", "speaker__name", "speaker__photo_url")
    return iter(found.values_list(*columns).iterator(chunk_size=2000))


def _made(
    events: Sequence[Event], found: Iterator[tuple[Any, ...]], cast: Cast, *, departed: bool
) -> tuple[tuple[Entry, ...], tuple[Skipped, ...]]:
    """Entries, and what cannot be one; of what does not take place nobody misses an entry."""
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for row, made in _each(events, found, cast, departed=departed):
        if isinstance(made, Entry):
            entries.append(made)
            if made.status is Status.CANCELLED and takes_place(row):
                skipped.append(without_time(row))
        elif made.is_missed:
            skipped.append(made)
    if any(entry.status is Status.CANCELLED for entry in entries):  # these stand where they were, and not by their rows
        entries.sort(key=lambda entry: entry.starts_at)
    return tuple(entries), tuple(skipped)


def _each(
    events: Sequence[Event], found: Iterator[tuple[Any, ...]], cast: Cast, *, departed: bool
) -> Iterator[tuple[Row, Entry | Skipped]]:
    """What becomes of each row."""
    makers = {event.pk: Entries(event, departed=departed) for event in events}
    width = len(Row._fields)
    for values in found:
        is_detailed = len(values) > width
        row = Row._make(values[:width] if is_detailed else values)
        more = DetailedRow._make(values[width:]) if is_detailed else None
        yield row, makers[row.event_id].entry(row, cast, more)

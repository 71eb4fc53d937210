"""What does not fit in a programme: rooms and people needed twice at once, sessions that are nowhere or outside.

Only sessions that the public sees count: accepted or confirmed, and not deleted. Times that touch do not overlap; a
removed room or speaker is none. Scheduling refuses nothing of this: organisers move sessions about before all fits.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import F, Q

from openevent.events.models import Event
from openevent.program.models import Session, SessionSpeaker
from openevent.program.overlapping import Span, pairs

MOST = 1000  # overlaps, and sessions of each other kind, that are reported: nobody reads a longer list


class Kind(StrEnum):
    """What is wrong."""

    ROOM_OVERLAP = "room-overlap"  # two sessions are in one room at once
    SPEAKER_OVERLAP = "speaker-overlap"  # somebody speaks in two sessions at once
    OUTSIDE_EVENT = "outside-event"  # it begins before the event, or ends after it
    NO_TIME = "no-time"  # it takes place, but has no start and end, or ends before it begins
    NO_ROOM = "no-room"  # it takes place, but nobody knows where

    @property
    def is_missing(self) -> bool:
        """Whether something is still to be said of one session, and nothing is in anything's way."""
        return self in (Kind.NO_TIME, Kind.NO_ROOM)


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One thing that does not fit: the sessions by their ids, ascending, and what they share."""

    kind: Kind
    sessions: tuple[int, ...]
    room: int | None = None
    speaker: int | None = None
    detail: str  # a sentence for people

    def shown(self) -> dict[str, Any]:
        """The conflict as plain values, with ids as texts, as answers show it."""
        return {
            "kind": str(self.kind),
            "sessions": [str(session) for session in self.sessions],
            "microlocation": None if self.room is None else str(self.room),
            "speaker": None if self.speaker is None else str(self.speaker),
            "detail": self.detail,
        }


@dataclass(frozen=True, kw_only=True)
class Conflicts:
    """What was found, and whether there is more than is reported."""

    conflicts: tuple[Conflict, ...]
    more: bool


class Row(NamedTuple):
    """What is looked at of a session; the names are the columns that are read."""

    id: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    microlocation_id: int | None
    microlocation__name: str | None
    microlocation__deleted_at: datetime | None

    @property
    def span(self) -> Span | None:
        """From when to when it takes place, where it says a time that there can be."""
        if self.starts_at is None or self.ends_at is None or self.ends_at <= self.starts_at:
            return None
        return Span(self.starts_at, self.id, self.ends_at)

    @property
    def room(self) -> int | None:
        """Where it takes place; a removed room is no place."""
        return self.microlocation_id if self.microlocation__deleted_at is None else None


def of_event(event: Event) -> Conflicts:
    """All that does not fit in the event (2 queries, whatever the number of sessions)."""
    found = Session.objects.taking_place().filter(event=event)
    rows = {row.id: row for row in map(Row._make, found.values_list(*Row._fields))}
    spans = {row.id: span for row in rows.values() if (span := row.span)}
    kinds = [chain(_in_rooms(rows, spans), _of_speakers(rows, spans, event)), *_alone(list(rows.values()), event)]
    reported = [list(islice(kind, MOST + 1)) for kind in kinds]
    return Conflicts(
        conflicts=tuple(conflict for some in reported for conflict in some[:MOST]),
        more=any(len(some) > MOST for some in reported),
    )


def of_session(session: Session) -> list[Conflict]:
    """What does not fit about this session as it is stored, at most 1,000 overlaps of a kind (at most 4 queries).

    They read the indexes by room and by speaker, and not the programme: the cost does not grow with that.
    """
    found = Session.objects.taking_place().filter(pk=session.pk).values_list(*Row._fields).first()
    if found is None:
        return []
    row = Row._make(found)
    overlaps = chain(_others_in_room(row), _others_of_speakers(row)) if row.span else ()
    return [*overlaps, *chain(*_alone([row], session.event))]


def _in_rooms(rows: dict[int, Row], spans: dict[int, Span]) -> Iterator[Conflict]:
    taken: defaultdict[int, list[Span]] = defaultdict(list)
    for number, span in spans.items():
        if (room := rows[number].room) is not None:
            taken[room].append(span)
    for room in sorted(taken):
        for one, other in pairs(taken[room]):
            yield _in_room(rows[one.number], rows[other.number])


def _of_speakers(rows: dict[int, Row], spans: dict[int, Span], event: Event) -> Iterator[Conflict]:
    links = SessionSpeaker.objects.filter(session__event=event, speaker__deleted_at=None).order_by()
    taken: defaultdict[tuple[int, str], list[Span]] = defaultdict(list)
    for number, speaker, name in links.values_list("session_id", "speaker_id", "speaker__name"):
        if number in spans:
            taken[speaker, name].append(spans[number])
    for speaker, name in sorted(taken):
        for one, other in pairs(taken[speaker, name]):
            yield _by_speaker(speaker, name, rows[one.number], rows[other.number])


def _alone(rows: list[Row], event: Event) -> tuple[Iterator[Conflict], ...]:
    """What is wrong with sessions by themselves, a kind each."""
    return (
        (_outside(row) for row in rows if (span := row.span) and _is_outside(span, event)),
        (_of_one(row, Kind.NO_TIME, "has no start and end") for row in rows if row.span is None),
        (_of_one(row, Kind.NO_ROOM, "has no room") for row in rows if row.room is None),
    )


def _is_outside(span: Span, event: Event) -> bool:
    return span.starts_at < event.starts_at or span.ends_at > event.ends_at


def _others_in_room(row: Row) -> Iterator[Conflict]:
    if row.room is None:
        return
    others = Session.objects.taking_place().filter(_during(row), microlocation=row.room).exclude(pk=row.id)
    for other in others.values_list(*Row._fields)[:MOST]:
        yield _in_room(row, Row._make(other))


def _others_of_speakers(row: Row) -> Iterator[Conflict]:
    speakers = SessionSpeaker.objects.filter(session=row.id, speaker__deleted_at=None).order_by().values("speaker")
    links = (
        SessionSpeaker.objects.filter(_during(row, "session__"), speaker__in=speakers)
        .filter(session__state__in=Session.PUBLIC_STATES, session__deleted_at=None)
        .exclude(session=row.id)
        .order_by("speaker_id", "session__starts_at", "session_id")
    )
    columns = [f"session__{name}" for name in Row._fields]
    for speaker, name, *other in links.values_list("speaker_id", "speaker__name", *columns)[:MOST]:
        yield _by_speaker(speaker, name, row, Row._make(other))


def _during(row: Row, path: str = "") -> Q:
    """What takes place while the session does; `path` leads to it. What ends before it begins never does."""
    return Q(
        Q(**{f"{path}starts_at__lt": row.ends_at}, **{f"{path}ends_at__gt": row.starts_at}),
        **{f"{path}ends_at__gt": F(f"{path}starts_at")},
    )


def _in_room(one: Row, other: Row) -> Conflict:
    first, second = sorted((one, other))
    detail = f"“{first.title}” and “{second.title}” are both in {one.microlocation__name} at the same time."
    return Conflict(kind=Kind.ROOM_OVERLAP, sessions=(first.id, second.id), room=one.room, detail=detail)


def _by_speaker(speaker: int, name: str, one: Row, other: Row) -> Conflict:
    first, second = sorted((one, other))
    detail = f"{name} speaks in “{first.title}” and in “{second.title}” at the same time."
    return Conflict(kind=Kind.SPEAKER_OVERLAP, sessions=(first.id, second.id), speaker=speaker, detail=detail)


def _outside(row: Row) -> Conflict:
    return _of_one(row, Kind.OUTSIDE_EVENT, "begins before the event, or ends after it")


def _of_one(row: Row, kind: Kind, what: str) -> Conflict:
    return Conflict(kind=kind, sessions=(row.id,), room=row.room, detail=f"“{row.title}” {what}.")

"""Sessions as a schedule shows them: read at once, and no more of them than is shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F

from openevent.events.models import Event
from openevent.lib import addresses
from openevent.program.models import Session, SessionSpeaker
from openevent.web.clocks import Span
from openevent.web.grid import UNIT, Piece

BETWEEN_LANGUAGES = re.compile(r"\s*[,;/]\s*")
PARTS = {"room": "microlocation", "track": "track", "type": "session_type"}
FACTS = ("pk", "title", "subtitle", "language", "starts_at", "ends_at")
OF_PARTS = ("id", "name", "position", "deleted_at")
COLUMNS = [*FACTS, *(f"{part}__{column}" for part in PARTS.values() for column in OF_PARTS)]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A session as a schedule shows it; rooms, tracks and types are numbers with names, or None with ""."""

    pk: int
    title: str
    subtitle: str
    language: str
    starts_at: datetime | None
    ends_at: datetime | None
    room: int | None
    room_name: str
    room_position: int
    track: int | None
    track_name: str
    track_position: int
    type: int | None
    type_name: str
    type_position: int
    speakers: str
    zone: str
    path: str

    @cached_property
    def span(self) -> Span | None:
        """When it is, on the clocks of the zone; None as long as nobody has set a time."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Span.of(self.starts_at, self.ends_at, self.zone)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it says, each by itself."""
        return tuple(filter(None, BETWEEN_LANGUAGES.split(self.language.strip())))

    @property
    def piece(self) -> Piece | None:
        """What a grid draws; what ends before it starts is drawn as short as can be."""
        if self.starts_at is None or self.ends_at is None:
            return None
        ends_at = max(self.ends_at, self.starts_at + UNIT)
        return Piece(key=self.pk, starts_at=self.starts_at, ends_at=ends_at, room=self.room)

    def overlaps(self, other: "Listed") -> bool:
        """Whether nobody can be in both from beginning to end."""
        if self.starts_at is None or self.ends_at is None or other.starts_at is None or other.ends_at is None:
            return False
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def of_event(event: Event, zone: str) -> list[Listed]:
    """What the public sees of the event's programme, by time and room (2 queries)."""
    speakers = _speakers(event)
    found = Session.objects.taking_place().filter(event=event)
    rows = found.order_by(F("starts_at").asc(nulls_last=True), "microlocation__position", "pk")
    ends = f"?{urlencode({'zone': zone})}" if zone != event.timezone else ""
    return [
        Listed(
            **_said(row),
            speakers=", ".join(speakers.get(row["pk"], ())),
            zone=zone,
            path=f"{addresses.session_page(event.identifier, row['pk'])}{ends}",
        )
        for row in rows.values(*COLUMNS)
    ]


def rooms(sessions: Iterable[Listed]) -> dict[int, str]:
    """The rooms of these sessions, in the order of the team."""
    found = {(one.room_position, one.room): one.room_name for one in sessions if one.room is not None}
    return {room: name for (_, room), name in sorted(found.items()) if room is not None}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """What is said of a session; a room, track or type that somebody removed is none."""
    facts = {name: row[name] for name in FACTS}
    for part, column in PARTS.items():
        number, name, position, deleted_at = (row[f"{column}__{one}"] for one in OF_PARTS)
        is_there = number is not None and deleted_at is None
        facts |= (
            {part: number, f"{part}_name": name, f"{part}_position": position}
            if is_there
            else {part: None, f"{part}_name": "", f"{part}_position": 0}
        )
    return facts


def _speakers(event: Event) -> dict[int, list[str]]:
    spoken = SessionSpeaker.objects.filter(speaker__event=event, speaker__deleted_at=None).order_by("position", "pk")
    found: dict[int, list[str]] = {}
    for session, name in spoken.values_list("session_id", "speaker__name"):
        found.setdefault(session, []).append(name)
    return found

"""Rooms, tracks, session types and speakers that a plan names: those that are there, and new ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models

from openevent.calendars import colors
from openevent.calendars.document import Entry
from openevent.calendars.timestamps import hours
from openevent.events.models import Event
from openevent.imports.archive import bulk
from openevent.imports.calendar.plans import Step, Wanted
from openevent.imports.calendar.programme import Programme, key
from openevent.program.models import Microlocation, SessionType, Speaker, Track

GRAY = "#808080"
LONGEST = timedelta(hours=99, minutes=59)  # that a session type can have


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Every part that is named, by name; and those that were made for it."""

    rooms: Mapping[str, Microlocation]
    tracks: Mapping[str, Track]
    types: Mapping[str, SessionType]
    speakers: Mapping[str, Speaker]
    made: tuple[models.Model, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of part: the parts of the programme, the names that a step wants, and how a new one is made."""

    known: Callable[[Programme], Mapping[str, Any]]
    names: Callable[[Wanted], Iterable[str | None]]
    make: Callable[[Event, str, Entry], Any]


def missing(here: Programme, steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """The names of parts that the steps need and the programme does not have, by what the API calls these."""
    needed = {what: _needed(kind, here, steps) for what, kind in KINDS.items()}
    return {what: tuple(name for name, _ in found.values()) for what, found in needed.items() if found}


def complete(here: Programme, steps: Sequence[Step]) -> Parts:
    """The programme's parts and, made in bulk, those that the steps name and it does not have (4 statements)."""
    rooms, tracks, types, speakers = (_made(kind, here, steps) for kind in KINDS.values())
    return Parts(
        rooms={**here.rooms, **rooms},
        tracks={**here.tracks, **tracks},
        types={**here.types, **types},
        speakers={**here.speakers, **speakers},
        made=(*rooms.values(), *tracks.values(), *types.values(), *speakers.values()),
    )


def _needed(kind: Kind, here: Programme, steps: Sequence[Step]) -> dict[str, tuple[str, Entry]]:
    """The names that are not known, each as the first entry has it that says it, and that entry."""
    known, found = kind.known(here), dict[str, tuple[str, Entry]]()
    for step in steps:
        for name in kind.names(step.wanted):
            if name and step.entry is not None and key(name) not in known:
                found.setdefault(key(name), (name, step.entry))
    return found


def _made(kind: Kind, here: Programme, steps: Sequence[Step]) -> dict[str, Any]:
    made = {key: kind.make(here.event, *said) for key, said in _needed(kind, here, steps).items()}
    if made:
        rows = list(made.values())
        bulk.insert(type(rows[0]), rows)
    return made


def _room(event: Event, name: str, _entry: Entry) -> Microlocation:
    return Microlocation(event=event, name=name)


def _track(event: Event, name: str, entry: Entry) -> Track:
    color = "#{:02x}{:02x}{:02x}".format(*colors.NAMES[entry.color]) if entry.color else GRAY
    return Track(event=event, name=name, color=color)


def _type(event: Event, name: str, entry: Entry) -> SessionType:
    return SessionType(event=event, name=name, length=hours(min(entry.ends_at - entry.starts_at, LONGEST)))


def _speaker(event: Event, name: str, _entry: Entry) -> Speaker:
    return Speaker(event=event, name=name)


KINDS = {
    "microlocation": Kind(known=lambda here: here.rooms, names=lambda wanted: (wanted.room,), make=_room),
    "track": Kind(known=lambda here: here.tracks, names=lambda wanted: (wanted.track,), make=_track),
    "session-type": Kind(known=lambda here: here.types, names=lambda wanted: (wanted.session_type,), make=_type),
    "speaker": Kind(known=lambda here: here.speakers, names=lambda wanted: wanted.speakers or (), make=_speaker),
}

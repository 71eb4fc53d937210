"""Rooms, tracks, session types and speakers that a plan names: those that are there, and new ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db import models

from openevent.calendars import colors
from openevent.calendars.document import Entry
from openevent.calendars.timestamps import hours
from openevent.events.models import Event
from openevent.imports.archive import bulk
from openevent.imports.calendar.plans import Step, Wanted
from openevent.imports.calendar.programme import Programme, key
from openevent.program.models import Microlocation, SessionType, Speaker, Track

Part = TypeVar("Part", bound=models.Model)
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


def missing(here: Programme, steps: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """The names of parts that the steps need and the programme does not have, by what the API calls these."""
    wanted = [step.wanted for step in steps]
    named: dict[str, tuple[Mapping[str, object], Iterable[str | None]]] = {
        "microlocation": (here.rooms, (one.room for one in wanted)),
        "track": (here.tracks, (one.track for one in wanted)),
        "session-type": (here.types, (one.session_type for one in wanted)),
        "speaker": (here.speakers, (name for one in wanted for name in one.speakers or ())),
    }
    found: dict[str, tuple[str, ...]] = {}
    for what, (known, names) in named.items():
        first = {key(name): name for name in reversed([*filter(None, names)]) if key(name) not in known}
        found[what] = tuple(reversed(first.values()))
    return {what: names for what, names in found.items() if names}


def complete(here: Programme, steps: Iterable[Step]) -> Parts:
    """The programme's parts and, made in bulk, those that the steps name and it does not have (4 statements)."""
    named = [(step.wanted, step.entry) for step in steps if step.entry is not None]
    rooms = _made(Microlocation, here.rooms, _names(named, lambda wanted: (wanted.room,)), here.event, _room)
    tracks = _made(Track, here.tracks, _names(named, lambda wanted: (wanted.track,)), here.event, _track)
    types = _made(SessionType, here.types, _names(named, lambda wanted: (wanted.session_type,)), here.event, _type)
    speakers = _made(Speaker, here.speakers, _names(named, lambda wanted: wanted.speakers or ()), here.event, _speaker)
    return Parts(
        rooms={**here.rooms, **rooms},
        tracks={**here.tracks, **tracks},
        types={**here.types, **types},
        speakers={**here.speakers, **speakers},
        made=(*rooms.values(), *tracks.values(), *types.values(), *speakers.values()),
    )


def _names(
    named: list[tuple[Wanted, Entry]], of: Callable[[Wanted], Iterable[str | None]]
) -> Iterator[tuple[str, Entry]]:
    return ((name, entry) for wanted, entry in named for name in of(wanted) if name)


def _made(
    model: type[Part],
    known: Mapping[str, Part],
    named: Iterator[tuple[str, Entry]],
    event: Event,
    make: Callable[[Event, str, Entry], Part],
) -> dict[str, Part]:
    """The parts that are not known, each made as the first entry that names it has it."""
    missing: dict[str, Part] = {}
    for name, entry in named:
        if key(name) not in known and key(name) not in missing:
            missing[key(name)] = make(event, name, entry)
    if missing:
        bulk.insert(model, list(missing.values()))
    return missing


def _room(event: Event, name: str, _entry: Entry) -> Microlocation:
    return Microlocation(event=event, name=name)


def _track(event: Event, name: str, entry: Entry) -> Track:
    color = "#{:02x}{:02x}{:02x}".format(*colors.NAMES[entry.color]) if entry.color else GRAY
    return Track(event=event, name=name, color=color)


def _type(event: Event, name: str, entry: Entry) -> SessionType:
    return SessionType(event=event, name=name, length=hours(min(entry.ends_at - entry.starts_at, LONGEST)))


def _speaker(event: Event, name: str, _entry: Entry) -> Speaker:
    return Speaker(event=event, name=name)

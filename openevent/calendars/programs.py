"""What the main calendar programs do with a calendar that they follow: how often they ask for it, what they leave out.

Programs change: what stands here was measured, or is what their makers and users say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from openevent.calendars import values
from openevent.calendars.components import Component
from openevent.calendars.refusals import Nonsense

_MEMBERS = {
    "ATTENDEE": "speakers (ATTENDEE)",
    "CATEGORIES": "tracks and types (CATEGORIES)",
    "COLOR": "colours of sessions (COLOR)",
    "CONFERENCE": "links to streams (CONFERENCE)",
    "GEO": "places on the map (GEO)",
    "IMAGE": "pictures (IMAGE)",
    "URL": "links to the sessions' pages (URL)",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """A program: when it asks, by which property of the file (if any), what of events it does not show.

    `cancelled` says what becomes of a cancelled event, `times` by what it reads times, where that is worth a sentence.
    """

    name: str
    asks: str
    interval: str = ""
    drops: frozenset[str] = field(default_factory=frozenset)
    cancelled: str = ""
    times: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What one program will show of one calendar, and when; whether it heeds the interval that the file asks for."""

    program: str
    refresh: str
    heeds_interval: bool
    notes: tuple[str, ...]


PROGRAMS = (
    Program(
        name="Google Calendar",
        asks="every 8 to 24 hours",
        drops=frozenset({"URL", "COLOR", "CATEGORIES", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled="Takes cancelled sessions away.",
    ),
    Program(
        name="Outlook on the web",
        asks="about every 3 hours, sometimes after more than a day",
        drops=frozenset({"URL", "COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled="May show cancelled sessions as if they took place.",
    ),
    Program(
        name="Outlook (classic)",
        asks="with every send and receive",
        interval="X-PUBLISHED-TTL",
        drops=frozenset({"URL", "COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled="May show cancelled sessions as if they took place.",
        times="Reads times by the VTIMEZONE in the file.",
    ),
    Program(
        name="Apple Calendar",
        asks="every 1 to 3 hours, or as the user chooses",
        interval="REFRESH-INTERVAL",
        drops=frozenset({"COLOR", "CATEGORIES", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled="Strikes cancelled sessions through.",
    ),
    Program(
        name="Thunderbird",
        asks="as the user chooses (every 30 minutes at first)",
        drops=frozenset({"COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled="Strikes cancelled sessions through.",
        times="Reads times by the VTIMEZONE in the file.",
    ),
)


def shown(file: Component) -> tuple[Shown, ...]:
    """What each program will show of this calendar."""
    events = [component for component in file.components if component.name == "VEVENT"]
    said = {found.name for component in (file, *events) for found in component.properties}
    is_zoned = any("TZID" in found.parameters for event in events for found in event.all("DTSTART"))
    is_cancelled = any(event.text("STATUS").strip().upper() == "CANCELLED" for event in events)
    return tuple(
        Shown(
            program=program.name,
            refresh=_refresh(program, file),
            heeds_interval=bool(program.interval),
            notes=tuple(_notes(program, said, is_zoned=is_zoned, is_cancelled=is_cancelled)),
        )
        for program in PROGRAMS
    )


def _refresh(program: Program, file: Component) -> str:
    wanted = _interval(file, program.interval)
    if program.interval and wanted:
        return f"Asks {program.asks}; {program.interval} proposes every {_spoken(wanted)}."
    if program.interval:
        return f"Asks {program.asks}; there is no {program.interval}, which could propose how often."
    return f"Asks {program.asks}, whatever the calendar says of it."


def _interval(file: Component, name: str) -> timedelta | None:
    """What the file asks for; None where it asks for nothing that can be read."""
    found = file.first(name)
    try:
        days, exactly = values.duration(found.value) if found else (timedelta(0), timedelta(0))
    except Nonsense:
        return None
    return days + exactly or None


def _spoken(length: timedelta) -> str:
    """A length as people say it: “hour”, “30 minutes”, “2 days”."""
    seconds = int(length.total_seconds())
    units: Mapping[str, int] = {"day": 86_400, "hour": 3_600, "minute": 60}
    for unit, size in units.items():
        if seconds % size == 0:
            return unit if seconds == size else f"{seconds // size} {unit}s"
    return f"{seconds} seconds"


def _notes(program: Program, said: set[str], *, is_zoned: bool, is_cancelled: bool) -> Iterator[str]:
    dropped = [words for name, words in _MEMBERS.items() if name in said & program.drops]
    if dropped:
        yield f"Does not show {', '.join(dropped)}."
    if is_cancelled and program.cancelled:
        yield program.cancelled
    if is_zoned and program.times:
        yield program.times

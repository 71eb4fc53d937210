"""What the main calendar programs do with a calendar that they follow: how often they ask for it, what they leave out.

Programs change: what stands here was measured, or is what their makers and users say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce

from openevent.calendars import values
from openevent.calendars.components import Component
from openevent.calendars.refusals import Nonsense
from openevent.calendars.saying import Said, numbered, said

_MEMBERS = {
    "ATTENDEE": said("speakers (ATTENDEE)"),
    "CATEGORIES": said("tracks and types (CATEGORIES)"),
    "COLOR": said("colours of sessions (COLOR)"),
    "CONFERENCE": said("links to streams (CONFERENCE)"),
    "GEO": said("places on the map (GEO)"),
    "IMAGE": said("pictures (IMAGE)"),
    "URL": said("links to the sessions' pages (URL)"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """A program: when it asks, by which property of the file (if any), what of events it does not show.

    `cancelled` says what becomes of a cancelled event, `times` by what it reads times, where that is worth a sentence.
    """

    name: str
    asks: Said
    interval: str = ""
    drops: frozenset[str] = field(default_factory=frozenset)
    cancelled: Said | None = None
    times: Said | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What one program will show of one calendar, and when; whether it heeds the interval that the file asks for."""

    program: str
    refresh: Said
    heeds_interval: bool
    notes: tuple[Said, ...]


PROGRAMS = (
    Program(
        name="Google Calendar",
        asks=said("every 8 to 24 hours"),
        drops=frozenset({"URL", "COLOR", "CATEGORIES", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled=said("Takes cancelled sessions away."),
    ),
    Program(
        name=said("Outlook on the web"),
        asks=said("about every 3 hours, sometimes after more than a day"),
        drops=frozenset({"URL", "COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled=said("May show cancelled sessions as if they took place."),
    ),
    Program(
        name=said("Outlook (classic)"),
        asks=said("with every send and receive"),
        interval="X-PUBLISHED-TTL",
        drops=frozenset({"URL", "COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled=said("May show cancelled sessions as if they took place."),
        times=said("Reads times by the VTIMEZONE in the file."),
    ),
    Program(
        name="Apple Calendar",
        asks=said("every 1 to 3 hours, or as the user chooses"),
        interval="REFRESH-INTERVAL",
        drops=frozenset({"COLOR", "CATEGORIES", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled=said("Strikes cancelled sessions through."),
    ),
    Program(
        name="Thunderbird",
        asks=said("as the user chooses (every 30 minutes at first)"),
        drops=frozenset({"COLOR", "CONFERENCE", "GEO", "IMAGE"}),
        cancelled=said("Strikes cancelled sessions through."),
        times=said("Reads times by the VTIMEZONE in the file."),
    ),
)


def shown(file: Component) -> tuple[Shown, ...]:
    """What each program will show of this calendar."""
    events = [component for component in file.components if component.name == "VEVENT"]
    used = {found.name for component in (file, *events) for found in component.properties}
    is_zoned = any("TZID" in found.parameters for event in events for found in event.all("DTSTART"))
    is_cancelled = any(event.text("STATUS").strip().upper() == "CANCELLED" for event in events)
    return tuple(
        Shown(
            program=program.name,
            refresh=_refresh(program, file),
            heeds_interval=bool(program.interval),
            notes=tuple(_notes(program, used, is_zoned=is_zoned, is_cancelled=is_cancelled)),
        )
        for program in PROGRAMS
    )


def _refresh(program: Program, file: Component) -> Said:
    wanted = _interval(file, program.interval)
    if program.interval and wanted:
        return said(
            "Asks %(asks)s; %(interval)s proposes %(length)s.",
            asks=program.asks,
            interval=program.interval,
            length=_spoken(wanted),
        )
    if program.interval:
        return said(
            "Asks %(asks)s; there is no %(interval)s, which could propose how often.",
            asks=program.asks,
            interval=program.interval,
        )
    return said("Asks %(asks)s, whatever the calendar says of it.", asks=program.asks)


def _interval(file: Component, name: str) -> timedelta | None:
    """What the file asks for; None where it asks for nothing that can be read."""
    found = file.first(name)
    try:
        days, exactly = values.duration(found.value) if found else (timedelta(0), timedelta(0))
    except Nonsense:
        return None
    return days + exactly or None


def _spoken(length: timedelta) -> Said:
    """How often that is, as people say it: “every hour”, “every 30 minutes”, “every 2 days”."""
    seconds = int(length.total_seconds())
    if seconds % 86_400 == 0:
        return numbered("every day", "every %(count)s days", seconds // 86_400)
    if seconds % 3_600 == 0:
        return numbered("every hour", "every %(count)s hours", seconds // 3_600)
    if seconds % 60 == 0:
        return numbered("every minute", "every %(count)s minutes", seconds // 60)
    return said("every %(count)s seconds", count=seconds)


def _notes(program: Program, used: set[str], *, is_zoned: bool, is_cancelled: bool) -> Iterator[Said]:
    dropped = [words for name, words in _MEMBERS.items() if name in used & program.drops]
    if dropped:
        yield said("Does not show %(parts)s.", parts=reduce(_and, dropped))
    if is_cancelled and program.cancelled:
        yield program.cancelled
    if is_zoned and program.times:
        yield program.times


def _and(before: Said, word: Said) -> Said:
    """One word more in a list."""
    return said("%(before)s, %(word)s", before=before, word=word)

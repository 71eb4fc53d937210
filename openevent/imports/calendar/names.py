"""Rooms, tracks, session types and speakers, as calendars name them."""

import re

from django.utils.translation import gettext as _

from openevent.calendars import cleaning
from openevent.calendars.document import Entry
from openevent.imports.calendar.programme import Programme, key
from openevent.lib.errors import Refused
from openevent.lib.text import one_line
from openevent.program.models import Session

LONGEST = 255
# An attendee who is a speaker, as our calendars write it; whom others invite is no speaker, and nobody's business.
SPEAKER = re.compile(r"speaker-[0-9]+@.+")


class TooLongAName(Refused):
    """A room, track, session type or speaker with a name that no row can hold."""


def checked(name: str) -> str:
    """The name in one line; raises TooLongAName."""
    line = one_line(name)
    if len(line) > LONGEST:
        raise TooLongAName(
            _("“%(name)s…” is longer than a name may be (%(most)s characters).") % {"name": line[:40], "most": LONGEST}
        )
    return line


def room(entry: Entry, here: Programme) -> str | None:
    """The room's name; "" where only the house is named, None where no place is.

    Calendars write a room before the house that it is in.
    """
    said, house = checked(entry.details.room or entry.location), one_line(cleaning.line(here.event.location_name))
    if not said:
        return None
    if entry.details.room and key(said) in here.rooms:
        return said
    if house and key(said) == key(house):
        return ""
    inner = said.removesuffix(f", {house}") if house else said
    return said if key(said) in here.rooms and key(inner) not in here.rooms else inner


def filing(entry: Entry, here: Programme, session: Session | None) -> tuple[str | None, str | None]:
    """The names of track and session type; None for what is not said, or said already.

    Where a format does not tell them apart from other categories, names that the event knows are recognised; the first
    of the others is taken for the track.
    """
    said = _said(entry, here, session)
    track, kind = here.filing(session)
    return (
        said[0] if said[0] and key(said[0]) != track else None,
        said[1] if said[1] and key(said[1]) != kind else None,
    )


def _said(entry: Entry, here: Programme, session: Session | None) -> tuple[str, str]:
    if entry.details.track or entry.details.kind:
        return checked(entry.details.track), checked(entry.details.kind)
    categories = [name for name in map(one_line, entry.categories) if name]
    if {key(name) for name in categories} == set(filter(None, here.filing(session))):
        return "", ""
    track = next((name for name in categories if key(name) in here.tracks), "")
    kind = next((name for name in categories if key(name) in here.types and name != track), "")
    others = [name for name in categories if key(name) not in here.types]
    return checked(track or next(iter(others), "")), checked(kind)


def speakers(entry: Entry, here: Programme, session: Session | None) -> tuple[str, ...] | None:
    """The speakers' names in order, each once; None where none is named, or just those who speak already."""
    named = [speaker.name for speaker in entry.details.speakers]
    if not named:
        named = [person.name for person in entry.attendees if SPEAKER.fullmatch(person.address)]
    found = {key(name): checked(name) for name in named if one_line(name)}
    if not found or tuple(found) == here.speaking(session):
        return None
    return tuple(found.values())

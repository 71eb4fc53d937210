"""A calendar as a conference: what schedule.xml and schedule.json say alike."""

from openevent.calendars import guids
from openevent.calendars.document import Calendar, Entry
from openevent.calendars.slugs import slug

GENERATOR = "open-event"
# The grid that apps draw; a session may start at any minute.
TIMESLOT = "00:05"


# Of acronyms and of titles in slugs the c3voc asks so many letters.
_SHORTEST = 4


def acronym(calendar: Calendar) -> str:
    """The short name under which archives keep a conference: the event's in addresses, else one made of its name.

    Without hyphens, which part the acronym from the rest of a slug.
    """
    found = slug(calendar.about.identifier or calendar.name).replace("-", "")
    return found if len(found) >= _SHORTEST else "conference"


def slug_of_entry(calendar: Calendar, entry: Entry) -> str:
    """The name under which archives keep a recording: the conference's, the session's number, its title."""
    return slug_of_session(acronym(calendar), guids.number(entry), entry.summary)


def slug_of_session(conference: str, number: int, title: str) -> str:
    """As `slug_of_entry`, of what is in a schedule; also a cancelled session's is of its title alone."""
    named = slug(title)
    if len(named) < _SHORTEST:
        named = f"session-{named}" if named else "session"
    return f"{conference}-{number}-{named}"


def abstract(entry: Entry) -> str:
    """What the entry is about, in short: apps show it above the description, and so the same text twice.

    Nothing, therefore, where the plain description was made of the long abstract.
    """
    return "" if entry.details.long_html and not entry.details.html else entry.description

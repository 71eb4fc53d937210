"""A calendar as a conference: what schedule.xml and schedule.json say alike."""

from openevent.calendars import guids
from openevent.calendars.document import Calendar, Entry
from openevent.calendars.slugs import slug

GENERATOR = "open-event"
# The grid that apps draw; a session may start at any minute.
TIMESLOT = "00:05"


def acronym(calendar: Calendar) -> str:
    """The short name under which archives keep a conference: of its uid, which never changes, else of its name."""
    return slug(calendar.about.uid) or slug(calendar.name) or "conference"


def slug_of_entry(calendar: Calendar, entry: Entry) -> str:
    """The name under which archives keep a recording: the conference's, the session's number, its title."""
    return slug_of_session(acronym(calendar), guids.number(entry), entry.summary)


def slug_of_session(conference: str, number: int, title: str) -> str:
    """As `slug_of_entry`, of what is in a schedule; also a cancelled session's is of its title alone."""
    return "-".join(filter(None, (conference, str(number), slug(title))))

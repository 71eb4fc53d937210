"""Until when something is held: by the clocks at the event; a script adds those of the reader, and counts down."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_skeleton, get_timezone_name

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib.spoken import locale
from openevent.web.clocks import clock


@dataclass(frozen=True, kw_only=True)
class Until:
    """An instant as the page says it."""

    at: datetime
    words: str
    zone: str  # its IANA name
    zone_name: str

    @classmethod
    def of(cls, at: datetime, event: Event) -> "Until":
        """The instant on the clocks at the event."""
        here = zone(event.timezone)
        there = at.astimezone(here)
        return cls(
            at=at,
            words=words(at, event),
            zone=here.key,
            zone_name=get_timezone_name(there, locale=locale()),
        )


def words(at: datetime, event: Event) -> str:
    """The day and the time on the clocks at the event."""
    there = at.astimezone(zone(event.timezone))
    return f"{format_skeleton('MMMEd', there, locale=locale())}, {clock(there)}"

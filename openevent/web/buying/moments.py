"""Until when something is held: by the clocks at the event; a script adds those of the reader, and counts down."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime, get_timezone_name

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.web.clocks import locale


@dataclass(frozen=True, kw_only=True)
class Until:
    """An instant as the page says it."""

    at: datetime
    words: str
    zone_name: str

    @classmethod
    def of(cls, at: datetime, event: Event) -> "Until":
        """The instant on the clocks at the event."""
        there = at.astimezone(zone(event.timezone))
        return cls(
            at=at,
            words=format_datetime(there, "short", locale=locale()),
            zone_name=get_timezone_name(there, locale=locale()),
        )

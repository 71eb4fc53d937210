"""Another time zone for an event in which clocks go on showing the same."""

from datetime import UTC, datetime

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events import amending
from openevent.events.models import Event
from openevent.events.revising import locked
from openevent.events.zones import recognised
from openevent.program import scheduling
from openevent.program.scheduling import Slot


def keep_clocks(event: Event, timezone: str, *, by: User) -> Event:
    """Give the event this zone, and its dates and sessions the instants at which clocks there show what they did here.

    To leave the instants as they are, change the zone alone (`events.amending`). Raises UnknownZone, NotVerified, and
    what moving refuses.
    """
    name = recognised(timezone)
    with locked(event.pk) as event:
        here, there = event.timezone, name
        sessions = list(event.sessions.living().select_related("microlocation"))
        starts_at, ends_at = (moved(instant, here, there) for instant in (event.starts_at, event.ends_at))
        amending.change(event, by=by, timezone=name, starts_at=starts_at, ends_at=ends_at)
        for session in sessions:
            begin, end = session.starts_at, session.ends_at
            to = Slot(
                starts_at=begin and moved(begin, here, there),
                ends_at=end and moved(end, here, there),
                room=session.microlocation,
            )
            scheduling.move(session, to=to, by=by)
    event.refresh_from_db()
    return event


def moved(instant: datetime, here: str, there: str) -> datetime:
    """When clocks there show what clocks here show at this instant."""
    return instant.astimezone(zone(here)).replace(tzinfo=zone(there)).astimezone(UTC)

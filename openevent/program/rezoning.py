"""Another time zone for an event in which clocks go on showing the same."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from openevent.accounts.models import User
from openevent.calendars.timezones import zone
from openevent.events import editing
from openevent.events.models import Event
from openevent.events.revising import locked
from openevent.events.zones import recognised
from openevent.program import scheduling
from openevent.program.scheduling import Slot


def keep_clocks(event: Event, timezone: str, *, by: User) -> Event:
    """Give the event this zone, and its dates and sessions the instants at which clocks there show what they did here.

    To leave the instants as they are, change the zone alone (`events.editing`). Raises UnknownZone, and what moving
    refuses.
    """
    name = recognised(timezone)
    with locked(event.pk) as event:
        here, there = zone(event.timezone), zone(name)
        sessions = list(event.sessions.living().select_related("microlocation"))
        dates = {"starts_at": _moved(event.starts_at, here, there), "ends_at": _moved(event.ends_at, here, there)}
        event = editing.change(event, by=by, timezone=name, **dates)
        for session in sessions:
            begin, end = session.starts_at, session.ends_at
            to = Slot(
                starts_at=begin and _moved(begin, here, there),
                ends_at=end and _moved(end, here, there),
                room=session.microlocation,
            )
            scheduling.move(session, to=to, by=by)
    event.refresh_from_db()
    return event


def _moved(instant: datetime, here: ZoneInfo, there: ZoneInfo) -> datetime:
    """When clocks there show what clocks here show at this instant."""
    return instant.astimezone(here).replace(tzinfo=there).astimezone(UTC)

"""Calendars as feeds hand them out: what the programme says, and what programs that follow it need beside that."""

from dataclasses import replace

from openevent.calendars.document import Calendar
from openevent.events import calendar as events
from openevent.events.models import Event
from openevent.feeds.wanting import Wanted, query
from openevent.program import calendar
from openevent.program.models.session import SessionQuerySet


def of_event(event: Event, wanted: Wanted, sessions: SessionQuerySet, *, path: str) -> Calendar:
    """The event's own entry, those of the sessions that are wanted, or both, as a feed at this path."""
    if wanted.sessions:
        chosen = sessions.filter(event=event) if not wanted.selection.query else wanted.selection.of(event, sessions)
        made = calendar.schedule(event, chosen, detailed=wanted.detailed, departed=True).calendar
    else:
        made = calendar.empty(event)
    entries = (*events.entries([event]), *made.entries) if wanted.own_entry else made.entries
    title = wanted.selection.title(event, sessions) if wanted.selection.query else ""
    name = f"{event.name}: {title}" if title else event.name
    return calendar.followed(replace(made, name=name, entries=entries), f"{path}?{query(wanted)}".rstrip("?"))

"""Calendars as feeds hand them out: what the programme says, and what programs that follow it need beside that."""

from dataclasses import replace

from openevent.calendars import guids
from openevent.calendars.document import Calendar
from openevent.events import calendar as events
from openevent.events.models import Event
from openevent.feeds.wanting import Wanted, selected, source
from openevent.program import calendar
from openevent.program.models.session import SessionQuerySet


def of_event(event: Event, wanted: Wanted, sessions: SessionQuerySet, *, path: str, whose: str = "") -> Calendar:
    """The event's own entry, those of the sessions that are wanted, or both, as a feed at this path.

    `whose` tells apart what several accounts have at one address: each their own schedule.
    """
    shown = sessions.filter(event=event).with_entries()  # of what cannot be shown nothing is told, its title neither
    chosen = wanted.selection.of(event, shown) if wanted.selection.query else shown
    if wanted.sessions:
        made = calendar.schedule(event, chosen, detailed=wanted.detailed, departed=True).calendar
    else:
        made = calendar.empty(event)
    entries = (*events.entries([event]), *made.entries) if wanted.own_entry else made.entries
    title = wanted.selection.title(event, shown) if wanted.selection.query else ""
    name = f"{event.name}: {title}" if title else event.name
    uid = guids.of_selection(event.uid, f"{selected(wanted, path)} {whose}".rstrip())
    return calendar.followed(replace(made, name=name, entries=entries), source(wanted, path), uid=uid)

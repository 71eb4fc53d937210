"""When a session takes place, before and after, as the event's clocks show it."""

from datetime import datetime

from django.utils.translation import gettext as _

from openevent.calendars.document import Entry
from openevent.calendars.zonedata import zone
from openevent.events.models import Event
from openevent.imports.calendar.plans import Wanted
from openevent.program.models import Session


def when(entry: Entry, event: Event) -> str:
    """When a new session is: “2026-10-24 10:00–11:00 Europe/Berlin”."""
    return f"{_span(event.timezone, entry.starts_at, entry.ends_at)} {event.timezone}"


def told(session: Session | None, wanted: Wanted) -> str:
    """The move in words: “2026-10-24 10:00–11:00 → 2026-10-25 10:30–11:30 Europe/Berlin”; "" where the time stays."""
    if session is None or (wanted.starts_at is None and wanted.ends_at is None):
        return ""
    name = session.event.timezone
    before = _span(name, session.starts_at, session.ends_at)
    after = _span(name, wanted.starts_at or session.starts_at, wanted.ends_at or session.ends_at)
    return f"{before} → {after} {name}"


def _span(name: str, starts_at: datetime | None, ends_at: datetime | None) -> str:
    if starts_at is None or ends_at is None:
        return _("no time")
    here = zone(name)
    starts, ends = starts_at.astimezone(here), ends_at.astimezone(here)
    last = _clock(ends) if starts.date() == ends.date() else f"{ends:%Y-%m-%d} {_clock(ends)}"
    return f"{starts:%Y-%m-%d} {_clock(starts)}–{last}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"

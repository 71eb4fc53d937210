"""Calendars (.ics, schedule.xml, schedule.json) brought into an event that is there already."""

from openevent.imports.calendar.applying import apply
from openevent.imports.calendar.comparing import compare
from openevent.imports.calendar.incoming import Incoming
from openevent.imports.calendar.opening import PREVIEWED_BYTES, is_calendar, opened
from openevent.imports.calendar.plans import Plan, Step, What

__all__ = ["PREVIEWED_BYTES", "Incoming", "Plan", "Step", "What", "apply", "compare", "is_calendar", "opened"]

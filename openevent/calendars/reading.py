"""An .ics file back into a document: what another program wrote, or we did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar.parser.property import split_on_unescaped_comma
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from openevent.calendars import colors, components, values, zonedata
from openevent.calendars.components import Component, Property
from openevent.calendars.document import Calendar, Entry, Person, Status
from openevent.calendars.filezones import file_zone
from openevent.calendars.refusals import NotACalendar, Nonsense, Unreadable

__all__ = ["Findings", "LeftOut", "NotACalendar", "examine", "read"]

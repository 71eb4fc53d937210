"""The tables of events."""

from openevent.events.models.change import Change
from openevent.events.models.event import Event
from openevent.events.models.role import EventRole

__all__ = ["Change", "Event", "EventRole"]

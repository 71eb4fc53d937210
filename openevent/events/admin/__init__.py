"""The pages on which the staff of the site looks after events, one file for each kind of thing."""

from openevent.events.admin import catalogue, event, parts, people

__all__ = ["catalogue", "event", "parts", "people"]

"""The Django app of events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Owns the tables of events, roles and changes."""

    name = "openevent.events"
    label = "events"
    verbose_name = "Events"

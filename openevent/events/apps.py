"""The Django app of events."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from openevent.events import built_in


class EventsConfig(AppConfig):
    """Owns the tables of events, what belongs to them, roles and changes."""

    name = "openevent.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Have the built-in roles made after each migration, and after each flush, which empties their table."""
        post_migrate.connect(built_in.seed, sender=self, dispatch_uid="built-in roles")

"""How far the holders of an event's tickets know of its changes."""

from django.db import models

from openevent.events.models import Event


class Followed(models.Model):
    """Everybody with a ticket of the event was told what changed up to this revision."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.revision}"

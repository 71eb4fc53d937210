"""How far those who chose sessions of an event know of its changes."""

from django.db import models

from openevent.events.models import Event


class FollowedChoices(models.Model):
    """Everybody was told what changed, and what they marked, up to these counts of the event."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()
    reactions = models.PositiveBigIntegerField()
    at = models.DateTimeField()  # when that was looked at

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.revision}, {self.reactions}"

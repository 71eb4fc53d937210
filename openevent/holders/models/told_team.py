"""Up to when the team of an event was told of what came in."""

from django.db import models

from openevent.events.models import Event


class ToldTeam(models.Model):
    """What came in until then stands in a letter to the team."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.until}"

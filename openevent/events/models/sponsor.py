"""Who pays for an event."""

from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event


class Sponsor(models.Model):
    """Somebody who gives money or things, and is named for it; what levels mean is the organisers' business."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sponsors")
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    logo_url = models.URLField(max_length=2000, blank=True)
    level = models.IntegerField(null=True, blank=True)
    type = models.CharField(max_length=255, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="sponsor_has_a_name")]

    def __str__(self) -> str:
        return self.name

"""A place that people look for events in."""

from django.db import models
from django.db.models import Q


class EventLocation(models.Model):
    """A popular place: a city, a region; the site's staff keeps the list, and searches offer it."""

    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=300, unique=True, editable=False)  # its name in addresses; stays for good

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_location_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="event_location_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

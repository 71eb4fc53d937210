"""What an event is about: music, politics, technology."""

from django.db import models
from django.db.models import Q


class EventTopic(models.Model):
    """A subject of events; the site's staff keeps the list."""

    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=300, unique=True, editable=False)  # its name in addresses; stays for good
    # The picture of events about it that have none of their own.
    system_image_url = models.URLField(max_length=2000, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_topic_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="event_topic_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

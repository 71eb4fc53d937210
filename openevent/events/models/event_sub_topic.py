"""What an event is about, more closely: jazz, elections, robotics."""

from django.db import models
from django.db.models import Q

from openevent.events.models.event_topic import EventTopic


class EventSubTopic(models.Model):
    """A part of a topic; the site's staff keeps the list."""

    event_topic = models.ForeignKey(EventTopic, on_delete=models.CASCADE, related_name="event_sub_topics")
    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=300, editable=False)  # its name in addresses; stays for good

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event_topic", "slug"], name="event_sub_topic_slug_once_per_topic"),
            models.CheckConstraint(condition=~Q(name=""), name="event_sub_topic_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="event_sub_topic_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

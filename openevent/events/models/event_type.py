"""What kind of event something is: a conference, a fair, a race."""

from django.db import models
from django.db.models import Q


class EventType(models.Model):
    """A kind of event; the site's staff keeps the list."""

    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=300, unique=True, editable=False)  # its name in addresses; stays for good
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_type_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="event_type_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

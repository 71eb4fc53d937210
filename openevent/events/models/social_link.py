"""Where else an event is found: its pages at other sites."""

import secrets

from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event


def new_identifier() -> str:
    """Eight lowercase hex characters."""
    return secrets.token_hex(4)


class SocialLink(models.Model):
    """A page of the event somewhere else, by the name of the place."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(max_length=255)
    link = models.URLField(max_length=2000)
    identifier = models.CharField(max_length=255, blank=True, default=new_identifier)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="social_link_has_a_name"),
            models.CheckConstraint(condition=~Q(link=""), name="social_link_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return self.name

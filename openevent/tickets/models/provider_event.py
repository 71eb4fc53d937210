"""What a provider has told us already."""

from django.db import models

from openevent.tickets.models.order import Order


class ProviderEvent(models.Model):
    """A message of a provider that was heard: told again, it changes nothing."""

    provider = models.CharField(max_length=8, choices=[(mode.value, mode.label) for mode in Order.PROVIDERS])
    event_id = models.CharField(max_length=255)  # the provider's
    type = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="provider_event_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once"),
        ]

    def __str__(self) -> str:
        return self.event_id

"""A word under which tickets are found together."""

from django.db import models

from openevent.events.models import Event
from openevent.tickets.models.ticket import Ticket


class TicketTag(models.Model):
    """A tag of an event's tickets."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="ticket_tags")
    name = models.CharField(max_length=255, blank=True)
    tickets = models.ManyToManyField(Ticket, related_name="ticket_tags", blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            # Deleted ones count, too: the published API has it so.
            models.UniqueConstraint(fields=["event", "name"], name="ticket_tag_once_an_event"),
        ]

    def __str__(self) -> str:
        return self.name

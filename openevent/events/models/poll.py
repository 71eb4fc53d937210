"""Which programs follow the public calendars of an event."""

from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event


class Poll(models.Model):
    """That a program fetches calendars of the event, and when it last did; about people it says nothing."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="polls")
    program = models.CharField(max_length=100)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "program"], name="poll_once_per_event_and_program"),
            models.CheckConstraint(condition=~Q(program=""), name="poll_names_a_program"),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.last_at}"

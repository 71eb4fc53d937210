"""A scan at the door: whose ticket it was, which way, when, and who held the device."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets.models.attendee import Attendee


class CheckIn(models.Model):
    """Rows are added and never changed: a trigger of the database refuses it. Where somebody is, the replay says."""

    class Direction(models.TextChoices):
        """Which way."""

        IN = "in", "in: came in"
        OUT = "out", "out: went out"
        REGISTERED = "registered", "registered: got what is handed out, such as a badge"

    class Outcome(models.TextChoices):
        """What the device was told: how the scan stood among those that were known then."""

        COUNTED = "counted", "counted: so it was from then on"
        ALREADY = "already", "already: so it was before"
        NOT_IN = "not-in", "not in: out goes only who came in"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="check_ins")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="check_ins")
    direction = models.CharField(max_length=10, choices=Direction)
    outcome = models.CharField(max_length=7, choices=Outcome)
    # Of what was so already: the scan that made it so.
    first = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)  # the device's own for this scan: sent again, it is the same scan
    device = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()  # when the server heard of it
    client_at = models.DateTimeField(null=True, blank=True)  # when it was, as the device says
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # none: no scan

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["event", "id"], name="check_in_log")]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="check_in_key_once_an_event"),
            models.CheckConstraint(condition=~Q(key=""), name="check_in_has_a_key"),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out", "registered"]), name="check_in_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="already", first__isnull=False) | Q(outcome__in=["counted", "not-in"], first=None),
                name="check_in_says_what_came_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.attendee_id}"

    @property
    def moment(self) -> datetime:
        """When it was: as the device says, but never after the server heard of it."""
        return self.at if self.client_at is None else min(self.client_at, self.at)

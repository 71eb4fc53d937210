"""What somebody is in an event."""

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models.event import Event


class EventRole(models.Model):
    """A user's role in an event; a user may have several."""

    class Name(models.TextChoices):
        """The roles that there are, strongest first."""

        OWNER = "owner", "owner: may do everything; exactly one"
        ORGANIZER = "organizer", "organizer: everything but what only owners do"
        COORGANIZER = "coorganizer", "coorganizer: edits the event and its programme, exports it"
        TRACK_ORGANIZER = "track_organizer", "track organizer: keeps the tracks"
        REGISTRAR = "registrar", "registrar: receives attendees"
        MODERATOR = "moderator", "moderator: leads rooms"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="event_roles")
    role = models.CharField(max_length=15, choices=Name)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user", "role"], name="role_once_per_user_and_event"),
            models.UniqueConstraint(fields=["event"], condition=Q(role="owner"), name="role_one_owner_per_event"),
            models.CheckConstraint(
                condition=Q(
                    role__in=["owner", "organizer", "coorganizer", "track_organizer", "registrar", "moderator"]
                ),
                name="role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.event}"

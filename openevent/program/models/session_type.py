"""A kind of session: talk, workshop, panel, break."""

from datetime import timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from openevent.events.models import Event

LENGTH = RegexValidator(r"^[0-9]{2}:[0-5][0-9]\Z", "A length is written HH:MM.")


class SessionType(models.Model):
    """A kind of session with its usual length (HH:MM)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="session_types")
    name = models.CharField(max_length=255)
    length = models.CharField(max_length=5, validators=[LENGTH])
    position = models.IntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="session_type_has_a_name"),
            models.CheckConstraint(
                condition=Q(length__regex=r"^[0-9]{2}:[0-5][0-9]$"), name="session_type_length_is_hh_mm"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lasts(self) -> timedelta:
        """Its usual length; nothing where none was said."""
        hours, minutes = self.length.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes))

    @property
    def minutes(self) -> int:
        """The same as a number of minutes."""
        return self.lasts // timedelta(minutes=1)

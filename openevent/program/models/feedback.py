"""What people say of an event, and the team of a session."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program.models.session import Session

RATINGS = [Decimal(halves) / 2 for halves in range(2, 11)]


class Feedback(models.Model):
    """A rating from 1 to 5 in halves, with words; about an event or about a session."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feedbacks")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="feedbacks")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="feedbacks")
    rating = models.DecimalField(max_digits=2, decimal_places=1)
    comment = models.TextField(blank=True)  # HTML
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(event=None, session__isnull=False) | Q(event__isnull=False, session=None),
                name="feedback_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(rating__in=RATINGS), name="feedback_from_1_to_5_in_halves"),
            models.UniqueConstraint(
                fields=["user", "event"], condition=Q(deleted_at=None), name="feedback_once_per_user_and_event"
            ),
            models.UniqueConstraint(
                fields=["user", "session"], condition=Q(deleted_at=None), name="feedback_once_per_user_and_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.session or self.event}"

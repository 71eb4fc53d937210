"""What somebody's calendar was told of a session."""

from django.db import models
from django.db.models import F, Q

from openevent.accounts.models import User
from openevent.program.models import Session


class ToldSession(models.Model):
    """An account's, and not a ticket's: who has two tickets has the session in the calendar once, by its uid."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="told_sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="told")
    told_sequence = models.PositiveIntegerField()  # of the last message
    known_sequence = models.PositiveIntegerField()  # of the entry that it told of
    is_invited = models.BooleanField()  # told last that they are to come

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "session"], name="told_session_once_per_user"),
            models.CheckConstraint(
                condition=Q(told_sequence__gte=F("known_sequence")), name="told_session_knows_what_it_was_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} knows of session {self.session_id}: {self.told_sequence}"

"""Sessions that people want to see."""

from django.db import models

from openevent.accounts.models import User
from openevent.program.models.session import Session


class FavouriteSession(models.Model):
    """A session that a user marked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourite_sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "session"], name="favourite_session_once_per_user")]

    def __str__(self) -> str:
        return f"{self.session} is a favourite of {self.user}"

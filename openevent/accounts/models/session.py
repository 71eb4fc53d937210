"""A signing-in that was ended before its time."""

from django.db import models


class EndedSession(models.Model):
    """What the tokens of one signing-in share; they no longer count. Kept until each would have ended by itself."""

    session = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.session

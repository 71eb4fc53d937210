"""A token that was given back before its time."""

from django.db import models


class RevokedToken(models.Model):
    """The id of one access or refresh token that no longer counts; kept until the token would have ended."""

    jti = models.CharField("token id", max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.jti

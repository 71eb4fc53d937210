"""How much of a limit is used up."""

from django.db import models


class Allowance(models.Model):
    """So often has somebody done something since the first time; counted anew after `ends_at`.

    What and who are kept as one hash: no address lies around.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)  # HMAC-SHA-256, as 64 hex characters
    spent = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(spent__gte=1), name="allowance_was_begun"),
        ]

    def __str__(self) -> str:
        return self.key

"""A letter on its way to somebody."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """Waits until a worker has sent it. Letters bring secrets: one that waits no more keeps none of its words."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # empty: sent, given up, or never meant to go out
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_try_at"], name="letter_waiting", condition=Q(next_try_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(next_try_at=None, error=""), name="letter_is_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False) | Q(sent_at__isnull=False) | ~Q(error=""),
                name="letter_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False) | Q(text="", html=""), name="letter_forgets_its_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

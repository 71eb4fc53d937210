"""The call for speakers: when, and from whom, an event takes proposals."""

import secrets

from django.db import models
from django.db.models import F, Q

from openevent.events.models import Event


class SpeakersCall(models.Model):
    """A window in which people below the team hand sessions in; an event has at most one at a time."""

    class Privacy(models.TextChoices):
        """Who may answer the call."""

        PUBLIC = "public", "public: everyone with an account"
        PRIVATE = "private", "private: whoever was given its secret"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers_calls")
    announcement = models.TextField(blank=True)  # HTML
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The end that is told to people; proposals are taken until `ends_at`.
    soft_ends_at = models.DateTimeField("announced end", null=True, blank=True)
    privacy = models.CharField(max_length=7, choices=Privacy, default=Privacy.PUBLIC)
    # What opens a private call; for the team only.
    hash = models.CharField("secret", max_length=64, blank=True, editable=False)
    # What is asked of proposals and of speakers, in order, as `program.asking` reads it; null: nobody has said it.
    questions = models.JSONField(null=True, default=None, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "speakers' call"
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(deleted_at=None), name="speakers_call_one_per_event"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="speakers_call_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(privacy__in=["public", "private"]), name="speakers_call_privacy_known"),
            models.CheckConstraint(
                condition=Q(privacy="public", hash="") | Q(privacy="private", hash__regex=r"^[0-9A-Za-z_-]{16,64}$"),
                name="speakers_call_secret_if_private",
            ),
        ]

    def __str__(self) -> str:
        return f"Call for speakers of {self.event}"

    def opens_to(self, word: str) -> bool:
        """Whether this is the word that opens it; a public call asks for none."""
        if self.privacy == self.Privacy.PUBLIC:
            return True
        return secrets.compare_digest(self.hash.encode(), word.encode(errors="replace"))

"""A letter on its way to somebody."""

from typing import Any

from django.db import models
from django.db.models import Q

WORDLESS: dict[str, Any] = {"text": "", "html": "", "calendars": [], "unsubscribe_url": ""}


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters, and how they end."""

    def in_doubt(self) -> "LetterQuerySet":
        """Those of which nobody knows whether they were sent; they wait for somebody who decides."""
        return self.filter(next_try_at=None, handed_over_at__isnull=False)

    def end(self, **facts: Any) -> int:
        """Let them wait no more and keep none of their words, and note these facts; says how many there were."""
        return self.update(next_try_at=None, handed_over_at=None, **WORDLESS, **facts)


class Letter(models.Model):
    """Waits until a worker has sent it. Letters bring secrets: one that waits no more keeps none of its words.

    One that must not be sent twice is noted as handed over right before the mail server gets it. Where nobody comes
    to know what the server made of it, it is in doubt: it is not tried again, and keeps its words for whoever decides.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendars = models.JSONField(default=list, blank=True)  # of each what `enclosures.CalendarPart` holds
    # By it mail servers and programs know a letter again that they get twice (RFC 5322, 3.6.4).
    message_id = models.CharField("Message-ID", max_length=300, blank=True)  # those of old have none
    reply_to = models.CharField(max_length=320, blank=True)
    unsubscribe_url = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=35, blank=True)  # a tag, such as "de-AT" (RFC 5646)
    # Whose acts it follows from, such as "buyer 7": not too many go out for them in an hour. Empty: it was asked for.
    paced_for = models.CharField(max_length=64, blank=True)
    once = models.BooleanField("must not be sent twice", default=False)
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # empty: sent, given up, in doubt, or never to go out
    handed_over_at = models.DateTimeField(null=True, blank=True)  # empty: it is known what became of it until now
    error = models.CharField(max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_try_at"], name="letter_waiting", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["to"], name="letter_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="letter_message_id_is_its_own"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(next_try_at=None, handed_over_at=None, error=""),
                name="letter_is_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False) | Q(sent_at__isnull=False) | ~Q(error=""),
                name="letter_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False)
                | Q(handed_over_at__isnull=False)
                | Q(text="", html="", calendars=[], unsubscribe_url=""),
                name="letter_forgets_its_words",
            ),
            models.CheckConstraint(condition=Q(handed_over_at=None) | Q(once=True), name="letter_doubt_is_of_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody knows if it was sent."""
        return self.handed_over_at is not None and self.next_try_at is None

"""Keys to calendars that are somebody's own."""

from django.db import models
from django.db.models import Q

from openevent.accounts.models import User
from openevent.events.models.event import Event


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    """Questions about keys."""

    def by_digest(self, digest: str) -> "FeedToken | None":
        """The key whose secret has this hash, revoked or not, with its user and event (1 indexed read)."""
        return self.filter(digest=digest).select_related("user", "event").first()


class FeedToken(models.Model):
    """A secret address of a calendar; only the secret's hash is kept. Who revokes it keeps the row, to be told so."""

    class Scope(models.TextChoices):
        """What the calendar shows."""

        FAVOURITES = "favourites", "favourites: the sessions that its user has marked"
        SPEAKING = "speaking", "speaking: the sessions in which its user speaks"
        TICKET = "ticket", "ticket: its user’s tickets, and of those events the sessions that the user has marked"
        TEAM = "team", "team: all that its user may see of the events that they help to run, drafts too"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feed_tokens")
    name = models.CharField(max_length=255)
    scope = models.CharField(max_length=10, choices=Scope)
    # In this event; in all events where there is none.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="feed_tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, as 64 hex characters
    # The one before, so that programs that still have it are told.
    former_digest = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    created_at = models.DateTimeField(editable=False)
    rotated_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_program = models.CharField(max_length=100, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="feed_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(scope__in=["favourites", "speaking", "ticket", "team"]), name="feed_token_scope_known"
            ),
            models.CheckConstraint(condition=Q(("digest__regex", r"^[0-9a-f]{64}$")), name="feed_token_keeps_a_hash"),
        ]

    def __str__(self) -> str:
        return self.name

"""The log of what changed in an event, one revision after the other."""

from django.db import models

from openevent.accounts.models import User
from openevent.events.models.event import Event


class Change(models.Model):
    """One object that an act changed; acts that touch several leave several rows under one revision."""

    class Kind(models.TextChoices):
        """What happened to the object."""

        CREATED = "created", "it is new"
        IMPORTED = "imported", "it came with an archive, and all that belongs to it"
        CHANGED = "changed", "its words or facts changed"
        REVISED = "revised", "something that it shows changed: its room, a speaker, its track"
        SCHEDULED = "scheduled", "it got a time"
        MOVED = "moved", "it has another time or room"
        STATE = "state", "it was accepted, rejected, withdrawn, …"
        LINKED = "linked", "a speaker was added to it"
        UNLINKED = "unlinked", "a speaker was taken from it"
        LOCKED = "locked", "only organizers may edit it now"
        UNLOCKED = "unlocked", "its speakers may edit it again"
        PUBLISHED = "published", "everyone sees it now"
        UNPUBLISHED = "unpublished", "only its team sees it now"
        DELETED = "deleted", "it was deleted"
        RESTORED = "restored", "it was brought back"
        APPOINTED = "appointed", "somebody got a role"
        DISMISSED = "dismissed", "somebody lost a role"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    object_type = models.CharField(max_length=30)  # the model's name: "session", "track", …
    object_id = models.BigIntegerField()
    members = models.JSONField(default=list, blank=True)  # the columns that say something else now
    # What everybody saw of it before, where they did; empty where it was nothing public, or looks the same.
    was = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["revision", "id"]
        indexes = [models.Index(fields=["event", "revision"], name="change_by_revision")]

    def __str__(self) -> str:
        return f"{self.revision}: {self.object_type} {self.object_id} {self.kind}"

"""Invitations to a role in an event."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from openevent.accounts.models import User
from openevent.events.models.event import Event
from openevent.events.models.event_role import EventRole


class RoleInviteQuerySet(models.QuerySet["RoleInvite"]):
    """Questions about invitations."""

    def behind(self, held: EventRole) -> "RoleInviteQuerySet":
        """The invitation by which this role was got, if it was by one."""
        return self.filter(event=held.event_id, accepted_by=held.user_id, role=held.role)


class RoleInvite(models.Model):
    """A role that waits for whoever reads a mailbox; only the hash of the secret in the letter is kept."""

    class RoleName(models.TextChoices):
        """What one can be invited as. Attendees are not of the team: who accepts that gets no role."""

        OWNER = "owner", gettext_lazy("owner")
        ORGANIZER = "organizer", gettext_lazy("organizer")
        COORGANIZER = "coorganizer", gettext_lazy("coorganizer")
        TRACK_ORGANIZER = "track_organizer", gettext_lazy("track organizer")
        REGISTRAR = "registrar", gettext_lazy("registrar")
        MODERATOR = "moderator", gettext_lazy("moderator")
        ATTENDEE = "attendee", gettext_lazy("attendee")

    class Status(models.TextChoices):
        """What became of the invitation."""

        PENDING = "pending", "pending: nobody has answered"
        ACCEPTED = "accepted", "accepted: the role was given"
        DECLINED = "declined", "declined: the role was not wanted"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="role_invites")
    email = models.EmailField("e-mail address", max_length=254)
    role = models.CharField(max_length=15, choices=RoleName)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, as 64 hex characters
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Who has the role now; the account's address may change, the invitation's does not.
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleInviteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="role_invite_once_per_event_and_email"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="role_invite_email_in_lower_case"),
            models.CheckConstraint(condition=~Q(email=""), name="role_invite_has_an_email"),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        *("owner", "organizer", "coorganizer", "track_organizer"),
                        *("registrar", "moderator", "attendee"),
                    ]
                ),
                name="role_invite_role_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "accepted", "declined"]), name="role_invite_status_known"
            ),
            models.CheckConstraint(
                condition=Q(("token_hash__regex", r"^[0-9a-f]{64}$")), name="role_invite_keeps_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role} of {self.event}"

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.status == self.Status.PENDING and self.expires_at <= timezone.now()

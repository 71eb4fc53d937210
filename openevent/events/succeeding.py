"""How the ownership of an event passes from one to another: there is one owner before, and one after."""

from django.db import models

from openevent.accounts import holding
from openevent.accounts.models import User
from openevent.events.models import Change, Event, EventRole, RoleInvite

Name = EventRole.Name
Kind = Change.Kind
Touched = list[tuple[Change.Kind, models.Model]]


def succeed(event: Event, heir: User) -> tuple[EventRole, Touched]:
    """Make the heir the owner and the former owner an organizer; the new role, and what else is to be logged.

    Further invitations to own the event are void: who sent them owns it no more. The heir's lesser roles are part of
    the new one. Must run behind the event's lock.
    """
    touched: Touched = []
    for former in event.roles.filter(role=Name.OWNER).exclude(user=heir):
        touched += _step_down(former)
    for invite in event.role_invites.filter(role=Name.OWNER, status=RoleInvite.Status.PENDING).exclude(
        email=heir.email
    ):
        touched.append((Kind.DELETED, invite))
        RoleInvite.objects.filter(pk=invite.pk).delete()  # the row in hand keeps its id for the log
    held, _ = EventRole.objects.get_or_create(event=event, user=heir, role=Name.OWNER)
    for lesser in event.roles.filter(user=heir).exclude(pk=held.pk):  # the owner does all that these do
        touched.append((Kind.DISMISSED, lesser))
        EventRole.objects.filter(pk=lesser.pk).delete()
    return held, touched


def settle(event: Event, otherwise: User) -> Touched:
    """Find another owner for an event whose owner has closed the account; what is to be logged.

    The first of those who come closest to the owner, or else whoever acts. Must run behind the event's lock.
    """
    if event.roles.filter(role=Name.OWNER, user__deleted_at=None).exists():
        return []
    for role in (Name.ORGANIZER, Name.COORGANIZER):
        held = event.roles.filter(role=role, user__deleted_at=None, user__is_blocked=False).order_by("pk").first()
        if held is not None:
            heir = held.user
            break
    else:
        heir = otherwise
    made, touched = succeed(event, holding.held(heir))
    return [(Kind.APPOINTED, made), *touched]


def _step_down(former: EventRole) -> Touched:
    """Make the owner an organizer, who may be one already, and say so of the invitation that made the owner."""
    touched: Touched = []
    for invite in RoleInvite.objects.behind(former):
        invite.role = RoleInvite.RoleName.ORGANIZER
        invite.save(update_fields=["role"])
        touched.append((Kind.CHANGED, invite))
    if EventRole.objects.filter(event=former.event_id, user=former.user_id, role=Name.ORGANIZER).exists():
        EventRole.objects.filter(pk=former.pk).delete()
        return [(Kind.DISMISSED, former), *touched]
    former.role = Name.ORGANIZER
    former.save(update_fields=["role"])
    return [(Kind.CHANGED, former), *touched]

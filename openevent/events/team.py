"""Who is what in an event."""

from django.utils.translation import gettext as _

from openevent.accounts import holding
from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventRole, RoleInvite
from openevent.lib.errors import Conflicting, Forbidden, Refused, Unknown

Name = EventRole.Name


class OneOwner(Conflicting):
    """An event has exactly one owner."""


class OwnerStays(Forbidden):
    """The owner's role cannot be taken away."""


class NoSuchRole(Refused):
    """Nobody in a team can be this."""


class HeldAlready(Conflicting):
    """The user is this already."""


def appoint(user: User, role: EventRole.Name, event: Event, *, by: User | None) -> EventRole:
    """Give the user this role in the event; a role that is there already stays. Raises OneOwner, AccountClosed."""
    with revising.locked(event.pk) as event:
        user = holding.held(user)
        owners = event.roles.filter(role=Name.OWNER).exclude(user=user)
        if role == Name.OWNER and owners.exists():
            raise OneOwner(_("The event has an owner already. Ownership moves by an invitation that the owner sends."))
        held, is_new = EventRole.objects.get_or_create(event=event, user=user, role=role)
        if is_new:
            revising.bump(event, revising.Kind.APPOINTED, held, by=by)
    return held


def change_role(held: EventRole, to: str, *, by: User) -> EventRole:
    """Make another role of the one that is held. Raises OwnerStays, NoSuchRole, HeldAlready, Unknown."""
    if Name.OWNER in (to, held.role):
        raise OwnerStays(
            _("Ownership moves by an invitation that the owner sends."), pointer="/data/relationships/role"
        )
    if to not in Name.values:
        raise NoSuchRole(_("Nobody in a team can have this role."), pointer="/data/relationships/role")
    with revising.locked(held.event_id) as event:
        held = _as_it_is(held)
        if held.role == to:
            return held
        if event.roles.filter(user=held.user_id, role=to).exists():
            raise HeldAlready(_("This person has that role already."), pointer="/data/relationships/role")
        invites = list(RoleInvite.objects.behind(held))
        _set_role([held, *invites], to)
        changed = [(revising.Kind.CHANGED, invite) for invite in invites]
        revising.bump(event, revising.Kind.CHANGED, held, by=by, along=changed)
    return held


def dismiss(user: User, role: EventRole.Name, event: Event, *, by: User | None) -> None:
    """Take this role in the event from the user, and the invitation by which it was got.

    Raises OwnerStays, and Unknown where there is no such role.
    """
    if role == Name.OWNER:
        raise OwnerStays(_("An event cannot be without its owner. Hand the ownership over instead."))
    with revising.locked(event.pk) as event:
        held = EventRole.objects.filter(event=event, user=user, role=role).first()
        if held is None:
            raise Unknown(_("%(email)s has no such role in this event.") % {"email": user.email})
        invites = RoleInvite.objects.behind(held)
        gone = [(revising.Kind.DELETED, invite) for invite in invites]
        revising.bump(event, revising.Kind.DISMISSED, held, by=by, along=gone)
        invites.delete()
        held.delete()


def _as_it_is(held: EventRole) -> EventRole:
    """The role as it is now, behind the lock of its event; raises Unknown, and OwnerStays for the owner's."""
    found = EventRole.objects.filter(pk=held.pk).first()
    if found is None:
        raise Unknown(_("Somebody took this role away meanwhile."))
    if found.role == Name.OWNER:
        raise OwnerStays(
            _("Ownership moves by an invitation that the owner sends."), pointer="/data/relationships/role"
        )
    return found


def _set_role(rows: list[EventRole | RoleInvite], to: str) -> None:
    for row in rows:
        row.role = to
        row.save(update_fields=["role"])

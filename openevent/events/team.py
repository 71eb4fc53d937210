"""Who is what in an event."""

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Conflicting, Forbidden, Unknown


class OneOwner(Conflicting):
    """An event has exactly one owner."""


class OwnerStays(Forbidden):
    """The owner's role cannot be taken away."""


def appoint(user: User, role: EventRole.Name, event: Event, *, by: User | None) -> EventRole:
    """Give the user this role in the event; a role that is there already stays. Raises OneOwner."""
    with revising.locked(event.pk) as event:
        owners = event.roles.filter(role=EventRole.Name.OWNER).exclude(user=user)
        if role == EventRole.Name.OWNER and owners.exists():
            raise OneOwner("The event has an owner already. Ownership moves by an invitation that the owner sends.")
        held, is_new = EventRole.objects.get_or_create(event=event, user=user, role=role)
        if is_new:
            revising.bump(event, revising.Kind.APPOINTED, held, by=by)
    return held


def dismiss(user: User, role: EventRole.Name, event: Event, *, by: User | None) -> None:
    """Take this role in the event from the user. Raises OwnerStays, and Unknown where there is no such role."""
    if role == EventRole.Name.OWNER:
        raise OwnerStays("An event cannot be without its owner. Hand the ownership over instead.")
    with revising.locked(event.pk) as event:
        held = EventRole.objects.filter(event=event, user=user, role=role).first()
        if held is None:
            raise Unknown(f"{user.email} has no such role in this event.")
        revising.bump(event, revising.Kind.DISMISSED, held, by=by)
        held.delete()

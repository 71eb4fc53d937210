"""Deleting an event, and bringing it back."""

from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import guards, revising, succeeding
from openevent.events.models import Event


def delete(event: Event, *, by: User) -> Event:
    """Hide the event from everyone; it can be restored. A deleted event stays deleted. Raises what guards refuse."""
    with revising.locked(event.pk, deleted=True) as event:
        if event.deleted_at is None:
            guards.check_leaving(event, guards.Leaving.DELETED)
            event.deleted_at = timezone.now()
            event.save(update_fields=["deleted_at"])
            revising.bump(event, revising.Kind.DELETED, event, by=by)
    return event


def restore(event: Event, *, by: User) -> Event:
    """Bring a deleted event back in the state that it had.

    An owner who has closed the account since is followed by the first of the team who has not.
    """
    with revising.locked(event.pk, deleted=True) as event:
        if event.deleted_at is not None:
            event.deleted_at = None
            event.save(update_fields=["deleted_at"])
            touched = succeeding.settle(event, by)
            revising.bump(event, revising.Kind.RESTORED, event, by=by, along=touched)
    return event

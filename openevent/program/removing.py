"""Deleting sessions, and bringing them back."""

from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import revising
from openevent.program import remembering
from openevent.program.models import Session


def delete(session: Session, *, by: User) -> Session:
    """Take the session out of the programme; it can be restored. A deleted session stays deleted."""
    return _set(session, deleted=True, by=by)


def restore(session: Session, *, by: User) -> Session:
    """Bring a deleted session back as it was, with the calendar uid it always had."""
    return _set(session, deleted=False, by=by)


def _set(session: Session, *, deleted: bool, by: User) -> Session:
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        if (session.deleted_at is not None) != deleted:
            was = remembering.seen(session, event)
            remembering.note_departure(session, event)
            session.deleted_at = timezone.now() if deleted else None
            session.sequence += 1  # to a calendar it is cancelled, or takes place again
            session.revised_at = revising.now()
            session.save(update_fields=["deleted_at", *remembering.NOTED, "sequence", "revised_at"])
            kind = revising.Kind.DELETED if deleted else revising.Kind.RESTORED
            revising.bump(event, kind, session, by=by, was={session: was})
    return session

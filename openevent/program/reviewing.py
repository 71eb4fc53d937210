"""Deciding on sessions: their states, and locking them."""

from openevent.accounts.models import User
from openevent.events import revising
from openevent.program import remembering, states
from openevent.program.models import Session
from openevent.program.states import Side


def change_state(session: Session, *, to: str, side: Side, by: User | None, is_author: bool = False) -> Session:
    """Move the session to another state; the one it is in is no change. Raises IllegalTransition."""
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        if session.state == to:
            return session
        states.check(session.state, to, side, is_author=is_author)
        was = remembering.seen(session, event)
        remembering.note_departure(session, event)
        session.state = to
        session.sequence += 1  # its status changed: calendars must notice (RFC 5545, 3.8.7.4)
        session.revised_at = revising.now()
        if to == Session.State.PENDING and session.submitted_at is None:
            session.submitted_at = session.revised_at
        session.save(update_fields=["state", *remembering.NOTED, "sequence", "revised_at", "submitted_at"])
        revising.bump(event, revising.Kind.STATE, session, by=by, members=["state"], was={session: was})
    return session


def close(session: Session, *, by: User | None = None) -> Session:
    """Reject a proposal that nobody has decided on before its event ended; every other session stays as it is."""
    with revising.locked(session.event_id, deleted=True) as event:
        session.refresh_from_db()
        waits = session.state == Session.State.PENDING and session.deleted_at is None
        if waits and event.deleted_at is None and event.ends_at <= revising.now():
            change_state(session, to=Session.State.REJECTED, side=Side.ORGANIZER, by=by)
    return session


def lock(session: Session, *, by: User) -> Session:
    """Let only organizers edit the session."""
    return _set_lock(session, locked=True, by=by)


def unlock(session: Session, *, by: User) -> Session:
    """Let the session's speakers edit it again."""
    return _set_lock(session, locked=False, by=by)


def _set_lock(session: Session, *, locked: bool, by: User) -> Session:
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        if session.is_locked != locked:
            session.is_locked = locked
            session.save(update_fields=["is_locked"])
            kind = revising.Kind.LOCKED if locked else revising.Kind.UNLOCKED
            revising.bump(event, kind, session, by=by)
    return session

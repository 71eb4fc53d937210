"""Which sessions calendars may have, and so must hear of when they do not take place after all."""

from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.program.models import Session

Kind = revising.Kind
SHOWING = (Kind.CREATED, Kind.STATE, Kind.MOVED, Kind.RESTORED)  # the acts by which a session can become part of it


def note_departure(session: Session, event: Event) -> bool:
    """Mark a session that is about to leave the published programme; saves nothing. Whether it is marked.

    To be asked before state or deletion change. In an event that was taken back, what stood in the programme then, and
    did not only come to stand there since, was public.
    """
    if _stands(session) and (event.is_public or _stood_before(session, event)):
        session.was_public = True
    return session.was_public


def _stands(session: Session) -> bool:
    has_slot = session.starts_at is not None and session.ends_at is not None
    return has_slot and session.deleted_at is None and session.state in Session.PUBLIC_STATES


def _stood_before(session: Session, event: Event) -> bool:
    taken_back = event.changes.filter(kind=Kind.UNPUBLISHED).order_by("-revision").first()
    if taken_back is None:
        return False
    since = Change.objects.filter(event=event, object_type="session", object_id=session.pk, kind__in=SHOWING)
    return not since.filter(revision__gt=taken_back.revision).exists()

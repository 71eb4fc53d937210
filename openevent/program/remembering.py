"""What sessions were in the published programme: calendars may have it, and must hear when it is so no more."""

from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.program.models import Session
from openevent.program.places import location

Kind = revising.Kind
# The acts by which a session can come to stand in the programme.
SHOWING = (Kind.CREATED, Kind.STATE, Kind.SCHEDULED, Kind.RESTORED)
NOTED = ("public_title", "public_place", "public_room", "public_starts_at", "public_ends_at")


def note_departure(session: Session, event: Event) -> None:
    """Write down what a session was that is about to leave the published programme; saves nothing.

    To be asked before its state, its time or its deletion change. In an event that was taken back, what stood in the
    programme then, and did not only come to stand there since, was public.
    """
    if not (_stands(session) and (event.is_public or _stood_before(session, event))):
        return
    session.public_title = session.title
    session.public_room = location(session.microlocation, "")
    session.public_place = location(session.microlocation, event.location_name)
    session.public_starts_at, session.public_ends_at = session.starts_at, session.ends_at


def seen(session: Session, event: Event) -> dict[str, str]:
    """What everybody sees of the session, as the log of changes keeps it; empty where it is not public.

    To be asked before it changes. Times are instants as ISO 8601 has them, empty where nobody has set one.
    """
    if not event.is_public or session.deleted_at is not None or session.state not in Session.PUBLIC_STATES:
        return {}
    return {
        "title": session.title,
        "room": location(session.microlocation, ""),
        "starts_at": session.starts_at.isoformat() if session.starts_at else "",
        "ends_at": session.ends_at.isoformat() if session.ends_at else "",
    }


def _stands(session: Session) -> bool:
    has_slot = session.starts_at is not None and session.ends_at is not None and session.starts_at < session.ends_at
    return has_slot and session.deleted_at is None and session.state in Session.PUBLIC_STATES


def _stood_before(session: Session, event: Event) -> bool:
    taken_back = event.changes.filter(kind=Kind.UNPUBLISHED).order_by("-revision").first()
    if taken_back is None:
        return False
    since = Change.objects.filter(event=event, object_type="session", object_id=session.pk, kind__in=SHOWING)
    return not since.filter(revision__gt=taken_back.revision).exists()

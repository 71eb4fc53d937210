"""A session among others: when it is, who gives it, where its page is."""

from dataclasses import dataclass

from django.db.models import F, Prefetch

from openevent.events.models import Event
from openevent.lib import addresses
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.models.session import SessionQuerySet
from openevent.web.clocks import Span


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A session as a list of sessions shows it."""

    session: Session
    span: Span | None  # none as long as nobody has set a time
    speakers: tuple[Speaker, ...]
    path: str


def rows(sessions: SessionQuerySet) -> SessionQuerySet:
    """The sessions with all that a schedule shows of them (2 queries)."""
    spoken = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker")
    found = sessions.select_related("track", "microlocation", "session_type")
    return found.prefetch_related(Prefetch("speaking", queryset=spoken)).order_by(
        F("starts_at").asc(nulls_last=True), "microlocation__position", "pk"
    )


def slot_of(session: Session, event: Event) -> Slot:
    """The session of such a row."""
    span = None
    if session.starts_at is not None and session.ends_at is not None:
        span = Span.of(session.starts_at, session.ends_at, event.timezone)
    return Slot(
        session=session,
        span=span,
        speakers=tuple(link.speaker for link in session.speaking.all()),
        path=addresses.session_page(event.identifier, session.pk),
    )

"""When and where sessions take place."""

from dataclasses import dataclass
from datetime import datetime

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program.editing import ForeignPart
from openevent.program.models import Microlocation, Session


class OutsideEvent(Refused):
    """The session would begin before the event or end after it."""


class NotASpan(Refused):
    """The session would end before it begins, or as it begins."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time, as two instants, and a room (none: not decided, or online)."""

    starts_at: datetime
    ends_at: datetime
    room: Microlocation | None = None

    def must_fit(self, event: Event) -> None:
        """Raise NotASpan, OutsideEvent or ForeignPart if no session of the event can be here."""
        if self.ends_at <= self.starts_at:
            raise NotASpan("A session ends after it begins.", pointer="/data/attributes/ends-at")
        if self.starts_at < event.starts_at:
            raise OutsideEvent("The session would begin before the event.", pointer="/data/attributes/starts-at")
        if self.ends_at > event.ends_at:
            raise OutsideEvent("The session would end after the event.", pointer="/data/attributes/ends-at")
        if self.room is not None and (self.room.event_id != event.pk or self.room.deleted_at is not None):
            raise ForeignPart("This room is not one of the event's.", pointer="/data/relationships/microlocation")


def move(session: Session, *, to: Slot, by: User) -> Session:
    """Give the session a time and a room; the present ones are no change.

    Raises NotASpan, OutsideEvent, ForeignPart.
    """
    with revising.locked(session.event_id) as event:
        to.must_fit(event)
        return _put(session, event, to.starts_at, to.ends_at, to.room, by=by)


def unschedule(session: Session, *, by: User) -> Session:
    """Take time and room from the session."""
    with revising.locked(session.event_id) as event:
        return _put(session, event, None, None, None, by=by)


def _put(
    session: Session,
    event: Event,
    starts_at: datetime | None,
    ends_at: datetime | None,
    room: Microlocation | None,
    *,
    by: User,
) -> Session:
    session.refresh_from_db()
    if (session.starts_at, session.ends_at, session.microlocation) == (starts_at, ends_at, room):
        return session
    session.starts_at, session.ends_at, session.microlocation = starts_at, ends_at, room
    session.sequence += 1  # time or place changed: calendars must notice (RFC 5545, 3.8.7.4)
    session.revised_at = revising.now()
    session.save(update_fields=["starts_at", "ends_at", "microlocation", "sequence", "revised_at"])
    revising.bump(event, revising.Kind.MOVED, session, by=by)
    return session

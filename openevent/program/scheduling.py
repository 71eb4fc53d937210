"""When and where sessions take place."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.lib.errors import Conflicting, Refused
from openevent.program import remembering
from openevent.program.editing import ForeignPart
from openevent.program.models import Microlocation, Session

MOVES = (revising.Kind.SCHEDULED, revising.Kind.MOVED)
SLOT = {"starts_at": "starts_at", "ends_at": "ends_at", "microlocation": "room"}  # columns, and what a Slot calls them
STARTS_OUTSIDE = (
    gettext_noop("The session would begin before the event."),
    gettext_noop("The session would begin after the event."),
)
ENDS_OUTSIDE = (
    gettext_noop("The session would end before the event."),
    gettext_noop("The session would end after the event."),
)


class OutsideEvent(Refused):
    """The session would begin before the event or end after it."""


class NotASpan(Refused):
    """The session would end before it begins, or as it begins."""


class MovedMeanwhile(Conflicting):
    """Somebody gave the session another slot since the mover looked; `session` is as it is now, as of `revision`."""

    def __init__(self, session: Session, by: User | None, revision: int) -> None:
        super().__init__(_("Somebody moved this session meanwhile. Look where it is, and move it again."))
        self.session = session
        self.by = by
        self.revision = revision


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time, as two instants, and a room; each may be undecided: a session is scheduled once it has both instants.

    To move a session's time or room alone, take `Slot.of(session)` and replace the rest.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: Microlocation | None = None

    @classmethod
    def of(cls, session: Session) -> "Slot":
        """Where the session is."""
        return cls(starts_at=session.starts_at, ends_at=session.ends_at, room=session.microlocation)

    def must_fit(self, event: Event, *, instead_of: "Slot | None" = None) -> None:
        """Raise NotASpan, OutsideEvent or ForeignPart if no session of the event can be here.

        What a session keeps of the slot that it has is not asked again: a room that was removed, a time that an
        event with new dates no longer covers.
        """
        present = instead_of or Slot()
        if (self.starts_at, self.ends_at) != (present.starts_at, present.ends_at):
            self._must_be_within(event)
        room = self.room
        if room is not None and room != present.room and (room.event_id != event.pk or room.deleted_at is not None):
            raise ForeignPart(_("This room is not one of the event's."), pointer="/data/relationships/microlocation")

    def _must_be_within(self, event: Event) -> None:
        if self.starts_at is not None and self.ends_at is not None and self.ends_at <= self.starts_at:
            raise NotASpan(_("A session ends after it begins."), pointer="/data/attributes/ends-at")
        _check_within(self.starts_at, event, STARTS_OUTSIDE, "/data/attributes/starts-at")
        _check_within(self.ends_at, event, ENDS_OUTSIDE, "/data/attributes/ends-at")


def _check_within(instant: datetime | None, event: Event, sentences: tuple[str, str], pointer: str) -> None:
    """Raise OutsideEvent for an instant before the event, or after it, each with its sentence."""
    too_early, too_late = sentences
    if instant is not None and instant < event.starts_at:
        raise OutsideEvent(_(too_early), pointer=pointer)
    if instant is not None and instant > event.ends_at:
        raise OutsideEvent(_(too_late), pointer=pointer)


def move(session: Session, *, to: Slot, by: User, seen: int | None = None) -> Session:
    """Give the session a time and a room; the present ones are no change.

    `seen` is the event's revision as of which the mover knows where the session is: who moves it from somewhere else
    overwrites what they have not seen. Raises MovedMeanwhile, NotASpan, OutsideEvent, ForeignPart. A room or a speaker
    that is needed twice at once is allowed; `conflicts` tells of it.
    """
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        if seen is not None:
            _check_unmoved(session, seen, by)
        present = Slot.of(session)
        to.must_fit(event, instead_of=present)
        if to == present:
            return session
        moved = {column for column, name in SLOT.items() if getattr(to, name) != getattr(present, name)}
        kind, was = kind_of_move(session), remembering.seen(session, event)
        if to.starts_at is None or to.ends_at is None:
            remembering.note_departure(session, event)
        session.starts_at, session.ends_at, session.microlocation = to.starts_at, to.ends_at, to.room
        session.sequence += 1  # time or place changed: calendars must notice (RFC 5545, 3.8.7.4)
        session.revised_at = revising.now()
        session.save(update_fields=[*SLOT, *remembering.NOTED, "sequence", "revised_at"])
        revising.bump(event, kind, session, by=by, members=moved, was={session: was})
    return session


def _check_unmoved(session: Session, seen: int, by: User) -> None:
    """Raise MovedMeanwhile where the log has a move of the session since that revision.

    Words, states and names of rooms may have changed: whoever moves a session writes over none of these.
    """
    logged = Change.objects.filter(event=session.event_id, revision__gt=seen, kind__in=MOVES)
    moves = list(logged.filter(object_type="session", object_id=session.pk).select_related("by"))
    if moves:
        others = [one.by for one in moves if one.by != by]
        raise MovedMeanwhile(session, others[-1] if others else by, max(one.revision for one in moves))


def kind_of_move(before: Session | None) -> revising.Kind:
    """What the log calls it when this session, as it was before, gets another time or room."""
    has_time = before is not None and before.starts_at is not None and before.ends_at is not None
    return revising.Kind.MOVED if has_time else revising.Kind.SCHEDULED


def unschedule(session: Session, *, by: User) -> Session:
    """Take time and room from the session."""
    return move(session, to=Slot(), by=by)

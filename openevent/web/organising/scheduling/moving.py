"""A move by the editor: asked, and asked again behind the event's lock; answered with what is so now."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Gone, Malformed
from openevent.program import access, amending
from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from openevent.web.organising.scheduling import board, sentences
from openevent.web.organising.scheduling.days import instant
from openevent.web.rendering import NoPage


class SessionGone(Gone):
    """The session was deleted, or will not take place: it is in nobody's schedule any more."""

    def __init__(self) -> None:
        super().__init__(_("This session is not there any more: somebody deleted it, or it will not take place."))


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A session where it was put, whether it became longer or shorter, and the event's revision with this move.

    `lost_room` says that the room which it had was deleted, of one that has none now.
    """

    session: Session
    is_resized: bool
    revision: int
    lost_room: str


def whole(text: str) -> int | None:
    """The whole number; None where nothing is said. Raises Malformed."""
    digits = text.removeprefix("-")
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise Malformed(_("This is not a whole number."))
    return int(text)


def asked(event: Event, said: QueryDict) -> Slot:
    """The slot that the script asks for: `start`, `end` (minutes) and `room`, each of which may be empty."""
    start, end, number = (whole(said.get(name, "")) for name in ("start", "end", "room"))
    room = None if number is None else Microlocation.objects.filter(event=event, deleted_at=None, pk=number).first()
    if number is not None and room is None:
        raise Malformed(_("This room is not there any more."))
    if start is None or end is None:
        return Slot(room=room)
    return Slot(starts_at=instant(start), ends_at=instant(end), room=room)


def put(event: Event, number: int, to: Slot, *, by: User, seen: int) -> Moved:
    """Give the session another slot, as the API does. Raises NoPage, SessionGone, MovedMeanwhile and other Refused."""
    with revising.locked(event.pk) as now:
        session = board.known(event).select_related("event", "microlocation").filter(pk=number).first()
        before, lost = _length(session), sentences.lost_room(session) if session is not None else ""
        account = User.objects.filter(pk=by.pk).first()  # it may have been blocked meanwhile, or lost its role
        if account is None or not access.may_edit_programme(account, now):
            raise NoPage
        if session is None:
            raise gone(now, number)
        amending.amend(
            session,
            by=account,
            side=Side.ORGANIZER,
            may_lock=access.may_lock(account, session),
            seen=seen,
            starts_at=to.starts_at,
            ends_at=to.ends_at,
            microlocation=to.room,
        )
        revision = Event.objects.values_list("revision", flat=True).get(pk=event.pk)
    is_resized = before is not None and _length(session) not in (None, before)
    lost_room = lost if session.starts_at is not None and session.microlocation is None else ""
    return Moved(session=session, is_resized=is_resized, revision=revision, lost_room=lost_room)


def gone(event: Event, number: int) -> NoPage | SessionGone:
    """Why there is no such session in the schedule."""
    return SessionGone() if Session.objects.filter(event=event, pk=number).exists() else NoPage()


def _length(session: Session | None) -> timedelta | None:
    """How long the session is; None where it is not in the schedule."""
    if session is None or session.starts_at is None or session.ends_at is None:
        return None
    return session.ends_at - session.starts_at

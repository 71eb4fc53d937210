"""Changing a session as a whole: its words, speakers, slot, state and lock, from either side of the table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.lib.errors import Forbidden
from openevent.program import asking, billing, editing, letters, notifying, reviewing, scheduling, speaking
from openevent.program.models import Session, Speaker
from openevent.program.scheduling import SLOT, Slot
from openevent.program.states import Side

FILING = frozenset({"track", "session_type"})
UNDECIDED = frozenset({Session.State.DRAFT, Session.State.PENDING})  # then a proposal is filed by those who make it


class NotTheirs(Forbidden):
    """This side does not set this member of a session, or not any more."""

    def __init__(self, member: str, sentence: str) -> None:
        place = "relationships" if member in FILING | {"microlocation"} else "attributes"
        super().__init__(sentence, pointer=f"/data/{place}/{member.replace('_', '-')}")


def amend(
    session: Session,
    *,
    by: User,
    side: Side,
    may_lock: bool,
    is_author: bool = False,
    speakers: Sequence[Speaker] | None = None,
    send_email: bool | None = False,
    seen: int | None = None,
    **facts: Any,
) -> Session:
    """Give the session these facts: words, track, type, times, room, state, lock, and exactly these speakers.

    All or nothing; what stays the same is no change, and is refused to nobody. With `send_email` a change into one of
    `letters.DECISIONS` is told to the speakers and the owner. `is_author` says that who organises wrote it, too.
    With `seen` the slot changes only if nobody changed it since that revision (`scheduling.move`). Raises NotTheirs,
    IllegalTransition, MissingFields where the call for speakers requires more, and what `editing`, `speaking`,
    `scheduling` and `notifying` refuse.
    """
    with revising.locked(session.event_id):
        session.refresh_from_db()
        before = session.state
        new = _new(session, facts)
        _check_rights(session, new, side, may_lock=may_lock)
        _change(session, new, by, seen)
        if speakers is not None:
            if side is Side.SPEAKER:
                billing.check_own(session, speakers, by)
            speaking.set_speakers(session, speakers, by=by)
        _decide(session, new, side, by, is_author=is_author)
        if side is Side.SPEAKER and session.state == Session.State.PENDING:
            asking.check(session, by=by)
        if send_email and session.state != before and session.state in letters.DECISIONS:
            session.is_mail_sent = notifying.tell(session, session.state, by=by)
            session.save(update_fields=["is_mail_sent"])
    return session


def _new(session: Session, facts: dict[str, Any]) -> dict[str, Any]:
    """Those of the facts that the session does not hold; names that it has not at all are refused later."""
    return {name: value for name, value in facts.items() if getattr(session, name, facts) != value}


def _check_rights(session: Session, new: dict[str, Any], side: Side, *, may_lock: bool) -> None:
    if session.is_locked and not may_lock:
        raise Forbidden(_("This session is locked: only organizers change it."))
    if "is_locked" in new and not may_lock:
        raise NotTheirs("is_locked", _("Only organizers lock sessions, or unlock them."))
    if side is Side.ORGANIZER:
        return
    for name in sorted(SLOT.keys() & new.keys()):
        raise NotTheirs(name, _("Only the event's team says when and where a session takes place."))
    for name in sorted(FILING & new.keys()):
        if session.state not in UNDECIDED:
            raise NotTheirs(name, _("Once a session is decided on, only the event's team files it elsewhere."))


def _change(session: Session, new: dict[str, Any], by: User, seen: int | None) -> None:
    """Write the words, then the slot: of the one that the session has, what is not said stays."""
    words = {name: value for name, value in new.items() if name not in SLOT.keys() | {"state", "is_locked"}}
    if words:
        editing.change(session, by=by, **words)
    said = {SLOT[name]: value for name, value in new.items() if name in SLOT}
    if said:
        scheduling.move(session, to=replace(Slot.of(session), **said), by=by, seen=seen)


def _decide(session: Session, new: dict[str, Any], side: Side, by: User, *, is_author: bool) -> None:
    if "state" in new:
        reviewing.change_state(session, to=new["state"], side=side, by=by, is_author=is_author)
    if "is_locked" in new:
        (reviewing.lock if new["is_locked"] else reviewing.unlock)(session, by=by)

"""Deciding on many sessions at once: each by itself, so that one that is refused holds up no other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.lib.errors import Forbidden, Refused
from openevent.program import access, amending
from openevent.program.models import Session


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What became of it: the sessions that are in the new state now, and the others by why they are not."""

    changed: list[Session] = field(default_factory=list)
    refused: dict[str, list[Session]] = field(default_factory=lambda: defaultdict(list))


def decide(sessions: Iterable[Session], *, to: str, by: User, send_email: bool = False) -> Decided:
    """Move each of the sessions to this state; those that are in it already are no change, and told of nowhere."""
    decided = Decided()
    for session in sessions:
        before = session.state
        try:
            _move(session, to, by, send_email=send_email)
        except Refused as refusal:
            decided.refused[str(refusal)].append(session)
        else:
            if session.state != before:
                decided.changed.append(session)
    return decided


def _move(session: Session, to: str, by: User, *, send_email: bool) -> None:
    with revising.locked(session.event_id):  # who waited for it may have lost the right meanwhile
        side = access.side_of(by, session)
        if side is None:
            raise Forbidden(_("You do not decide on this session."))
        amending.amend(
            session,
            by=by,
            side=side,
            may_lock=access.may_lock(by, session),
            is_author=access.is_author(by, session),
            send_email=send_email,
            state=to,
        )

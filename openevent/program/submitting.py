"""Proposing a session."""

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models
from openevent.lib.errors import Forbidden, Refused
from openevent.program import access, amending, calling, editing, reviewing
from openevent.program.models import Session, Speaker
from openevent.program.states import Side

State = Session.State
FIRST = frozenset({State.DRAFT, State.PENDING})  # the states in which a session can begin
DECIDED_BY_THE_TEAM = frozenset({"starts_at", "ends_at", "microlocation", "is_locked"})
POINTER = "/data/attributes/state"


class NotASubmission(Refused):
    """A new session is a draft or pending; everything else is decided later."""


class BegunAlready(Refused):
    """A new session takes place in the future."""


class NotTheirDecision(Forbidden):
    """Only the event's team decides on sessions."""


def submit(event: Event, *, by: User, state: str = State.DRAFT, is_proposal: bool = True, **facts: Any) -> Session:
    """Make a session of the event; its calendar uid is written now and never again. Raises Refused.

    A proposal is its creator's own; what the team enters is the team's.
    """
    if state not in FIRST:
        raise NotASubmission(_("A new session is a draft or pending."), pointer=POINTER)
    now = revising.now()
    submitted_at = now if state == State.PENDING else None
    session = Session(event=event, creator=by, state=state, is_proposal=is_proposal)
    session.revised_at, session.created_at, session.submitted_at = now, now, submitted_at
    # The uid holds the session's id, which the database gives: until then a name that nothing else has.
    session.uid = f"new-{uuid.uuid4()}"
    editing.put(session, facts)
    models.check(session)
    with revising.locked(event.pk) as event:
        session.save(force_insert=True)
        session.uid = _free_uid(session, event)
        session.save(update_fields=["uid"])
        revising.bump(event, revising.Kind.CREATED, session, by=by)
    return session


def propose(
    event: Event,
    *,
    by: User,
    is_team: bool,
    state: str = State.DRAFT,
    speakers: Sequence[Speaker] = (),
    send_email: bool | None = False,
    call_hash: str = "",
    **facts: Any,
) -> Session:
    """Hand in a session with its speakers; the team may give it a slot and a state at once. All or nothing.

    Below the team the call must be open, the speakers are the account's own, and the team decides later. Raises
    CallClosed, NotTheirDecision, NotYourSpeaker, BegunAlready, and what `submit` and `amending.amend` refuse.
    """
    later = {name: facts.pop(name) for name in DECIDED_BY_THE_TEAM & facts.keys()}
    with revising.locked(event.pk) as event:
        calling.check_enabled(event)
        if not is_team:
            calling.check_open(event, timezone.now(), call_hash)
            if state not in FIRST:
                raise NotTheirDecision(
                    _("A proposal is a draft or pending; the event's team decides."), pointer=POINTER
                )
        _check_to_come(later)
        first = state if state in FIRST else State.PENDING
        session = submit(event, by=by, state=first, is_proposal=not is_team, **facts)
        if is_team and state == State.CANCELED:  # what is canceled was to take place
            reviewing.change_state(session, to=State.ACCEPTED, side=Side.ORGANIZER, by=by)
        return amending.amend(
            session,
            by=by,
            side=Side.ORGANIZER if is_team else Side.SPEAKER,
            may_lock=access.may_lock(by, session),
            speakers=speakers,
            send_email=send_email,
            state=state,
            **later,
        )


def _check_to_come(slot: dict[str, Any]) -> None:
    """Raise BegunAlready for a new session whose whole slot is given, and has begun."""
    starts_at, ends_at = slot.get("starts_at"), slot.get("ends_at")
    if starts_at is not None and ends_at is not None and starts_at <= timezone.now():
        raise BegunAlready(
            _("A new session begins in the future. What has begun already gets its times by a change."),
            pointer="/data/attributes/starts-at",
        )


def _free_uid(session: Session, event: Event) -> str:
    """`<session id>-<event identifier>`, and more where an imported session came with that very uid."""
    uid = f"{session.pk}-{event.identifier}"
    while event.sessions.filter(uid=uid).exists():
        uid = f"{session.pk}-{secrets.token_hex(4)}-{event.identifier}"
    return uid

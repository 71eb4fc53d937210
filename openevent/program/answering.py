"""Answering a call for speakers: who one is, and what one proposes, at once."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.program import access, amending, calling, notifying, speaking, submitting
from openevent.program.models import Session, Speaker
from openevent.program.states import Side

State = Session.State
Facts = Mapping[str, Any]


def answer(
    event: Event, *, by: User, presented: Facts, proposed: Facts, state: str = State.DRAFT, call_hash: str = ""
) -> Session:
    """Propose a session as a speaker who is presented so: one that the account is already, or a new one.

    All or nothing. What is handed in at once, as pending, is acknowledged by a letter. Raises CallClosed, and what
    `speaking` and `submitting` refuse.
    """
    with revising.locked(event.pk) as event:
        calling.check_open(event, timezone.now(), call_hash)
        speaker = present(event, by=by, call_hash=call_hash, **presented)
        session = submitting.propose(
            event, by=by, is_team=False, state=state, speakers=[speaker], call_hash=call_hash, **proposed
        )
        if session.state == State.PENDING:
            notifying.acknowledge(session, by=by)
    return session


def revise(session: Session, *, by: User, presented: Facts | None = None, **proposed: Any) -> Session:
    """Give an own session these facts, also a state, and its speaker, who is the account, those; all or nothing.

    A draft that is handed in by it is acknowledged by a letter. Raises what `amending` and `speaking` refuse.
    """
    with revising.locked(session.event_id) as event:
        session.refresh_from_db()
        was_draft = session.state == State.DRAFT
        if presented is not None:
            present(event, by=by, **presented)
        may_lock = access.may_lock(by, session)
        session = amending.amend(session, by=by, side=Side.SPEAKER, may_lock=may_lock, **proposed)
        if was_draft and session.state == State.PENDING:
            notifying.acknowledge(session, by=by)
    return session


def present(event: Event, *, by: User, call_hash: str = "", **facts: Any) -> Speaker:
    """The account as a speaker of the event, presented so. Raises what `speaking` refuses."""
    speaker = profile(event, by)
    if speaker is None:
        return speaking.propose(
            event, by=by, is_team=False, may_override=False, may_lock=False, call_hash=call_hash, **facts
        )
    return speaking.amend(speaker, by=by, is_team=False, may_override=False, may_lock=False, **facts)


def profile(event: Event, user: User) -> Speaker | None:
    """As whom the account speaks at this event, if it does."""
    return Speaker.objects.filter(event=event, user=user, deleted_at=None).order_by("pk").first()


def latest_profile(user: User) -> Speaker | None:
    """As whom the account spoke last, at whatever event."""
    return Speaker.objects.filter(user=user, deleted_at=None).order_by("-pk").first()

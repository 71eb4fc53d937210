"""Proposing a session."""

import secrets
import uuid
from typing import Any

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models
from openevent.lib.errors import Refused
from openevent.program import editing
from openevent.program.models import Session


class NotASubmission(Refused):
    """A new session is a draft or pending; everything else is decided later."""


def submit(event: Event, *, by: User, state: str = Session.State.DRAFT, **facts: Any) -> Session:
    """Make a session of the event; its calendar uid is written now and never again. Raises Refused."""
    if state not in {Session.State.DRAFT, Session.State.PENDING}:
        raise NotASubmission("A new session is a draft or pending.", pointer="/data/attributes/state")
    now = revising.now()
    submitted_at = now if state == Session.State.PENDING else None
    session = Session(event=event, creator=by, state=state, revised_at=now, created_at=now, submitted_at=submitted_at)
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


def _free_uid(session: Session, event: Event) -> str:
    """`<session id>-<event identifier>`, and more where an imported session came with that very uid."""
    uid = f"{session.pk}-{event.identifier}"
    while event.sessions.filter(uid=uid).exists():
        uid = f"{session.pk}-{secrets.token_hex(4)}-{event.identifier}"
    return uid

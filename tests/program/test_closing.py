"""Proposals that nobody decided on are rejected when their event is over."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Change, Event
from openevent.program import closing, reviewing, submitting, tasks
from openevent.program.models import Session
from tests.conftest import at

PAST = {"starts_at": at("2020-01-01 00:00"), "ends_at": at("2020-01-02 00:00")}
AHEAD = {"starts_at": at("2098-01-01 00:00"), "ends_at": at("2098-01-02 00:00")}


@pytest.fixture
def pending(event: Event, ann: User) -> Session:
    return submitting.submit(event, by=ann, title="Mine", state="pending")


def state(session: Session) -> str:
    session.refresh_from_db()
    return session.state


def test_what_is_pending_at_an_ended_event_is_rejected_once(event: Event, pending: Session, session: Session) -> None:
    Event.objects.filter(pk=event.pk).update(**PAST)
    revision = event.changes.count()

    found = [closing.close_ended(), closing.close_ended()]

    rows = Change.objects.filter(event=event)[revision:]
    assert (found, state(pending), state(session)) == ([1, 0], "rejected", "accepted")
    assert [(row.kind, row.object_id, row.by) for row in rows] == [("state", pending.pk, None)]


@pytest.mark.parametrize("facts", [AHEAD, {**PAST, "deleted_at": at("2020-01-03 00:00")}])
def test_elsewhere_it_waits(event: Event, pending: Session, facts: dict[str, Any]) -> None:
    Event.objects.filter(pk=event.pk).update(**facts)

    closing.close_ended()
    reviewing.close(pending)

    assert state(pending) == "pending"


def test_what_was_withdrawn_meanwhile_stays_so(event: Event, pending: Session) -> None:
    Event.objects.filter(pk=event.pk).update(**PAST)
    Session.objects.filter(pk=pending.pk).update(state="withdrawn")

    reviewing.close(pending)

    assert state(pending) == "withdrawn"


def test_a_deleted_proposal_stays_as_it_was(event: Event, pending: Session) -> None:
    Event.objects.filter(pk=event.pk).update(**PAST)
    Session.objects.filter(pk=pending.pk).update(deleted_at=at("2019-01-01 00:00"))

    closing.close_ended()
    reviewing.close(pending)

    assert state(pending) == "pending"


def test_the_regular_task_does_it(event: Event, pending: Session) -> None:
    Event.objects.filter(pk=event.pk).update(**PAST)

    tasks.close_ended()

    assert state(pending) == "rejected"

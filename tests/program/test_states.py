"""The states of a session: the table, and that nobody gets round it."""

from contextlib import suppress
from http import HTTPStatus

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import creating
from openevent.events.models import Event
from openevent.program import reviewing, states, submitting
from openevent.program.models import Session
from openevent.program.states import IllegalTransition, Side
from tests.conftest import account, at

# From a state to those that may be set, for organisers and for speakers.
EXPECTED = {
    "organizer": {
        "draft": set(),
        "pending": {"accepted", "rejected", "confirmed", "withdrawn"},
        "accepted": {"pending", "rejected", "confirmed", "canceled", "withdrawn"},
        "confirmed": {"pending", "accepted", "rejected", "canceled", "withdrawn"},
        "rejected": {"pending", "accepted", "confirmed", "withdrawn"},
        "canceled": {"pending", "accepted", "rejected", "confirmed", "withdrawn"},
        "withdrawn": {"pending", "accepted", "rejected", "canceled", "withdrawn"},
    },
    "speaker": {
        "draft": {"pending"},
        "pending": {"withdrawn"},
        "accepted": {"withdrawn"},
        "confirmed": {"withdrawn"},
        "rejected": {"withdrawn"},
        "canceled": {"withdrawn"},
        "withdrawn": set(),
    },
}
ALL = sorted(EXPECTED["organizer"])


def test_the_table_is_the_whole_table() -> None:
    table = {
        side.value: {before.value: {after.value for after in allowed} for before, allowed in rows.items()}
        for side, rows in states.TRANSITIONS.items()
    }

    assert table == EXPECTED
    assert sorted(Session.State.values) == ALL


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("before", ALL)
@pytest.mark.parametrize("after", [*ALL, "famous", "", "Accepted"])
def test_a_session_moves_as_the_table_says(session: Session, olga: User, side: Side, before: str, after: str) -> None:
    Session.objects.filter(pk=session.pk).update(state=before)
    sequence, allowed = session.sequence, EXPECTED[side.value][before]

    try:
        reviewing.change_state(session, to=after, side=side, by=olga)
        refused = None
    except IllegalTransition as refusal:
        refused = (refusal.status, refusal.pointer, str(refusal))

    session.refresh_from_db()
    if after == before:
        assert (refused, session.state, session.sequence) == (None, before, sequence)
    elif after in allowed:
        assert (refused, session.state, session.sequence) == (None, after, sequence + 1)
    else:
        sentence = f'You cannot change a session state from "{before}" to "{after}"'
        assert refused == (HTTPStatus.FORBIDDEN, "/data/attributes/state", sentence)
        assert (session.state, session.sequence) == (before, sequence)


@given(walk=st.lists(st.tuples(st.sampled_from(Side), st.sampled_from([*ALL, "famous"])), max_size=10))
@settings(max_examples=60, deadline=None)
@pytest.mark.django_db
def test_every_walk_stays_inside_the_table(walk: list[tuple[Side, str]]) -> None:
    with transaction.atomic():
        olga = account("olga")
        event = creating.create(
            by=olga, name="New", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
        )
        session, present, steps = submitting.submit(event, by=olga, title="Walked about"), "draft", 0
        for side, to in walk:
            if to in EXPECTED[side.value][present] - {present}:
                present, steps = to, steps + 1
            with suppress(IllegalTransition):
                reviewing.change_state(session, to=to, side=side, by=olga)
            session.refresh_from_db()
            assert (session.state, session.sequence) == (present, steps)
        transaction.set_rollback(True)


def test_a_proposal_remembers_when_it_was_handed_in(event: Event, ann: User) -> None:
    draft = submitting.submit(event, by=ann, title="Mine")
    before = draft.submitted_at

    pending = reviewing.change_state(draft, to="pending", side=Side.SPEAKER, by=ann)

    assert (before, pending.submitted_at) == (None, pending.revised_at)


def test_a_proposal_that_is_pending_at_once_was_handed_in_then(event: Event, ann: User) -> None:
    made = submitting.submit(event, by=ann, title="Mine", state="pending")

    assert made.submitted_at == made.created_at == made.revised_at


def test_a_proposal_that_comes_back_keeps_its_day(session: Session, olga: User) -> None:
    day = at("2026-01-01 00:00")
    Session.objects.filter(pk=session.pk).update(submitted_at=day)

    again = reviewing.change_state(session, to="pending", side=Side.ORGANIZER, by=olga)

    assert again.submitted_at == day


def test_who_speaks_cannot_accept_herself(event: Event, ann: User) -> None:
    mine = submitting.submit(event, by=ann, title="Mine", state="pending")

    for state in ("accepted", "confirmed"):
        with pytest.raises(IllegalTransition):
            reviewing.change_state(mine, to=state, side=Side.SPEAKER, by=ann)

    mine.refresh_from_db()
    assert mine.state == "pending"


def test_what_is_offered_is_what_the_table_lets() -> None:
    assert states.onward("pending", Side.SPEAKER) == ["withdrawn"]
    assert states.onward("withdrawn", Side.ORGANIZER) == ["pending", "accepted", "rejected", "canceled"]
    assert states.onward("draft", Side.ORGANIZER) == []
    assert states.onward("draft", Side.ORGANIZER, is_author=True) == ["pending"]

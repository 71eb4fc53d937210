"""Answering a call: who one is, and what one proposes, at once or not at all."""

import pytest

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import access, answering, reviewing, speaking
from openevent.program.calling import CallClosed
from openevent.program.models import Session, Speaker
from openevent.program.states import IllegalTransition, Side
from tests.program.windows import opened


@pytest.fixture
def call(event: Event, olga: User) -> None:
    opened(event, olga)


def answered(event: Event, by: User, state: str = "draft") -> Session:
    return answering.answer(event, by=by, presented={"name": "Ann"}, proposed={"title": "Mine"}, state=state)


def test_one_proposes_as_a_speaker_of_the_event(call: None, event: Event, ann: User) -> None:
    first, second = answered(event, ann), answered(event, ann, "pending")

    (speaker,) = Speaker.objects.all()
    assert (speaker.user, speaker.email, list(first.speakers.all())) == (ann, ann.email, [speaker])
    assert list(second.speakers.all()) == [speaker]
    assert (first.is_proposal, first.creator) == (True, ann)
    assert list(Letter.objects.values_list("to", "subject")) == [(ann.email, "Received: Mine")]


def test_where_the_session_is_refused_nobody_becomes_a_speaker(call: None, event: Event, ann: User) -> None:
    with pytest.raises(Refused):
        answering.answer(event, by=ann, presented={"name": "Ann"}, proposed={"title": ""})

    assert (Speaker.objects.count(), Session.objects.count()) == (0, 0)


def test_without_an_open_call_nobody_answers(event: Event, ann: User, olga: User) -> None:
    for user in (ann, olga):
        with pytest.raises(CallClosed):
            answered(event, user)


def test_a_draft_that_is_handed_in_is_acknowledged_once(call: None, event: Event, ann: User, olga: User) -> None:
    session = answered(event, ann)

    answering.revise(session, by=ann, presented={"name": "Ann O."}, state="pending", title="Yours")
    answering.revise(session, by=ann, title="Ours")

    session.refresh_from_db()
    assert (session.title, session.state, Speaker.objects.get().name) == ("Ours", "pending", "Ann O.")
    assert Letter.objects.count() == 1


def test_who_organises_is_an_author_like_others_here(call: None, event: Event, olga: User) -> None:
    session = answered(event, olga, "pending")

    with pytest.raises(IllegalTransition):
        answering.revise(session, by=olga, state="accepted")


def test_own_sessions_are_those_that_one_proposed_or_speaks_in(
    call: None, event: Event, session: Session, ann: User, olga: User, mallory: User
) -> None:
    mine = answered(event, ann)

    def own(user: User) -> list[Session]:
        return list(Session.objects.filter(access.own_sessions(user)).order_by("pk"))

    assert (own(ann), own(mallory)) == ([session, mine], [])
    speaking.remove(Speaker.objects.get(), by=olga)
    reviewing.change_state(mine, to="pending", side=Side.SPEAKER, by=ann)
    assert own(ann) == [mine]

"""What a call asks, and what a proposal must say before it is handed in."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import amending, answering, asking, submitting
from openevent.program.asking import Asks, Kind, MissingFields, Question, WrongQuestions
from openevent.program.models import Session, SpeakersCall, Track
from openevent.program.states import Side
from tests.program.windows import opened

SHORT = Question(of=Asks.SESSION, name="short_abstract", is_required=True)
CITY = Question(of=Asks.SPEAKER, name="city", label="Where from", is_required=True)
SHIRT = Question(of=Asks.SPEAKER, name="shirt", kind=Kind.TEXT, label="Size of the shirt", is_required=True)


@pytest.fixture
def call(event: Event, olga: User) -> SpeakersCall:
    return opened(event, olga)


def answered(event: Event, by: User, state: str, **presented: object) -> Session:
    return answering.answer(
        event, by=by, presented={"name": "Ann", **presented}, proposed={"title": "Mine"}, state=state
    )


def test_a_call_whose_team_said_nothing_asks_the_usual(call: SpeakersCall) -> None:
    assert (asking.asked(call), asking.asked(None)) == (asking.USUAL, asking.USUAL)
    assert not any(one.is_required for one in asking.USUAL)


def test_it_asks_what_its_team_says_in_that_order(call: SpeakersCall, olga: User) -> None:
    asking.ask(call, [SHIRT, SHORT], by=olga)
    call.refresh_from_db()

    assert asking.asked(call) == (SHIRT, SHORT)


def test_it_may_ask_nothing(call: SpeakersCall, olga: User) -> None:
    asking.ask(call, [], by=olga)
    call.refresh_from_db()

    assert asking.asked(call) == ()


def test_nothing_is_handed_in_before_it_says_what_is_required(
    call: SpeakersCall, event: Event, ann: User, olga: User
) -> None:
    asking.ask(call, [SHORT, CITY, SHIRT], by=olga)

    draft = answered(event, ann, "draft")
    with pytest.raises(MissingFields, match="Short abstract, Where from, Size of the shirt"):
        answering.revise(draft, by=ann, state="pending")
    with pytest.raises(MissingFields, match=r"fields: Short abstract$"):
        answering.revise(
            draft, by=ann, presented={"city": "Ulm", "complex_field_values": {"shirt": "M"}}, state="pending"
        )
    answering.revise(
        draft,
        by=ann,
        presented={"city": "Ulm", "complex_field_values": {"shirt": "M"}},
        short_abstract="Words",
        state="pending",
    )

    draft.refresh_from_db()
    assert draft.state == "pending"


def test_nor_is_it_by_another_way(call: SpeakersCall, event: Event, ann: User, olga: User) -> None:
    asking.ask(call, [SHORT], by=olga)

    with pytest.raises(MissingFields):
        submitting.propose(event, by=ann, is_team=False, state="pending", title="Mine")
    made = submitting.propose(event, by=ann, is_team=False, title="Mine", state="pending", short_abstract="x")
    with pytest.raises(MissingFields):
        amending.amend(made, by=ann, side=Side.SPEAKER, may_lock=False, short_abstract="")
    assert submitting.propose(event, by=olga, is_team=True, state="pending", title="Ours").state == "pending"
    assert amending.amend(made, by=ann, side=Side.SPEAKER, may_lock=False, state="withdrawn").state == "withdrawn"


def test_what_an_event_has_none_of_is_not_required(call: SpeakersCall, event: Event, ann: User, olga: User) -> None:
    asking.ask(call, [Question(of=Asks.SESSION, name="track", is_required=True)], by=olga)

    answered(event, ann, "pending")
    Track.objects.create(event=event, name="Wool", color="#aa0000")
    with pytest.raises(MissingFields):
        answered(event, ann, "pending")


@pytest.mark.parametrize(
    "questions",
    [
        [SHORT, SHORT],
        [Question(of=Asks.SESSION, name="is_locked")],
        [Question(of=Asks.SPEAKER, name="short_abstract")],
        [Question(of=Asks.SESSION, name="shirt", kind=Kind.TEXT)],
        [Question(of=Asks.SESSION, name="No Name", kind=Kind.TEXT, label="x")],
        [Question(of=Asks.SESSION, name="x", kind=Kind.TEXT, label="x" * 256)],
        [Question(of=Asks.SESSION, name=f"q{number}", kind=Kind.TEXT, label="x") for number in range(21)],
    ],
)
def test_what_cannot_be_asked_is_refused(call: SpeakersCall, olga: User, questions: list[Question]) -> None:
    with pytest.raises(WrongQuestions):
        asking.ask(call, questions, by=olga)
    call.refresh_from_db()

    assert call.questions is None


def test_an_answer_that_is_none_is_refused(call: SpeakersCall, event: Event, ann: User) -> None:
    with pytest.raises(Refused):
        answered(event, ann, "draft", complex_field_values={"shirt": ["M"]})

"""The answers to what a call asks, where its team reads them."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import answering, asking, calling
from openevent.program.asking import Asks, Kind, Question
from openevent.program.models import Session, Speaker
from tests.program.windows import opened
from tests.web.pages import got, read, signed_in, statements

OF_SESSION = [
    Question(of=Asks.SESSION, name="projector", kind=Kind.BOOLEAN, label="A projector?"),
    Question(of=Asks.SESSION, name="video_url", label="A film of you"),
    Question(of=Asks.SESSION, name="needs", kind=Kind.PARAGRAPH, label="What else?"),
    Question(of=Asks.SESSION, name="paper", kind=Kind.TEXT, label="Your paper"),
]
OF_SPEAKER = [
    Question(of=Asks.SPEAKER, name="shirt", kind=Kind.TEXT, label="Your shirt"),
    Question(of=Asks.SPEAKER, name="mobile", label="Your telephone"),
    Question(of=Asks.SPEAKER, name="vegan", kind=Kind.BOOLEAN, label="Vegan?"),
]
PAPER = "https://example.org/paper.pdf?a=1&b=2"
Listed = list[tuple[str, str]]


@pytest.fixture
def proposal(event: Event, olga: User, ann: User) -> Session:
    asking.ask(opened(event, olga), [*OF_SESSION, *OF_SPEAKER], by=olga)
    session = answering.answer(
        event, by=ann, presented={"name": "Ann"}, proposed={"title": "Knitting"}, state=Session.State.PENDING
    )
    answers = {"old_one": 3, "paper": PAPER, "needs": "A loom <b> \nand wool", "projector": True}
    Session.objects.filter(pk=session.pk).update(complex_field_values=answers, video_url="https://example.org/film")
    Speaker.objects.filter(speaking__session=session).update(
        complex_field_values={"vegan": False, "shirt": "XL"},
        mobile="+49 30 1234",
        speaking_experience="<p>In <em>Ulm</em><script>x</script></p>",
    )
    session.refresh_from_db()
    return session


def listed(page: Any, heading: str) -> Listed:
    """What stands in the section of this heading: questions and answers."""
    (section,) = page.xpath(f"//section[h2='{heading}']")
    found = zip(section.xpath(".//dt"), section.xpath(".//dd"), strict=True)
    return [(one.text_content(), " ".join(other.text_content().split())) for one, other in found]


def the_speaker(session: Session) -> Speaker:
    return Speaker.objects.get(speaking__session=session)


def test_a_proposal_is_read_with_its_answers_in_the_order_of_the_call(
    event: Event, proposal: Session, as_tom: Client
) -> None:
    page = read(as_tom, f"/manage/{event.identifier}/review/{proposal.pk}")

    assert listed(page, "Answers to the call") == [
        ("A projector?", "yes"),
        ("A film of you", "https://example.org/film"),
        ("What else?", "A loom <b> and wool"),
        ("Your paper", PAPER),
        ("old one", "3"),
    ]
    assert page.xpath("//dl[contains(@class, 'answers')]//a/@href") == ["https://example.org/film", PAPER]
    assert listed(page, "About the speakers") == [
        ("Your shirt", "XL"),
        ("Your telephone", "+49 30 1234"),
        ("Vegan?", "no"),
        ("Where they have spoken", "In Ulm"),
    ]
    assert page.xpath("//section//script") == []


def test_the_pages_on_which_a_team_edits_show_the_answers_to_the_call_s_own_questions(
    event: Event, proposal: Session, as_tom: Client
) -> None:
    of_session = read(as_tom, f"/manage/{event.identifier}/sessions/{proposal.pk}")
    of_speaker = read(as_tom, f"/manage/{event.identifier}/speakers/{the_speaker(proposal).pk}")

    own = [("A projector?", "yes"), ("What else?", "A loom <b> and wool"), ("Your paper", PAPER), ("old one", "3")]
    assert listed(of_session, "Answers to the call") == own
    assert listed(of_speaker, "Answers to the call") == [("Your shirt", "XL"), ("Vegan?", "no")]


def test_without_a_call_what_was_answered_is_read_all_the_same(
    event: Event, proposal: Session, olga: User, as_tom: Client
) -> None:
    call = calling.of(event)
    assert call is not None
    calling.remove(call, by=olga)

    page = read(as_tom, f"/manage/{event.identifier}/review/{proposal.pk}")

    assert ("projector", "yes") in listed(page, "Answers to the call")
    assert ("Telephone", "+49 30 1234") in listed(page, "About the speakers")


def test_where_nothing_was_asked_nothing_is_listed(event: Event, session: Session, as_tom: Client) -> None:
    for path in (f"review/{session.pk}", f"sessions/{session.pk}", f"speakers/{the_speaker(session).pk}"):
        assert not read(as_tom, f"/manage/{event.identifier}/{path}").xpath("//section[h2='Answers to the call']")


def test_strangers_and_speakers_read_no_answers_here(event: Event, proposal: Session, ann: User, mallory: User) -> None:
    paths = [f"review/{proposal.pk}", f"sessions/{proposal.pk}", f"speakers/{the_speaker(proposal).pk}"]

    for user in (ann, mallory):
        assert {got(user, f"/manage/{event.identifier}/{path}").status_code for path in paths} == {404}
    assert {got(signed_in(None), f"/manage/{event.identifier}/{path}").status_code for path in paths} == {302}


def test_three_answers_are_asked_for_as_often_as_one(event: Event, proposal: Session, as_tom: Client) -> None:
    page = f"/manage/{event.identifier}/review/{proposal.pk}"
    all_of_them = statements(as_tom, page)
    Session.objects.filter(pk=proposal.pk).update(complex_field_values={"projector": True})

    assert statements(as_tom, page) == all_of_them

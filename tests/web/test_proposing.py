"""Answering a call for speakers on pages, and what became of one's own proposals."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openevent.accounts.models import Letter, User
from openevent.events import creating, publishing
from openevent.events.models import Event
from openevent.program import asking, editing, reviewing, speaking, submitting
from openevent.program.asking import Asks, Kind, Question
from openevent.program.models import Session, Speaker, SpeakersCall, Track
from openevent.program.states import Side
from tests.conftest import at
from tests.program.windows import opened
from tests.web.pages import errors, every_field, parsed, read, said, signed_in, statements
from tests.web.pictures import picture
from tests.web.proposals import proposed

SAID = {"title": "Knitting", "long_abstract": "With needles.", "name": "Ann Onymous"}


@pytest.fixture
def call(event: Event, olga: User) -> SpeakersCall:
    return opened(event, olga, announcement="<p>Talks about <b>wool</b>.</p>")


@pytest.fixture
def propose(event: Event) -> str:
    return f"/e/{event.identifier}/propose"


def test_everybody_reads_the_call(event: Event, call: SpeakersCall) -> None:
    words = read(signed_in(None), f"/e/{event.identifier}/call").text_content()

    assert "Talks about wool." in words
    assert "Propose a session" in words


def test_a_closed_call_says_so_and_takes_nothing(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client
) -> None:
    SpeakersCall.objects.update(starts_at=at("2020-01-01 00:00"), ends_at=at("2020-02-01 00:00"))

    assert "Closed" in read(as_ann, f"/e/{event.identifier}/call").text_content()
    assert read(as_ann, propose).xpath("//input[@name='title']") == []
    answer = as_ann.post(propose, SAID)
    assert answer.status_code == 200
    assert not Session.objects.exists()


def test_who_is_not_signed_in_signs_in_and_comes_back(event: Event, call: SpeakersCall, propose: str) -> None:
    assert signed_in(None).get(f"{propose}?word=x")["Location"].endswith("%2Fpropose%3Fword%3Dx")
    assert signed_in(None).get("/proposals")["Location"].endswith("?next=%2Fproposals")


def test_without_a_call_there_is_no_page(event: Event, propose: str, as_ann: Client, mallory: User) -> None:
    for client in (as_ann, signed_in(mallory)):
        assert [client.get(path).status_code for path in (propose, f"/e/{event.identifier}/call")] == [404, 404]
    assert signed_in(None).get(f"/e/{event.identifier}/call").status_code == 302  # who signs in may see more


def test_a_private_call_is_known_to_who_says_its_word(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client, tom: User
) -> None:
    SpeakersCall.objects.update(privacy="private", hash="a-secret-of-sixteen")
    page = f"/e/{event.identifier}/call"

    found = [
        as_ann.get(f"{page}{word}").status_code
        for word in ("", "?word=wrong", "?word=%00", "?word=a-secret-of-sixteen")
    ]
    secret = as_ann.get(f"{page}?word=a-secret-of-sixteen").content.decode()
    as_ann.post(f"{propose}?word=a-secret-of-sixteen", SAID)

    assert ('<meta name="robots" content="noindex">' in secret, "canonical" in secret) == (True, False)
    assert found == [404, 404, 404, 200]
    assert signed_in(tom).get(page).status_code == 200
    assert "a-secret-of-sixteen" not in signed_in(tom).get(page).content.decode()
    assert Session.objects.get().title == "Knitting"
    assert as_ann.post(propose, SAID).status_code == 404


def test_a_draft_is_known_by_its_open_call_alone(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client, olga: User
) -> None:
    publishing.unpublish(event, by=olga)
    while_open = as_ann.get(propose).status_code, signed_in(None).get(f"/e/{event.identifier}/call").status_code
    SpeakersCall.objects.update(ends_at=timezone.now() - timedelta(hours=1))

    assert (while_open, as_ann.get(propose).status_code) == ((200, 302), 404)


def test_a_proposal_is_handed_in_with_its_speaker_and_acknowledged(
    event: Event, call: SpeakersCall, propose: str, ann: User, as_ann: Client, track: Track
) -> None:
    answer = as_ann.post(propose, {**SAID, "track": track.pk, "city": "Ulm", "picture": picture()})

    session, speaker = Session.objects.get(), Speaker.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/proposals/{session.pk}")
    assert (session.state, session.creator, session.track, session.is_proposal) == ("pending", ann, track, True)
    assert session.long_abstract == "<p>With needles.</p>"
    assert (speaker.user, speaker.email, speaker.city, list(session.speakers.all())) == (
        ann,
        ann.email,
        "Ulm",
        [speaker],
    )
    assert speaker.icon_image_url
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (ann.email, "Received: Knitting")
    assert letter.text.endswith(f"/proposals/{session.pk}\n")


@pytest.mark.parametrize("pressed", [{}, {"draft": "1"}])
def test_a_button_that_is_pressed_twice_hands_in_one_proposal(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client, pressed: dict[str, str]
) -> None:
    page = read(as_ann, propose)
    form = every_field(page, **SAID, **pressed)

    answers = [as_ann.post(propose, {**form, "picture": picture()}) for _click in range(2)]

    (session,) = Session.objects.all()
    assert [answer["Location"] for answer in answers] == [f"/proposals/{session.pk}"] * 2
    assert Letter.objects.count() == (0 if pressed else 1)
    assert len(page.xpath("//main//form[@data-once]")) == 1
    as_ann.post(propose, {**form, "title": "Crochet"})  # from the page of before: something else
    assert sorted(Session.objects.values_list("title", flat=True)) == ["Crochet", "Knitting"]


def test_a_draft_is_told_of_to_nobody_until_it_is_handed_in(
    call: SpeakersCall, propose: str, as_ann: Client, olga: User, event: Event
) -> None:
    as_ann.post(propose, {**SAID, "draft": "1"})
    session = Session.objects.get()
    before = session.state, Letter.objects.count()

    as_ann.post(f"/proposals/{session.pk}/state", {"to": "pending"})

    session.refresh_from_db()
    assert (before, session.state, Letter.objects.count()) == (("draft", 0), "pending", 1)


def test_who_has_spoken_before_is_known(
    event: Event, call: SpeakersCall, speaker: Speaker, propose: str, as_ann: Client
) -> None:
    assert read(as_ann, propose).xpath("string(//input[@name='name']/@value)") == "Ann Onymous"

    as_ann.post(propose, {**SAID, "name": "Ann O."})

    assert Speaker.objects.get().name == "Ann O."


def test_what_was_answered_to_other_organisers_is_theirs_alone(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client, olga: User, mallory: User
) -> None:
    asking.ask(call, [*asking.USUAL, _own("passport"), _own("shirt")], by=olga)
    secrets = {"own_passport": "X1234567", "own_shirt": "XXL", "mobile": "+49 731", "picture": picture(), "city": "Ulm"}
    as_ann.post(propose, {**SAID, **secrets})
    elsewhere = f"/e/{_asks_for_a_shirt(mallory).identifier}/propose"

    page = read(as_ann, elsewhere)
    as_ann.post(elsewhere, every_field(page, title="Purling", own_shirt="M"))

    assert [page.xpath(f"string(//input[@name='{name}']/@value)") for name in ("city", "own_shirt")] == ["Ulm", ""]
    assert page.xpath("//main//img") == []
    there = Speaker.objects.get(event__name="Elsewhere")
    assert (there.complex_field_values, there.city, there.mobile, there.photo_url) == ({"shirt": "M"}, "Ulm", "", "")


def test_answers_to_the_same_organisers_are_known_and_kept(
    event: Event, call: SpeakersCall, propose: str, as_ann: Client, olga: User
) -> None:
    asking.ask(call, [*asking.USUAL, _own("passport"), _own("shirt")], by=olga)
    as_ann.post(propose, {**SAID, "own_passport": "X1234567", "own_shirt": "XXL"})
    asking.ask(call, [*asking.USUAL, _own("shirt")], by=olga)

    page = read(as_ann, propose)
    as_ann.post(propose, every_field(page, title="Purling"))

    assert page.xpath("string(//input[@name='own_shirt']/@value)") == "XXL"
    assert Speaker.objects.get().complex_field_values == {"passport": "X1234567", "shirt": "XXL"}


def _own(name: str) -> Question:
    return Question(of=Asks.SPEAKER, name=name, kind=Kind.TEXT, label=name)


def _asks_for_a_shirt(by: User) -> Event:
    """Another event, whose call asks speakers where they live and for their size, and nothing else."""
    facts = {"starts_at": at("2026-12-24 08:00"), "ends_at": at("2026-12-25 16:00"), "timezone": "Europe/Berlin"}
    event = creating.create(by=by, name="Elsewhere", is_sessions_speakers_enabled=True, **facts)
    event = publishing.publish(event, by=by)
    city = Question(of=Asks.SPEAKER, name="city")
    asking.ask(opened(event, by), [city, _own("shirt")], by=by)
    return event


def test_what_a_question_says_is_words_and_no_markup(
    call: SpeakersCall, propose: str, as_ann: Client, olga: User
) -> None:
    words = '<a href="https://bad.example.org">Sign in again</a>'
    shirt = Question(of=Asks.SPEAKER, name="shirt", kind=Kind.TEXT, label=words, help=words)
    asking.ask(call, [*asking.USUAL, shirt], by=olga)

    page = read(as_ann, propose)

    assert page.xpath("//a[contains(@href, 'bad.example.org')]") == []
    assert page.text_content().count(words) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        *({"title": ""}, {"name": ""}, {"title": "\x00"}, {"website": "javascript:alert(1)"}, {"track": "999"}),
        *({"level": "\x00"}, {"picture": SimpleUploadedFile("a.png", b"no picture")}, {"slides_url": "nowhere"}),
    ],
)
def test_what_is_refused_keeps_nothing_and_says_why(
    call: SpeakersCall, propose: str, as_ann: Client, track: Track, wrong: dict[str, Any]
) -> None:
    answer = as_ann.post(propose, {**SAID, **wrong})

    assert (answer.status_code, "errorlist" in answer.content.decode()) == (200, True)
    assert (Session.objects.count(), Speaker.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_a_form_without_anything_is_the_form(call: SpeakersCall, propose: str, as_ann: Client) -> None:
    assert as_ann.post(propose).status_code == 200


def test_proposals_are_their_authors_and_speakers_alone(
    event: Event, call: SpeakersCall, ann: User, mallory: User, tom: User, as_ann: Client
) -> None:
    session = proposed(event, ann)
    page = f"/proposals/{session.pk}"

    for stranger in (mallory, tom):
        assert signed_in(stranger).get(page).status_code == 404
        assert signed_in(stranger).post(page, SAID).status_code == 404
        assert signed_in(stranger).post(f"{page}/state", {"to": "withdrawn"}).status_code == 404
        assert signed_in(stranger).post(f"{page}/delete").status_code == 404
        assert "Knitting" not in read(signed_in(stranger), "/proposals").text_content()
    assert signed_in(None).get(page).status_code == 302
    assert "Knitting" in read(as_ann, "/proposals").text_content()
    assert Session.objects.get().state == "pending"


def test_the_list_asks_as_much_of_three_proposals_as_of_one(
    event: Event, call: SpeakersCall, ann: User, as_ann: Client
) -> None:
    proposed(event, ann)
    one = statements(as_ann, "/proposals")
    for title in ("Weaving", "Sewing"):
        proposed(event, ann, title)

    assert statements(as_ann, "/proposals") == one


def test_a_proposal_is_changed_by_its_author(event: Event, call: SpeakersCall, ann: User, as_ann: Client) -> None:
    session = proposed(event, ann)
    page = f"/proposals/{session.pk}"

    as_ann.post(page, every_field(read(as_ann, page), title="Crochet", organisation="Wool Inc."))

    session.refresh_from_db()
    assert (session.title, Speaker.objects.get().organisation, said(as_ann, page)) == (
        "Crochet",
        "Wool Inc.",
        ["Your proposal was saved."],
    )


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_undone_unseen(
    event: Event, call: SpeakersCall, ann: User, olga: User, as_ann: Client
) -> None:
    needs = Question(of=Asks.SESSION, name="needs", kind=Kind.TEXT, label="What you need")
    asking.ask(call, [*asking.USUAL, needs], by=olga)
    session = proposed(event, ann)
    page = f"/proposals/{session.pk}"
    left_alone, stale = (
        every_field(read(as_ann, page), **said) for said in ({"language": "de"}, {"own_needs": "Wool"})
    )
    editing.change(session, by=olga, complex_field_values={"needs": "Needles"})

    as_ann.post(page, left_alone)
    refused = as_ann.post(page, stale)

    session.refresh_from_db()
    assert (session.language, session.complex_field_values) == ("de", {"needs": "Needles"})
    assert "It says now: Needles" in errors(refused)
    as_ann.post(page, every_field(parsed(refused)))
    session.refresh_from_db()
    assert session.complex_field_values == {"needs": "Wool"}


def test_the_author_moves_it_as_the_table_of_states_lets(
    event: Event, call: SpeakersCall, ann: User, olga: User, as_ann: Client
) -> None:
    session = proposed(event, ann)
    page = f"/proposals/{session.pk}"
    for to in ("accepted", "draft", "x", "\x00", ""):
        as_ann.post(f"{page}/state", {"to": to})
        assert Session.objects.get().state == "pending"
    reviewing.change_state(session, to="accepted", side=Side.ORGANIZER, by=olga)
    accepted = read(as_ann, page).text_content()

    as_ann.post(f"{page}/state", {"to": "withdrawn"})

    assert "The organisers take it." in accepted
    assert Session.objects.get().state == "withdrawn"
    assert read(as_ann, page).xpath("//button[@name='to']") == []


def test_a_locked_proposal_is_read_and_not_changed(
    event: Event, call: SpeakersCall, ann: User, olga: User, as_ann: Client
) -> None:
    session = proposed(event, ann)
    sent = every_field(read(as_ann, f"/proposals/{session.pk}"), title="Other")
    reviewing.lock(session, by=olga)

    as_ann.post(f"/proposals/{session.pk}", sent)
    as_ann.post(f"/proposals/{session.pk}/state", {"to": "withdrawn"})

    session.refresh_from_db()
    assert (session.title, session.state) == ("Knitting", "pending")
    assert "It is locked" in read(as_ann, f"/proposals/{session.pk}").text_content()


def test_only_drafts_are_thrown_away(event: Event, call: SpeakersCall, ann: User, as_ann: Client) -> None:
    kept, gone = proposed(event, ann), proposed(event, ann, "Draft", "draft")

    for session in (kept, gone):
        as_ann.post(f"/proposals/{session.pk}/delete")

    assert [one.title for one in Session.objects.living()] == ["Knitting"]


def test_when_it_takes_place_is_shown_once_it_is_decided(
    event: Event, session: Session, speaker: Speaker, as_ann: Client, olga: User
) -> None:
    assert "Blue Hall" in read(as_ann, f"/proposals/{session.pk}").text_content()

    reviewing.change_state(session, to="pending", side=Side.ORGANIZER, by=olga)

    assert "Blue Hall" not in read(as_ann, f"/proposals/{session.pk}").text_content()


def test_who_speaks_in_what_the_team_entered_finds_it(event: Event, olga: User, ann: User, as_ann: Client) -> None:
    made = submitting.submit(event, by=olga, title="Keynote", is_proposal=False)
    speaking.link(speaking.add(event, by=olga, name="Ann", user=ann), made, by=olga)

    assert "Keynote" in read(as_ann, "/proposals").text_content()

"""Handing in a session: by everybody while the call is open, by the team always, with a slot and a state."""

from http import HTTPStatus
from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.program import calling, speaking, submitting
from openevent.program.billing import NotYourSpeaker
from openevent.program.calling import CallClosed
from openevent.program.editing import ForeignPart
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.program.submitting import BegunAlready
from tests.conftest import at
from tests.program.admin_pages import log, revision
from tests.program.windows import SUMMER, opened


@pytest.fixture
def to_come(event: Event) -> None:
    """The event is as far ahead as a new session may be."""
    Event.objects.filter(pk=event.pk).update(starts_at=at("2098-01-01 00:00"), ends_at=at("2098-01-03 00:00"))


@pytest.fixture
def window(event: Event, olga: User) -> None:
    opened(event, olga)


def below(event: Event, by: User, **facts: Any) -> Session:
    return submitting.propose(event, by=by, is_team=False, **{"title": "Mine", **facts})


def test_a_proposal_is_a_draft_with_its_speaker(
    window: None, event: Event, ann: User, speaker: Speaker, track: Track
) -> None:
    before = revision(event)

    made = below(event, ann, speakers=[speaker], track=track, short_abstract="<p>Words</p>")

    assert (made.state, made.creator, made.track, made.submitted_at) == ("draft", ann, track, None)
    assert (made.uid, made.short_abstract_text) == (f"{made.pk}-{event.identifier}", "Words")
    assert list(made.speakers.all()) == [speaker]
    assert [kind for kind, *_ in log(event, before)] == ["created", "linked"]


def test_a_proposal_may_be_handed_in_at_once(window: None, event: Event, ann: User) -> None:
    made = below(event, ann, state="pending")

    assert (made.state, made.submitted_at) == ("pending", made.created_at)


def test_nobody_below_the_team_hands_in_while_there_is_no_call(event: Event, ann: User, mallory: User) -> None:
    for user in (ann, mallory):
        with pytest.raises(CallClosed) as refusal:
            below(event, user)
        assert refusal.value.status == HTTPStatus.FORBIDDEN

    assert list(Session.objects.all()) == []


def test_nor_after_the_call_nor_before_it(event: Event, ann: User, olga: User) -> None:
    calling.add(event, by=olga, **SUMMER)
    Event.objects.update(starts_at=at("2099-01-01 00:00"), ends_at=at("2099-01-02 00:00"))
    long_ago = {"starts_at": at("2020-01-01 00:00"), "ends_at": at("2020-02-01 00:00")}
    far_ahead = {"starts_at": at("2098-01-01 00:00"), "ends_at": at("2098-02-01 00:00")}

    for window in (long_ago, far_ahead):
        calling.change(event.speakers_calls.get(), by=olga, **window)
        with pytest.raises(CallClosed):
            below(event, ann)

    assert list(Session.objects.all()) == []


def test_a_private_call_takes_its_secret(event: Event, ann: User, mallory: User, olga: User) -> None:
    secret = opened(event, olga, privacy="private").hash

    with pytest.raises(CallClosed):
        below(event, mallory, call_hash="0" * 32)
    made = below(event, ann, call_hash=secret)

    assert list(Session.objects.all()) == [made]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"state": "accepted"}, "/data/attributes/state"),
        ({"state": "withdrawn"}, "/data/attributes/state"),
        ({"state": "famous"}, "/data/attributes/state"),
        ({"starts_at": at("2098-10-24 08:00"), "ends_at": at("2098-10-24 09:00")}, "/data/attributes/ends-at"),
        ({"is_locked": True}, "/data/attributes/is-locked"),
    ],
)
def test_what_the_team_decides_no_proposal_says(
    window: None, event: Event, mallory: User, facts: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Refused) as refusal:
        below(event, mallory, **facts)

    assert (refusal.value.status, refusal.value.pointer) == (HTTPStatus.FORBIDDEN, pointer)
    assert list(Session.objects.all()) == []


def test_a_new_session_takes_place_in_the_future(event: Event, tom: User) -> None:
    Event.objects.update(starts_at=at("2020-01-01 00:00"))
    past: dict[str, Any] = {"starts_at": at("2020-01-01 08:00"), "ends_at": at("2020-01-01 09:00")}

    with pytest.raises(BegunAlready) as refusal:
        submitting.propose(event, by=tom, is_team=True, title="Opening", **past)

    assert refusal.value.pointer == "/data/attributes/starts-at"
    assert list(Session.objects.all()) == []


@pytest.mark.parametrize("state", Session.State.values)
def test_the_team_begins_with_any_state(event: Event, tom: User, state: str) -> None:
    assert submitting.propose(event, by=tom, is_team=True, title="Opening", state=state).state == state


def test_where_sessions_are_switched_off_nobody_adds_one(event: Event, tom: User, olga: User) -> None:
    Event.objects.update(is_sessions_speakers_enabled=False)

    with pytest.raises(CallClosed, match="they are switched off"):
        submitting.propose(event, by=tom, is_team=True, title="Opening")
    with pytest.raises(CallClosed):
        speaking.propose(event, by=olga, is_team=True, may_override=True, may_lock=True, name="Cy")

    assert (Session.objects.count(), Speaker.objects.count()) == (0, 0)


def test_a_proposal_has_no_room(window: None, event: Event, mallory: User, room: Microlocation) -> None:
    with pytest.raises(Refused) as refusal:
        below(event, mallory, microlocation=room)

    assert refusal.value.pointer == "/data/relationships/microlocation"


def test_mallory_proposes_nobody_but_herself(window: None, event: Event, mallory: User, speaker: Speaker) -> None:
    with pytest.raises(NotYourSpeaker) as refusal:
        below(event, mallory, speakers=[speaker])

    assert (refusal.value.status, refusal.value.pointer) == (HTTPStatus.NOT_FOUND, "/data/relationships/speakers")
    assert list(Session.objects.all()) == []


def test_the_team_puts_a_session_into_the_programme_at_once(
    to_come: None, event: Event, tom: User, room: Microlocation, speaker: Speaker
) -> None:
    made = submitting.propose(
        event,
        by=tom,
        is_team=True,
        title="Opening",
        state="accepted",
        speakers=[speaker],
        send_email=True,
        microlocation=room,
        starts_at=at("2098-01-01 07:00"),
        ends_at=at("2098-01-01 08:00"),
    )

    made.refresh_from_db()
    assert (made.state, made.microlocation, made.starts_at) == ("accepted", room, at("2098-01-01 07:00"))
    assert made.is_mail_sent
    assert list(Letter.objects.values_list("to", flat=True)) == [speaker.email, "olga@example.org"]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"state": "famous"}, "/data/attributes/state"),
        ({"starts_at": at("2097-12-31 07:00"), "ends_at": at("2098-01-01 08:00")}, "/data/attributes/starts-at"),
        ({"starts_at": at("2099-01-01 07:00")}, "/data/attributes/starts-at"),
        ({"slides": "x"}, "/data/attributes/slides"),
        ({"title": ""}, "/data/attributes/title"),
    ],
)
def test_what_cannot_be_is_refused_to_the_team_and_nothing_is_made(
    to_come: None, event: Event, tom: User, facts: dict[str, Any], pointer: str
) -> None:
    before = revision(event)

    with pytest.raises(Refused) as refusal:
        submitting.propose(event, by=tom, is_team=True, **{"title": "Opening", **facts})

    assert refusal.value.pointer == pointer
    assert (list(Session.objects.all()), revision(event)) == ([], before)


def test_only_organizers_make_a_locked_session(event: Event, tom: User, olga: User) -> None:
    with pytest.raises(Refused) as refusal:
        submitting.propose(event, by=tom, is_team=True, title="Opening", is_locked=True)
    made = submitting.propose(event, by=olga, is_team=True, title="Opening", is_locked=True)

    assert refusal.value.pointer == "/data/attributes/is-locked"
    assert (made.is_locked, Session.objects.count()) == (True, 1)


def test_speakers_of_another_event_are_nobody_here(
    event: Event, other_event: Event, ann: User, olga: User, window: None
) -> None:
    elsewhere = speaking.add(other_event, by=olga, name="Ann", user=ann)

    with pytest.raises(ForeignPart):
        below(event, ann, speakers=[elsewhere])

    assert list(Session.objects.all()) == []

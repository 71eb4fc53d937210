"""What the original did wrong with calls for speakers, sessions, speakers, feedback."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import Letter, User
from openevent.events import creating, publishing, team
from openevent.events.models import Event, EventRole
from openevent.program import arranging, calling, speaking, submitting
from openevent.program.models import Feedback, Microlocation, Session, SessionType, Speaker, SpeakersCall, Track
from tests.api.defects.documents import document, get, ids, plain, read, refusal, send, to, to_many
from tests.conftest import accepted, account

DECIDED = ["accepted", "confirmed", "rejected", "canceled", "withdrawn"]


def propose(user: User | None, event: Event, **said: Any) -> Any:
    attributes = {"title": "Proposal", **{name.replace("_", "-"): value for name, value in said.items()}}
    return send(user, "POST", "/v1/sessions", document("session", attributes, event=to("event", event)))


def present(user: User | None, event: Event, **said: Any) -> Any:
    attributes = {"name": "Me", **{name.replace("_", "-"): value for name, value in said.items()}}
    return send(user, "POST", "/v1/speakers", document("speaker", attributes, event=to("event", event)))


def change(user: User | None, session: Session, said: dict[str, Any] | None = None, **relationships: Any) -> Any:
    body = document("session", said, row=session, **relationships)
    return send(user, "PATCH", f"/v1/sessions/{session.pk}", body)


# --- D64, D65: calls for speakers ---


@pytest.fixture
def private(call: SpeakersCall, olga: User) -> SpeakersCall:
    return calling.change(call, by=olga, privacy="private")


def test_d64_the_word_that_opens_a_private_call_is_the_teams(
    tom: User, mallory: User, ann: User, private: SpeakersCall
) -> None:
    pages = [
        f"/v1/speakers-calls/{private.pk}",
        f"/v1/events/{private.event_id}/speakers-call",
        f"/v1/events/{private.event_id}?include=speakers-call",
        "/v1/events?include=speakers-call",
        f"/v1/speakers-calls/{private.pk}?fields[speakers-call]=hash",
    ]

    for page in pages:
        for user in (None, mallory, ann):
            answer = get(user, page)
            assert answer.status_code == 200
            assert private.hash not in answer.content.decode()
        assert private.hash in get(tom, page).content.decode()


@pytest.mark.parametrize("word", [None, "", "wrong"])
def test_d64_a_private_call_opens_to_its_word_alone(mallory: User, private: SpeakersCall, word: str | None) -> None:
    said = {"call_hash": word} if word is not None else {}

    answers = [act(mallory, private.event, **said) for act in (propose, present)]

    assert [refusal(answer) for answer in answers] == [(403, "/data/attributes/call-hash")] * 2
    assert not Session.objects.exists()
    assert not Speaker.objects.exists()
    assert read(propose(mallory, private.event, call_hash=private.hash), 201)["attributes"]["state"] == "draft"


@pytest.mark.parametrize("when", ["before", "after", "never", "deleted"])
def test_d65_proposals_are_taken_while_the_call_is_open(
    olga: User, tom: User, mallory: User, coming: Event, when: str
) -> None:
    now = timezone.now()
    if when != "never":
        starts = now + timedelta(days=1) if when == "before" else now - timedelta(days=9)
        ends = starts + timedelta(days=1) if when != "deleted" else now + timedelta(days=1)
        opened = calling.add(coming, by=olga, starts_at=starts, ends_at=ends)
        if when == "deleted":
            calling.remove(opened, by=olga)

    assert refusal(propose(mallory, coming))[0] == 403
    assert refusal(present(mallory, coming))[0] == 403
    assert not Session.objects.exists()
    assert not Speaker.objects.exists()
    assert propose(tom, coming).status_code == 201


def test_d65_a_call_that_is_open_takes_proposals(mallory: User, call: SpeakersCall) -> None:
    assert propose(mallory, call.event).status_code == 201
    assert present(mallory, call.event).status_code == 201
    assert refusal(propose(None, call.event)) == (401, "")


def test_d65_also_the_first_call_ends_before_its_event(olga: User, coming: Event) -> None:
    late = (coming.starts_at + timedelta(hours=1)).isoformat()
    facts = {"announcement": "Come!", "starts-at": timezone.now().isoformat(), "ends-at": late}
    body = document("speakers-call", facts, event=to("event", coming))

    assert refusal(send(olga, "POST", "/v1/speakers-calls", body)) == (422, "/data/attributes/ends-at")
    assert not SpeakersCall.objects.exists()


def test_d65_a_second_call_is_a_conflict(olga: User, call: SpeakersCall) -> None:
    facts = {"announcement": "Again!", "starts-at": call.starts_at.isoformat(), "ends-at": call.ends_at.isoformat()}

    answer = send(olga, "POST", "/v1/speakers-calls", document("speakers-call", facts, event=to("event", call.event)))

    assert refusal(answer)[0] == 409
    assert SpeakersCall.objects.count() == 1


# --- D66: which sessions the public sees ---


@pytest.mark.parametrize("state", ["draft", "pending", "rejected", "canceled", "withdrawn"])
def test_d66_only_sessions_that_take_place_are_public(
    olga: User, ann: User, mallory: User, session: Session, state: str
) -> None:
    kind = arranging.add(SessionType(event=session.event, name="Talk", length="00:30"), by=olga)
    hidden = submitting.submit(session.event, by=ann, title="Hidden", track=session.track, session_type=kind)
    speaker = session.speaking.get().speaker
    speaking.link(speaker, hidden, by=olga)
    Session.objects.filter(pk=hidden.pk).update(state=state, microlocation=session.microlocation)
    lists = [
        f"/v1/events/{session.event_id}/sessions",
        f"/v1/tracks/{session.track_id}/sessions",
        f"/v1/microlocations/{session.microlocation_id}/sessions",
        f"/v1/session-types/{kind.pk}/sessions",
        f"/v1/speakers/{speaker.pk}/sessions",
    ]

    for address in lists:
        for user in (None, mallory):
            assert str(hidden.pk) not in ids(get(user, address)), address
        for user in (olga, ann):
            assert str(hidden.pk) in ids(get(user, address)), address
    for user in (None, mallory):
        assert refusal(get(user, f"/v1/sessions/{hidden.pk}")) == (404, "")


# --- D68: letters to speakers ---


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("mallory", 403), ("ann", 403), ("tom", 403)])
def test_d68_only_organizers_write_to_speakers(
    tom: User, ann: User, mallory: User, session: Session, who: str, status: int
) -> None:
    user = {"nobody": None, "mallory": mallory, "ann": ann, "tom": tom}[who]
    before = Letter.objects.count()

    answer = plain(user, f"/v1/sessions/{session.pk}/notify", {"subject": "Hello", "message": "Buy this."})

    assert refusal(answer)[0] == status
    assert Letter.objects.count() == before


def test_d68_an_organizer_does(olga: User, ann: User, session: Session) -> None:
    answer = plain(olga, f"/v1/sessions/{session.pk}/notify", {"subject": "Hello", "message": "Bring an iron."})

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert Letter.objects.filter(to=ann.email).last() is not None


# --- D69, D117: states ---


@pytest.mark.parametrize("state", [*DECIDED, "unheard-of", ""])
def test_d69_nobody_below_the_team_decides_on_their_own_proposal(mallory: User, call: SpeakersCall, state: str) -> None:
    answer = propose(mallory, call.event, state=state)

    assert refusal(answer) == (403 if state in DECIDED else 422, "/data/attributes/state")
    assert not Session.objects.exists()


def test_d69_a_proposal_is_a_draft_or_pending(mallory: User, call: SpeakersCall) -> None:
    states = [read(propose(mallory, call.event, state=state), 201)["attributes"] for state in ("draft", "pending")]
    unsaid = read(propose(mallory, call.event), 201)["attributes"]["state"]

    assert [one["state"] for one in states] == ["draft", "pending"]
    assert unsaid == "draft"
    assert states[0]["submitted-at"] is None
    assert states[1]["submitted-at"] is not None


@pytest.mark.parametrize("scheduled", [False, True])
@pytest.mark.parametrize("state", ["accepted", "confirmed", "rejected", "canceled"])
def test_d117_a_speaker_does_not_decide_on_the_own_session(
    ann: User, mallory: User, session: Session, scheduled: bool, state: str
) -> None:
    facts: dict[str, Any] = {"state": "pending"} | ({} if scheduled else {"starts_at": None, "ends_at": None})
    Session.objects.filter(pk=session.pk).update(**facts, creator=ann)

    answer = change(ann, session, {"state": state, "title": "Mine"})

    session.refresh_from_db()
    assert refusal(answer) == (403, "/data/attributes/state")
    assert (session.state, session.title) == ("pending", "Soldering for All")
    assert refusal(change(mallory, session, {"state": state})) == (404, "")


def test_d117_coorganizers_decide(tom: User, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(state="pending")

    assert read(change(tom, session, {"state": "accepted"}))["attributes"]["state"] == "accepted"


def test_d117_what_the_server_sets_is_not_taken_from_a_proposal(ann: User, call: SpeakersCall) -> None:
    answer = propose(
        ann,
        call.event,
        submitted_at="2020-01-01T00:00:00Z",
        is_mail_sent=True,
        average_rating=5,
        favourite_count=9,
    )

    made = read(answer, 201)["attributes"]
    assert (made["submitted-at"], made["is-mail-sent"], made["favourite-count"]) == (None, False, 0)
    assert Session.objects.get(pk=read(answer, 201)["id"]).rating_count == 0


# --- D70: scheduling ---


@pytest.fixture
def foreign(olga: User) -> Event:
    """Another event of the same organiser's."""
    now = timezone.now()
    made = creating.create(by=olga, name="Foreign", starts_at=now, ends_at=now + timedelta(days=1), timezone="UTC")
    return publishing.publish(made, by=olga)


@pytest.mark.parametrize("relation", ["track", "microlocation", "session-type", "speakers"])
def test_d70_what_a_session_leads_to_is_of_the_same_event(
    olga: User, session: Session, foreign: Event, relation: str
) -> None:
    if relation == "speakers":
        linkage = to_many("speaker", speaking.add(foreign, by=olga, name="Elsewhere"))
    else:
        part: Any = {
            "track": Track(event=foreign, name="Foreign", color="#00ff00"),
            "microlocation": Microlocation(event=foreign, name="Foreign"),
            "session-type": SessionType(event=foreign, name="Foreign", length="00:30"),
        }[relation]
        linkage = to(relation, arranging.add(part, by=olga))
    before = Session.objects.filter(pk=session.pk).values().get(), list(session.speaking.values())

    answers = [
        change(olga, session, {"title": "Changed"}, **{relation: linkage}),
        send(olga, "PATCH", f"/v1/sessions/{session.pk}/relationships/{relation}", linkage),
    ]

    assert [refusal(answer)[0] for answer in answers] == [422, 422]
    assert refusal(answers[0])[1] == f"/data/relationships/{relation}"
    assert (Session.objects.filter(pk=session.pk).values().get(), list(session.speaking.values())) == before


def test_d70_a_session_is_not_moved_to_another_event(olga: User, session: Session, foreign: Event) -> None:
    linkage = to("event", foreign)

    answers = [
        change(olga, session, event=linkage),
        send(olga, "PATCH", f"/v1/sessions/{session.pk}/relationships/event", linkage),
    ]

    session.refresh_from_db()
    assert [refusal(answer)[0] for answer in answers] == [403, 403]
    assert session.event != foreign


@pytest.mark.parametrize(
    ("starts", "ends", "place"),
    [
        ("2026-10-23T08:00:00Z", "2026-10-23T09:00:00Z", "starts-at"),
        ("2026-10-26T16:30:00Z", "2026-10-26T17:30:00Z", "ends-at"),
        ("2026-10-24T10:00:00Z", "2026-10-24T09:00:00Z", "ends-at"),
        ("2026-10-27T10:00:00Z", None, "starts-at"),
    ],
)
def test_d70_a_session_lies_inside_its_event(
    olga: User, session: Session, starts: str, ends: str | None, place: str
) -> None:
    before = (session.starts_at, session.ends_at)

    answer = change(olga, session, {"starts-at": starts, "ends-at": ends})

    session.refresh_from_db()
    assert refusal(answer) == (422, f"/data/attributes/{place}")
    assert (session.starts_at, session.ends_at) == before


def test_d70_a_room_that_is_needed_twice_is_told(olga: User, session: Session) -> None:
    second = accepted(session.event, olga, "Welding", None)
    assert session.starts_at is not None
    assert session.ends_at is not None
    times = {"starts-at": session.starts_at.isoformat(), "ends-at": session.ends_at.isoformat()}

    answer = change(olga, second, times, microlocation=to("microlocation", session.microlocation))

    (told,) = answer.json()["meta"]["conflicts"]
    assert answer.status_code == 200
    assert told["kind"].startswith("room")
    assert len(ids(get(olga, f"/v1/events/{session.event_id}/conflicts"))) == 1


# --- D71, D72: speakers ---


def test_d71_how_to_reach_a_speaker_is_not_public(olga: User, ann: User, mallory: User, session: Session) -> None:
    Speaker.objects.update(mobile="+49 30 1", address="Mill Lane 1", heard_from="a friend", gender="Woman")
    speaker = session.speaking.get().speaker
    pages = [
        f"/v1/speakers/{speaker.pk}",
        f"/v1/events/{session.event_id}/speakers",
        f"/v1/sessions/{session.pk}/speakers",
        f"/v1/sessions/{session.pk}?include=speakers",
        f"/v1/speakers/{speaker.pk}?fields[speaker]=email,mobile,address",
    ]

    for page in pages:
        for user in (None, mallory):
            answer = get(user, page)
            assert answer.status_code == 200
            for word in (b"@example.org", b"+49", b"Mill Lane", b"a friend", b"Woman"):
                assert word not in answer.content, page
        for user in (olga, ann):
            assert b"ann@example.org" in get(user, page).content


def test_d71_who_gives_no_accepted_session_is_not_public(olga: User, mallory: User, session: Session) -> None:
    waiting = speaking.add(session.event, by=olga, name="Waiting")
    speaking.link(waiting, submitting.submit(session.event, by=olga, title="Undecided", state="pending"), by=olga)

    for user in (None, mallory):
        assert str(waiting.pk) not in ids(get(user, f"/v1/events/{session.event_id}/speakers"))
        assert refusal(get(user, f"/v1/speakers/{waiting.pk}")) == (404, "")


def test_d72_a_speaker_changes_nobody_else(olga: User, ann: User, mallory: User, session: Session) -> None:
    speaking.add(session.event, by=olga, name="Mallory", email=mallory.email, user=mallory)
    speaker = session.speaking.get().speaker
    address = f"/v1/speakers/{speaker.pk}"
    before = Speaker.objects.filter(pk=speaker.pk).values().get()

    for user, status in ((None, 401), (mallory, 403)):
        body = document("speaker", {"name": "Mallory", "email": "mallory@example.org"}, row=speaker)
        assert refusal(send(user, "PATCH", address, body))[0] == status
        assert refusal(send(user, "DELETE", address))[0] == status
        linkage = to_many("session", session)
        for method in ("POST", "PATCH", "DELETE"):
            assert refusal(send(user, method, f"{address}/relationships/sessions", linkage))[0] == status

    assert Speaker.objects.filter(pk=speaker.pk).values().get() == before


def test_d72_the_address_stays_when_the_team_changes_a_speaker(tom: User, ann: User, session: Session) -> None:
    speaker = session.speaking.get().speaker

    answer = send(
        tom, "PATCH", f"/v1/speakers/{speaker.pk}", document("speaker", {"organisation": "Mill"}, row=speaker)
    )

    assert read(answer)["attributes"]["email"] == ann.email


def test_d72_an_address_is_not_taken_from_a_proposal(ann: User, call: SpeakersCall) -> None:
    answer = present(ann, call.event, email="olga@example.org")

    assert not Speaker.objects.filter(email="olga@example.org").exists()
    assert answer.status_code in {201, 403}


# --- D73: feedback ---


def rate(asker: User | None, kind: str, row: Any, rating: float = 4, **more: Any) -> Any:
    return send(
        asker, "POST", "/v1/feedbacks", document("feedback", {"rating": rating}, **{kind: to(kind, row)}, **more)
    )


def test_d73_an_event_is_rated_once_by_everybody_and_not_before_it_begins(
    ann: User, mallory: User, event: Event, coming: Event
) -> None:
    assert refusal(rate(None, "event", event)) == (401, "")
    assert refusal(rate(ann, "event", coming))[0] == 403
    assert rate(ann, "event", event).status_code == 201
    assert refusal(rate(ann, "event", event, rating=5))[0] == 409
    assert rate(mallory, "event", event).status_code == 201

    assert [(one.user, float(one.rating)) for one in Feedback.objects.order_by("pk")] == [(ann, 4.0), (mallory, 4.0)]


def test_d73_nobody_rates_in_anothers_name(ann: User, mallory: User, event: Event) -> None:
    answer = rate(mallory, "event", event, user=to("user", ann))

    assert not Feedback.objects.filter(user=ann).exists()
    assert answer.status_code in {201, 403, 404, 422}


def test_d73_a_session_is_rated_by_its_team(olga: User, tom: User, ann: User, mallory: User, session: Session) -> None:
    team.appoint(account("rita"), EventRole.Name.REGISTRAR, session.event, by=olga)
    for user in (ann, mallory, User.objects.get(email="rita@example.org")):
        assert refusal(rate(user, "session", session))[0] == 403
    assert rate(tom, "session", session).status_code == 201
    assert refusal(rate(tom, "session", session))[0] == 409
    assert Feedback.objects.count() == 1

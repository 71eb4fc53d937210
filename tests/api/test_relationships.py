"""Reading and changing to what a row leads (contract, 1.3): linkage in, linkage out, and whose right it needs."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import creating, publishing, team
from openevent.events.models import Event, EventRole
from openevent.program import arranging, speaking, submitting
from openevent.program.models import Microlocation, Session, Speaker, Track
from tests.api.defects.documents import document, get, identifier, read, refusal, send, to
from tests.conftest import accepted, account, at


@pytest.fixture
def other(mallory: User) -> Event:
    """Mallory's own event, with a track, a room, a session and a speaker."""
    made = creating.create(
        by=mallory,
        name="Other",
        starts_at=at("2026-10-24 07:00"),
        ends_at=at("2026-10-26 17:00"),
        timezone="UTC",
        is_sessions_speakers_enabled=True,
    )
    publishing.publish(made, by=mallory)
    arranging.add(Track(event=made, name="Other", color="#ff0000"), by=mallory)
    arranging.add(Microlocation(event=made, name="Other"), by=mallory)
    speaking.link(speaking.add(made, by=mallory, name="Other"), accepted(made, mallory, "Other", None), by=mallory)
    return made


@pytest.fixture
def more(olga: User, event: Event) -> Session:
    return accepted(event, olga, "More", None)


def links(kind: str, *rows: Any) -> dict[str, Any]:
    return {"data": [identifier(kind, row) for row in rows]}


def revision() -> list[int]:
    return list(Event.objects.order_by("pk").values_list("revision", flat=True))


def test_a_relationship_is_read_as_linkage(session: Session, speaker: Speaker, olga: User) -> None:
    home = f"/v1/sessions/{session.pk}"

    one, many = (get(None, f"{home}/relationships/{name}").json() for name in ("track", "speakers"))

    assert one == {
        "links": {"self": f"{home}/relationships/track", "related": f"{home}/track"},
        "data": identifier("track", session.track),
        "jsonapi": {"version": "1.0"},
    }
    assert many["data"] == [identifier("speaker", speaker)]
    assert get(olga, f"{home}/relationships/session-type").json()["data"] is None
    assert [get(None, f"{home}/{name}").json()["data"] for name in ("session-type", "feedbacks")] == [None, []]
    assert [
        refusal(get(None, f"{home}/relationships/{name}"))[0] for name in ("nothing", "user-favourite-sessions")
    ] == [404, 404]


def test_a_relationship_to_one_is_set_changed_and_cleared(olga: User, session: Session, track: Track) -> None:
    address = f"/v1/sessions/{session.pk}/relationships/track"
    new = arranging.add(Track(event=session.event, name="New", color="#00ff00"), by=olga)

    answers = [
        send(olga, "PATCH", address, body)
        for body in (to("track", new), to("track", new), {"data": None}, {"data": None})
    ]

    assert [answer.status_code for answer in answers] == [200, 204, 200, 204]
    assert [answer.content for answer in answers[1::2]] == [b"", b""]
    assert (read(answers[0])["type"], read(answers[0])["id"]) == ("session", str(session.pk))
    assert get(olga, address).json()["data"] is None


def test_a_relationship_to_many_is_replaced_added_to_and_taken_from(
    olga: User, event: Event, session: Session, speaker: Speaker
) -> None:
    address = f"/v1/sessions/{session.pk}/relationships/speakers"
    b, c = (speaking.add(event, by=olga, name=name) for name in "BC")
    steps = [
        ("POST", [b], 200, [speaker, b]),
        ("POST", [b, b], 204, [speaker, b]),
        ("POST", [], 204, [speaker, b]),
        ("DELETE", [speaker], 200, [b]),
        ("DELETE", [speaker, c], 204, [b]),
        ("PATCH", [c, b, c], 200, [c, b]),
        ("PATCH", [c, b], 204, [c, b]),
        ("PATCH", [], 200, []),
        ("DELETE", [b], 204, []),
        ("POST", [c], 200, [c]),
    ]

    for method, said, status, then in steps:
        before = revision()
        answer = send(olga, method, address, links("speaker", *said))
        assert (answer.status_code, get(olga, address).json()["data"]) == (status, links("speaker", *then)["data"]), (
            method,
            said,
        )
        assert (revision() == before) is (status == 204)


def test_what_is_no_linkage_is_refused_and_changes_nothing(
    olga: User, session: Session, speaker: Speaker, track: Track
) -> None:
    many, one, sessions = (
        f"/v1/sessions/{session.pk}/relationships/speakers",
        f"/v1/sessions/{session.pk}/relationships/track",
        f"/v1/tracks/{track.pk}/relationships/sessions",
    )
    before = revision()
    wrong: list[tuple[str, Any, int]] = [
        (many, None, 400),
        (many, [], 400),
        (many, {}, 400),
        (many, {"data": None}, 400),
        (many, to("speaker", speaker), 400),
        (many, {"data": [None]}, 400),
        (many, {"data": ["1"]}, 400),
        (many, {"data": [{"type": "speaker"}]}, 400),
        (many, {"data": [{"type": "speaker", "id": 1.5}]}, 400),
        (many, {"data": [{"type": "speaker", "id": True}]}, 400),
        (many, {"data": [{"type": "speaker", "id": 999}]}, 422),
        (many, links("session", session), 409),
        (many, {"data": [{"id": "1"}]}, 409),
        (many, {"data": [{"type": "speaker", "id": "999"}]}, 422),
        (many, {"data": [identifier("speaker", speaker), {"type": "speaker", "id": "x"}]}, 422),
        (many, {"data": [{"type": "speaker", "id": "9" * 30}]}, 422),
        (many, {"data": [identifier("speaker", speaker)] * 1001}, 400),
        (one, links("track", track), 400),
        (one, {"data": 1}, 400),
        (one, to("session", session), 409),
        (one, {"data": {"type": "track", "id": "999"}}, 422),
        (one, {"data": {"type": "track", "id": "-1"}}, 422),
        (one, {"data": {"type": "track", "id": "\x00"}}, 422),
        (sessions, {"data": [{"type": "session", "id": "999"}]}, 422),
    ]

    seen = [(address, body, send(olga, "PATCH", address, body)) for address, body, _ in wrong]

    assert [(address, body, answer.status_code) for address, body, answer in seen if body is not None] == [
        row for row in wrong if row[1] is not None
    ]
    assert {refusal(answer)[1] for _, _, answer in seen} <= {"", "/data"}
    assert revision() == before


def test_rows_of_another_event_are_not_led_to(
    olga: User, mallory: User, other: Event, session: Session, track: Track
) -> None:
    home, before = f"/v1/sessions/{session.pk}", revision()
    foreign: list[tuple[str, dict[str, Any]]] = [
        (f"{home}/relationships/track", to("track", Track.objects.get(event=other))),
        (f"{home}/relationships/microlocation", to("microlocation", Microlocation.objects.get(event=other))),
        (f"{home}/relationships/speakers", links("speaker", Speaker.objects.get(event=other))),
        (f"{home}/relationships/event", to("event", other)),
        (f"/v1/tracks/{track.pk}/relationships/event", to("event", other)),
    ]
    for user in (olga, mallory):  # mallory keeps the other event: it does not help her, nor would it olga
        team.appoint(olga, EventRole.Name.ORGANIZER, other, by=mallory) if user is olga else None
        before = revision()
        answers = [send(user, "PATCH", address, body) for address, body in foreign]
        assert {answer.status_code for answer in answers} <= {403, 409, 422}
        assert revision() == before
    body = document("session", {}, row=session, event=to("event", other))
    assert refusal(send(olga, "PATCH", home, body)) == (403, "/data/relationships/event")
    into = send(
        olga, "PATCH", f"/v1/tracks/{track.pk}/relationships/sessions", links("session", *Session.objects.all())
    )
    assert into.status_code in {403, 422}
    session.refresh_from_db()
    assert (session.event_id, session.track_id, revision()) == (track.event_id, track.pk, before)


def test_a_track_takes_sessions_in_and_lets_them_go(olga: User, session: Session, more: Session, track: Track) -> None:
    address = f"/v1/tracks/{track.pk}/relationships/sessions"

    statuses = [
        send(olga, method, address, links("session", *rows)).status_code
        for method, rows in (
            ("POST", [session]),
            ("POST", [more]),
            ("DELETE", [session]),
            ("DELETE", [session]),
            ("PATCH", [session]),
        )
    ]

    assert statuses == [204, 200, 200, 204, 200]
    assert list(Session.objects.order_by("pk").values_list("track", flat=True)) == [track.pk, None]
    assert sorted(Session.objects.filter(track=track).values_list("pk", flat=True)) == [session.pk]


def test_who_keeps_the_tracks_puts_sessions_into_them_and_changes_nothing_else(
    olga: User, session: Session, more: Session, track: Track
) -> None:
    keeper = account("keeper")
    team.appoint(keeper, EventRole.Name.TRACK_ORGANIZER, session.event, by=olga)
    address = f"/v1/tracks/{track.pk}/relationships/sessions"

    answers = [
        (send(keeper, method, address, links("session", *rows)).status_code, {row.pk for row in track.sessions.all()})
        for method, rows in (("PATCH", []), ("POST", [more, session]), ("DELETE", [session]), ("POST", [more]))
    ]
    Session.objects.filter(pk=more.pk).update(is_locked=True)
    locked = send(keeper, "PATCH", address, links("session"))
    others = [
        send(keeper, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"title": "Mine"}, row=session)),
        send(keeper, "PATCH", f"/v1/sessions/{session.pk}/relationships/track", to("track", track)),
        send(keeper, "PATCH", f"/v1/sessions/{session.pk}/relationships/speakers", links("speaker")),
    ]

    assert answers == [(200, set()), (200, {more.pk, session.pk}), (200, {more.pk}), (204, {more.pk})]
    assert [refusal(answer)[0] for answer in (locked, *others)] == [403] * 4
    assert set(track.sessions.values_list("pk", flat=True)) == {more.pk}


def test_strangers_change_no_relationship(
    mallory: User, ann: User, session: Session, speaker: Speaker, track: Track
) -> None:
    before = revision()
    pages = [
        (f"/v1/sessions/{session.pk}/relationships/speakers", links("speaker")),
        (f"/v1/sessions/{session.pk}/relationships/track", {"data": None}),
        (f"/v1/tracks/{track.pk}/relationships/sessions", links("session")),
    ]

    answers = [send(user, "PATCH", page, body) for user in (None, mallory) for page, body in pages]

    assert [refusal(answer)[0] for answer in answers] == [401] * 3 + [403] * 3
    assert (revision(), session.speaking.count()) == (before, 1)


def test_roles_are_not_given_through_relationships(olga: User, tom: User, mallory: User, event: Event) -> None:
    role = EventRole.objects.get(event=event, user=tom)
    home = f"/v1/users-events-roles/{role.pk}/relationships"
    owner = {"data": {"type": "role", "id": str(read(get(olga, "/v1/roles?filter[name]=owner"))[0]["id"])}}

    answers = [
        send(user, "PATCH", f"{home}/{name}", body)
        for user in (None, mallory, tom, olga)
        for name, body in (("user", to("user", mallory)), ("role", owner), ("role", {"data": None}))
    ]

    assert {answer.status_code for answer in answers[:3]} == {401}
    assert {answer.status_code for answer in answers[3:6]} == {404}
    assert {answer.status_code for answer in answers[6:9]} == {403}
    assert [answer.status_code for answer in answers[9:]] == [403, 403, 422]
    assert EventRole.objects.get(pk=role.pk).role == "coorganizer"


def test_a_needed_relationship_is_said_and_stays(olga: User, event: Event, track: Track) -> None:
    new = document("track", {"name": "New", "color": "#00ff00"})

    answers = [
        send(olga, "POST", "/v1/tracks", new),
        send(olga, "POST", "/v1/tracks", document("track", {"name": "New", "color": "#00ff00"}, event={"data": None})),
        send(
            olga,
            "POST",
            "/v1/tracks",
            document("track", {"name": "New", "color": "#00ff00"}, event={"data": {"type": "event", "id": "999"}}),
        ),
        send(olga, "PATCH", f"/v1/tracks/{track.pk}", document("track", row=track, event={"data": None})),
    ]

    assert [refusal(answer) for answer in answers] == [(422, "/data/relationships/event")] * 2 + [
        (404, "/data/relationships/event"),
        (403, "/data/relationships/event"),
    ]
    assert Track.objects.count() == 1


def test_a_change_that_names_what_is_there_already_is_no_change(olga: User, session: Session, speaker: Speaker) -> None:
    before = revision()
    body = document(
        "session",
        {"title": session.title},
        row=session,
        track=to("track", session.track),
        speakers=links("speaker", speaker),
        event=to("event", session.event),
    )

    answer = send(olga, "PATCH", f"/v1/sessions/{session.pk}", body)

    assert (answer.status_code, revision()) == (200, before)


def test_a_proposal_that_the_asker_does_not_see_is_not_put_anywhere(
    olga: User, ann: User, event: Event, session: Session, speaker: Speaker
) -> None:
    secret = submitting.submit(event, by=olga, state="pending", title="A secret")
    address = f"/v1/speakers/{speaker.pk}/relationships/sessions"

    answer = send(ann, "POST", address, links("session", secret))

    assert refusal(answer) == (422, "/data")
    assert list(speaker.speaking.values_list("session", flat=True)) == [session.pk]

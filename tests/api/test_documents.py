"""The frame of what goes in and out: media types, documents, and what a body may say (contract, 1.1–1.4)."""

import json
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import Resource
from openevent.events.models import Event
from openevent.program.models import Session, Track
from tests.api.defects.documents import MEDIA_TYPE, document, get, identifier, read, refusal, send, to
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY
from tests.conftest import as_user

DELETED = {"meta": {"message": "Object successfully deleted"}, "jsonapi": {"version": "1.0"}}


def post_as(user: User, event: Event, **headers: str) -> Any:
    body = json.dumps(document("track", {"name": "New", "color": "#00ff00"}, event=to("event", event)))
    return as_user(user).generic("POST", "/v1/tracks", body, **{"content_type": MEDIA_TYPE, **headers})  # type: ignore[arg-type]  # headers are texts


@pytest.mark.parametrize("kind", ["", "application/json", "text/html", f'{MEDIA_TYPE}; ext="x"', f"{MEDIA_TYPE}; v=1"])
def test_a_body_of_another_kind_is_refused_and_not_read(olga: User, event: Event, kind: str) -> None:
    answer = post_as(olga, event, content_type=kind)

    assert refusal(answer) == (415, "")
    assert not Track.objects.exists()


@pytest.mark.parametrize("accept", ["text/html", "application/json", f"{MEDIA_TYPE};q=0", f'{MEDIA_TYPE}; ext="x"'])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_of_another_kind_is_not_given(olga: User, event: Event, accept: str, method: str) -> None:
    if method == "GET":
        answer = get(olga, f"/v1/events/{event.pk}", Accept=accept)
    else:
        answer = post_as(olga, event, headers={"Accept": accept})  # type: ignore[arg-type]  # a dict of headers

    assert refusal(answer) == (406, "")
    assert not Track.objects.exists()


@pytest.mark.parametrize("accept", ["*/*", "application/*", "", MEDIA_TYPE, f"text/html, {MEDIA_TYPE};q=0.5"])
def test_an_answer_is_given_to_who_takes_it(event: Event, accept: str) -> None:
    answer = get(None, f"/v1/events/{event.pk}", Accept=accept)

    assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPE)


def links(name: str, of: Resource, row: Any) -> dict[str, Any]:
    """Its own address; an event leads to its calendars, too."""
    return {"self": of.address(row), **(of.more_links(row) if name == "event" else {})}


def test_every_resource_is_shown_in_the_same_frame(db: None) -> None:
    world = made(State.PUBLISHED)
    seen = {}
    for name, of in REGISTRY.items():
        address = of.address(world.rows[name])
        asker = Actor.SPEAKER if name in {"user", "user-favourite-event", "feed-token"} else Actor.OWNER
        answer = get(world.users[asker], address)
        body = answer.json()
        shown = body["data"]
        seen[name] = body | {"data": {key: shown[key] for key in ("type", "id", "links")}}
        assert answer["Content-Type"] == MEDIA_TYPE
        assert set(shown["attributes"]) == set(of.by_name)
        assert shown.get("relationships", {}) == {
            relation: {
                "links": {
                    "self": f"{address}/relationships/{declared.linked_at or relation}",
                    "related": f"{address}/{declared.at or relation}",
                }
            }
            for relation, declared in of.relations.items()
        }

    assert seen == {
        name: {
            "data": {**identifier(name, world.rows[name]), "links": links(name, of, world.rows[name])},
            "links": {"self": of.address(world.rows[name])},
            "jsonapi": {"version": "1.0"},
        }
        for name, of in REGISTRY.items()
    }


def test_a_new_resource_is_answered_with_its_address_and_the_whole_document(olga: User, event: Event) -> None:
    answer = post_as(olga, event)

    track = Track.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"/v1/tracks/{track.pk}")
    assert answer.json()["links"] == {"self": f"/v1/tracks/{track.pk}"}
    assert read(answer, 201) == read(get(olga, f"/v1/tracks/{track.pk}"))


def test_a_deletion_is_told_in_a_document(olga: User, track: Track) -> None:
    answer = send(olga, "DELETE", f"/v1/tracks/{track.pk}")

    assert (answer.status_code, answer["Content-Type"], answer.json()) == (200, MEDIA_TYPE, DELETED)
    assert refusal(get(olga, f"/v1/tracks/{track.pk}")) == (404, "")


@pytest.mark.parametrize("key", ["id", "identifier"])
def test_an_event_is_at_home_under_its_id_and_its_identifier(olga: User, event: Event, track: Track, key: str) -> None:
    home = f"/v1/events/{getattr(event, key)}"

    assert read(get(None, home))["id"] == str(event.pk)
    assert read(get(None, f"{home}/tracks")) == [read(get(None, f"/v1/tracks/{track.pk}"))]
    assert read(get(None, f"{home}/relationships/tracks")) == [identifier("track", track)]
    assert read(send(olga, "PATCH", home, document("event", {"name": "New"}, row=event)))["attributes"]["name"] == "New"


PATCHES: list[tuple[dict[str, Any], tuple[int, str]]] = [
    ({"id": None}, (400, "/data/id")),
    ({"id": "0"}, (400, "/data/id")),
    ({"id": 10**6}, (400, "/data/id")),
    ({"id": True}, (400, "/data/id")),
    ({"id": 1.5}, (400, "/data/id")),
    ({"type": None}, (409, "/data/type")),
    ({"type": "session"}, (409, "/data/type")),
    ({"attributes": "x"}, (400, "/data/attributes")),
    ({"attributes": {"name": 1}}, (422, "/data/attributes/name")),
    ({"attributes": {"name": None}}, (422, "/data/attributes/name")),
    ({"attributes": {"position": "1"}}, (422, "/data/attributes/position")),
    ({"attributes": {"position": 2**31}}, (422, "/data/attributes/position")),
    ({"relationships": []}, (400, "/data/relationships")),
    ({"relationships": {"event": None}}, (400, "/data/relationships/event")),
]


@pytest.mark.parametrize(("said", "refused"), PATCHES)
def test_a_change_that_says_something_wrong_changes_nothing(
    olga: User, track: Track, said: dict[str, Any], refused: tuple[int, str]
) -> None:
    data = {**identifier("track", track), "attributes": {"name": "New"}, **said}

    answer = send(olga, "PATCH", f"/v1/tracks/{track.pk}", {"data": data})

    assert refusal(answer) == refused
    assert Track.objects.get().name == "Open Hardware"


def test_several_members_that_are_wrong_are_an_error_each(olga: User, track: Track) -> None:
    body = document("track", {"name": 1, "color": 2, "position": "x"}, row=track)

    answer = send(olga, "PATCH", f"/v1/tracks/{track.pk}", body)

    assert {(error["status"], error["source"]["pointer"]) for error in answer.json()["errors"]} == {
        ("422", f"/data/attributes/{name}") for name in ("name", "color", "position")
    }


def test_a_change_touches_what_it_says_and_nothing_else(olga: User, session: Session) -> None:
    address = f"/v1/sessions/{session.pk}"
    before = read(get(olga, address))["attributes"]

    said = {"title": "New", "short-abstract": None, "favourite-count": 9, "nothing": 1, "deleted-at": "2030-01-01"}
    answer = send(olga, "PATCH", address, document("session", said, row=session))

    after = read(answer)["attributes"]
    assert {name for name in before if before[name] != after[name]} <= {"title", "short-abstract", "last-modified-at"}
    assert (after["title"], after["short-abstract"], after["favourite-count"]) == ("New", None, 0)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2026-10-24T08:30:00Z", "2026-10-24T08:30:00+00:00"),
        ("2026-10-24T10:30:00+02:00", "2026-10-24T08:30:00+00:00"),
        ("2026-10-24T08:30:00", "2026-10-24T08:30:00+00:00"),
    ],
)
def test_times_are_shown_in_utc_and_naive_ones_are_utc(olga: User, session: Session, said: str, shown: str) -> None:
    body = document("session", {"starts-at": said}, row=session)

    answer = send(olga, "PATCH", f"/v1/sessions/{session.pk}", body)

    assert read(answer)["attributes"]["starts-at"] == shown


@pytest.mark.parametrize("said", ["2026-10-24", "noon", 5, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_what_is_no_time_is_refused(olga: User, session: Session, said: Any) -> None:
    answer = send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"starts-at": said}, row=session))

    assert refusal(answer) == (422, "/data/attributes/starts-at")

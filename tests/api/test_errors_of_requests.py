"""Every refusal is a document, whoever refuses: the router, a view, an act, the framework (contract, 1.5)."""

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import validate

from openevent.accounts.models import User
from openevent.api.jsonapi.schemas import ERRORS
from openevent.events.models import Event
from openevent.program.models import Session, Track
from tests.api.defects.documents import MEDIA_TYPE, document, get, plain, refusal, send, to
from tests.conftest import as_user


@pytest.mark.parametrize(
    "address",
    [
        "/v1",
        "/v1/",
        "/nothing",
        "/v1/nothing",
        "/v1/events/",
        "/v1/tracks/x",
        "/v1/tracks/1/nothing",
        "/v1/tracks/0",
        "/v1/events/1/relationships/nothing",
        "/v1/tasks/1",
        "/v1/events/ffffffff",
        "/v1/events/%F0",
        "/v1/tracks/-1",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_where_nothing_is_a_document_says_so(olga: User, method: str, address: str) -> None:
    answer = send(olga, method, address, document("track") if method in {"POST", "PATCH"} else None)

    validate(answer.json(), ERRORS)
    assert answer.status_code in ({404} if method == "GET" else {404, 405})


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", "/v1/events"),
        ("PATCH", "/v1/events"),
        ("DELETE", "/v1/events"),
        ("GET", "/v1/tracks"),
        ("GET", "/v1/sessions"),
        ("POST", "/v1/events/1"),
        ("POST", "/v1/events/1/tracks"),
        ("TRACE", "/v1/events"),
        ("DELETE", "/v1/events/1/relationships/event-type"),
        ("GET", "/v1/auth/login"),
        ("GET", "/auth/session"),
        ("POST", "/v1/events/1/changes"),
        ("NONSENSE", "/v1/events"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused(olga: User, method: str, address: str) -> None:
    answer = send(olga, method, address)

    assert refusal(answer) == (405, "")
    assert method not in answer["Allow"].split(", ")


def test_without_an_account_what_needs_one_says_how_to_sign_in(event: Event, track: Track) -> None:
    answers = [
        get(None, "/v1/users"),
        send(None, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"name": "New"}, row=track)),
        send(None, "DELETE", f"/v1/tracks/{track.pk}"),
        send(None, "POST", "/v1/tracks", document("track", {"name": "New"}, event=to("event", event))),
        send(None, "PATCH", f"/v1/tracks/{track.pk}/relationships/sessions", {"data": []}),
    ]

    assert [refusal(answer) for answer in answers] == [(401, "")] * 5
    assert {answer["WWW-Authenticate"] for answer in answers} == {'JWT realm="api"'}
    assert Track.objects.get().name == "Open Hardware"


def test_a_stranger_is_told_that_it_may_not(mallory: User, event: Event, track: Track, session: Session) -> None:
    answers = [
        send(mallory, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"name": "New"}, row=track)),
        send(mallory, "DELETE", f"/v1/tracks/{track.pk}"),
        send(mallory, "POST", "/v1/tracks", document("track", {"name": "New"}, event=to("event", event))),
        send(mallory, "PATCH", f"/v1/tracks/{track.pk}/relationships/sessions", {"data": []}),
        get(mallory, "/v1/users"),
        get(mallory, f"/v1/events/{event.pk}/users-events-roles"),
    ]

    assert [refusal(answer) for answer in answers] == [(403, "")] * 6
    session.refresh_from_db()
    assert (Track.objects.get().name, session.track_id) == ("Open Hardware", track.pk)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "x" * 10_000, "eyJhbGciOiJub25lIn0.e30."])
@pytest.mark.parametrize("scheme", ["JWT", "Bearer", "jwt"])
def test_a_token_that_is_none_is_refused_even_where_none_is_needed(event: Event, scheme: str, token: str) -> None:
    answer = Client(headers={"Authorization": f"{scheme} {token}"}).get(f"/v1/events/{event.pk}")

    assert refusal(answer) == (401, "")


BODIES: list[bytes] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"1",
    b'"x"',
    b"NaN",
    b"{}",
    b'{"data": null}',
    b'{"data": []}',
    b'{"data": {}}',
    b"\xff",
    b'{"data": {"type": "event"}',
    b'\xef\xbb\xbf{"data": {}}',
    b'{"data": {"type": "event", "attributes": null}}',
    b"1" * 5000,
    b'{"data": ' * 5000,
    b'{"data": {"type": ["event"]}}',
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_document_is_refused_and_nothing_is_made(olga: User, body: bytes) -> None:
    answer = as_user(olga).generic("POST", "/v1/events", body, content_type=MEDIA_TYPE)

    validate(answer.json(), ERRORS)
    assert answer.status_code in {400, 409, 422} or (answer.status_code == 415 and not body)
    assert not Event.objects.exists()


def test_a_body_that_is_too_big_is_not_read(olga: User, track: Track) -> None:
    body = json.dumps(document("track", {"name": "New", "description": "x" * 3_000_000}, row=track))

    answer = as_user(olga).generic("PATCH", f"/v1/tracks/{track.pk}", body, content_type=MEDIA_TYPE)

    assert refusal(answer) == (413, "")
    assert Track.objects.get().name == "Open Hardware"


def test_a_refusal_of_an_act_names_the_member(olga: User, event: Event, track: Track) -> None:
    late = document("event", {"ends-at": "2026-10-24T06:00:00Z"}, row=event)

    answers = [
        send(olga, "PATCH", f"/v1/events/{event.pk}", late),
        send(olga, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"color": "no colour"}, row=track)),
    ]

    assert [refusal(answer) for answer in answers] == [
        (422, "/data/attributes/ends-at"),
        (422, "/data/attributes/color"),
    ]


@pytest.mark.parametrize(
    ("address", "framed"), [("/v1/auth/login", False), ("/auth/session", False), ("/v1/auth/reset-password", True)]
)
def test_who_asks_too_often_is_told_when_to_come_back(olga: User, address: str, framed: bool) -> None:
    body: Any = {"email": olga.email, "password": "wrong"}

    answers = [plain(None, address, {"data": body} if framed else body) for _ in range(15)]

    limited = [answer for answer in answers if answer.status_code == 429]
    assert refusal(limited[0]) == (429, "")
    assert int(limited[0]["Retry-After"]) > 0


def test_an_error_carries_no_tag(event: Event, mallory: User) -> None:
    answers = [get(mallory, f"/v1/events/{event.pk}/{page}") for page in ("users-events-roles", "nothing")]

    assert [refusal(answer)[0] for answer in answers] == [403, 404]
    assert [answer.headers.get("ETag") for answer in answers] == [None, None]


def test_what_no_text_can_hold_is_not_repeated(olga: User, event: Event) -> None:
    role = event.roles.get(role="coorganizer")
    invite = document("role-invite", {"email": "x@example.org", "role-name": "\ud800"}, event=to("event", event))
    linkage = {"data": {"type": "role", "id": "\ud800"}}

    answers = [
        send(olga, "POST", "/v1/role-invites", invite),
        send(olga, "PATCH", f"/v1/users-events-roles/{role.pk}/relationships/role", linkage),
        send(olga, "PATCH", f"/v1/users/{olga.pk}", {"data": {"type": "a\ud800b", "id": str(olga.pk)}}),
        send(olga, "POST", "/v1/tracks", document("track", {"name": "x", "color": "\ud800"}, event=to("event", event))),
    ]

    assert [refusal(answer)[0] for answer in answers] == [422, 422, 409, 422]
    assert "“ab”" in answers[2].json()["errors"][0]["detail"]

"""What the original did wrong in the frame of every request and answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import REGISTRY
from openevent.api.resources.event import Events
from openevent.events.models import Event, EventType
from openevent.program import arranging, speaking
from openevent.program.models import Session, Track
from tests.api.defects.documents import MEDIA_TYPE, document, get, identifier, ids, plain, read, refusal, send
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.conftest import as_user

NAMES = "/v1/events/{}?fields[event]={}"


# --- D1: the media type ---


@pytest.mark.parametrize("parameters", ["", "; charset=utf-8", ";charset=UTF-8", '; profile="https://example.org/"'])
def test_d1_a_media_type_with_harmless_parameters_is_taken(olga: User, track: Track, parameters: str) -> None:
    answer = send_as(olga, track, MEDIA_TYPE + parameters)

    assert read(answer)["attributes"]["name"] == "New"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", f'{MEDIA_TYPE}; ext="bulk"'])
def test_d1_another_media_type_and_unknown_parameters_are_refused(olga: User, track: Track, kind: str) -> None:
    answer = send_as(olga, track, kind)

    assert refusal(answer) == (415, "")
    assert Track.objects.get().name == "Open Hardware"


def send_as(user: User, track: Track, kind: str) -> Any:
    body = json.dumps(document("track", {"name": "New"}, row=track))
    return as_user(user).generic("PATCH", f"/v1/tracks/{track.pk}", body, content_type=kind)


# --- D2, D7: errors ---


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/v1/tracks/1", 404),
        ("PUT", "/v1/events", 405),
        ("DELETE", "/v1/events", 405),
        ("GET", "/v1/auth/login", 405),
        ("DELETE", "/v1/events/upcoming", 405),
    ],
)
def test_d2_what_the_router_refuses_is_an_error_document(db: None, method: str, address: str, status: int) -> None:
    assert refusal(send(None, method, address))[0] == status


def test_d2_what_nobody_foresaw_is_an_error_document(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(Events, "listed", fail)

    answer = Client(raise_request_exception=False).get("/v1/events")

    assert refusal(answer) == (500, "")
    assert b"secret" not in answer.content


MISTAKES: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/v1/events", [], 400, ""),
    ("POST", "/v1/events", {}, 400, ""),
    ("POST", "/v1/events", {"data": None}, 400, "/data"),
    ("POST", "/v1/events", {"data": {"type": "event", "attributes": []}}, 400, "/data/attributes"),
    ("POST", "/v1/events", {"data": {"type": "track", "attributes": {}}}, 409, "/data/type"),
    ("POST", "/v1/events", {"data": {"type": "event", "attributes": {}}}, 422, "/data/attributes/name"),
    ("POST", "/v1/sessions", document("session", {"title": "New"}), 422, "/data/relationships/event"),
    ("GET", "/v1/events?page[number]=x", None, 400, "page[number]"),
    ("GET", "/v1/events?sort=nothing", None, 400, "sort"),
    ("GET", "/v1/events?include=nothing", None, 400, "include"),
    ("GET", "/v1/events?fields[event]=nothing", None, 400, "fields[event]"),
    ("GET", "/v1/events?filter={", None, 400, "filter"),
    ("GET", "/v1/events?filter=[{%22name%22:%22name%22}]", None, 400, "filter"),
    ("GET", "/v1/events/99999999999999999999", None, 404, ""),
    ("GET", "/v1/events/%00", None, 404, ""),
    ("GET", "/v1/events/ffffffff/export/ical", None, 404, ""),
    ("GET", "/v1/sessions/999", None, 404, ""),
]


@pytest.mark.parametrize(("method", "address", "body", "status", "place"), MISTAKES)
def test_d7_a_mistake_of_the_client_is_never_a_failure_of_the_server(
    olga: User, method: str, address: str, body: Any, status: int, place: str
) -> None:
    assert refusal(send(olga, method, address, body)) == (status, place)
    assert not Event.objects.exists()


@pytest.mark.parametrize("body", [b" ", b"{", b"\xff\xfe", b"null", b'"x"', b"[" * 10_000])
@pytest.mark.parametrize("address", ["/v1/events", "/v1/users"])
def test_d7_a_body_that_is_no_document_is_refused(olga: User, address: str, body: bytes) -> None:
    answer = as_user(olga).generic("POST", address, body, content_type=MEDIA_TYPE)

    assert refusal(answer)[0] == 400


@pytest.mark.parametrize("address", ["/v1/auth/login", "/auth/session"])
@pytest.mark.parametrize("body", [{}, [], None, {"email": "olga@example.org"}, {"email": 1, "password": 2}])
def test_d7_an_empty_sign_in_is_a_bad_request(olga: User, address: str, body: Any) -> None:
    assert refusal(plain(None, address, body))[0] == 400


def test_d7_what_a_token_lacks_is_told_in_an_error_document(olga: User) -> None:
    malformed = Client(headers={"Authorization": "JWT nonsense"}).get("/v1/events")
    for _ in range(11):
        limited = plain(None, "/v1/auth/login", {"email": olga.email, "password": "wrong"})

    assert refusal(get(None, "/v1/users")) == (401, "")
    assert refusal(malformed)[0] in {401, 422}
    assert refusal(limited) == (429, "")


def test_d7_an_event_without_a_state_is_a_draft(olga: User) -> None:
    said = {"name": "New", "starts-at": "2030-01-01T09:00:00Z", "ends-at": "2030-01-01T10:00:00Z", "timezone": "UTC"}

    answer = send(olga, "POST", "/v1/events", document("event", said))

    assert read(answer, 201)["attributes"]["state"] == "draft"


def test_d7_a_proposal_is_not_there_for_strangers_and_for_nobody(olga: User, mallory: User, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(state="pending")

    answers = [get(user, f"/v1/sessions/{session.pk}") for user in (None, mallory)]

    assert [refusal(answer) for answer in answers] == [(404, ""), (404, "")]
    assert get(olga, f"/v1/sessions/{session.pk}").status_code == 200


# --- D3, D5: identifiers and types ---


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a document that names a thing by type and id."""
    if isinstance(value, dict):
        if "type" in value and "id" in value:
            yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_d3_every_id_that_is_given_out_is_a_string_of_digits(db: None) -> None:
    world = made(State.PUBLISHED)
    owner, speaker = world.users[Actor.OWNER], world.users[Actor.SPEAKER]
    seen, wrong = 0, []
    for name, of in REGISTRY.items():
        asker = speaker if name in {"user", "user-favourite-event", "feed-token"} else owner  # the speaker's own
        address = of.address(world.rows[name])
        shown = [f"{address}?include={relation}" for relation in of.relations]
        linked = [of.links(world.rows[name], relation)["self"] for relation in of.relations]
        for page in (address, *shown, *linked):
            answer = get(asker, page)
            assert answer.status_code == 200, (page, answer.content)
            for found in objects(answer.json()):
                seen += 1
                if not re.fullmatch("[1-9][0-9]*", found["id"] if isinstance(found["id"], str) else ""):
                    wrong.append((page, found["type"], found["id"]))

    assert seen > 100
    assert wrong == []


def test_d3_the_linkage_that_is_given_out_is_taken_back(olga: User, session: Session) -> None:
    address = f"/v1/sessions/{session.pk}/relationships/speakers"
    given = get(olga, address).json()["data"]

    answer = send(olga, "PATCH", address, {"data": given})

    assert [one["id"] for one in given] == [str(session.speaking.get().speaker_id)]
    assert answer.status_code == 204


def test_d5_types_and_names_of_members_are_dasherized() -> None:
    names = {*REGISTRY, *(name for of in REGISTRY.values() for name in (*of.by_name, *of.relations))}

    assert {"faq-type", "event-sub-topic", "starts-at"} <= names
    assert [name for name in sorted(names) if not re.fullmatch("[a-z]+[0-9]*(-[a-z]+)*", name)] == []


# --- D8, D9: pages ---


@pytest.mark.parametrize("size", ["0", "-1", "x", "1.5", ""])
def test_d8_no_size_of_a_page_means_everything(db: None, size: str) -> None:
    assert refusal(get(None, f"/v1/event-types?page[size]={size}")) == (400, "page[size]")


def test_d8_a_page_has_at_most_a_hundred_rows(db: None) -> None:
    EventType.objects.bulk_create(EventType(name=f"Type {n}", slug=f"type-{n}") for n in range(101))

    answer = get(None, "/v1/event-types?page[size]=1000000")

    assert len(read(answer)) == 100
    assert answer.json()["meta"]["count"] == EventType.objects.count() > 100


@pytest.mark.parametrize("sort", ["", "&sort=position", "&sort=-position", "&sort=name,-color"])
def test_d9_pages_of_rows_that_are_alike_show_each_row_once(olga: User, event: Event, sort: str) -> None:
    tracks = [arranging.add(Track(event=event, name="Same", color="#ff0000"), by=olga) for _ in range(9)]
    cache.clear()

    pages = [get(None, f"/v1/events/{event.pk}/tracks?page[size]=2&page[number]={n}{sort}") for n in range(1, 6)]

    assert sorted(int(one) for page in pages for one in ids(page)) == sorted(track.pk for track in tracks)


# --- D10, D12: inclusion and members ---


def test_d10_neighbours_that_were_deleted_are_all_left_out(olga: User, session: Session) -> None:
    speakers = [speaking.add(session.event, by=olga, name=f"Speaker {n}") for n in range(4)]
    for speaker in speakers:
        speaking.link(speaker, session, by=olga)
    for speaker in speakers[:3]:
        speaking.remove(speaker, by=olga)

    answer = get(None, f"/v1/sessions/{session.pk}?include=speakers")

    living = [identifier("speaker", session.speaking.first().speaker), identifier("speaker", speakers[3])]  # type: ignore[union-attr]  # ann's
    assert answer.json()["data"]["relationships"]["speakers"]["data"] == living
    assert [{"type": row["type"], "id": row["id"]} for row in answer.json()["included"]] == living


@pytest.mark.parametrize("names", ["name,starts-at,deleted-at", "starts-at", "deleted-at,name"])
def test_d12_many_members_with_dashes_are_asked_for(event: Event, names: str) -> None:
    answer = get(None, NAMES.format(event.pk, names))

    assert read(answer)["attributes"].keys() == set(names.split(","))


# --- D16: preconditions ---


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_d16_what_is_answered_with_412_was_not_done(olga: User, session: Session, track: Track, method: str) -> None:
    address = f"/v1/tracks/{track.pk}"
    before = get(olga, address)["ETag"]
    send(olga, "PATCH", address, document("track", {"name": "Newer"}, row=track))

    body = document("track", {"name": "Overwritten"}, row=track) if method == "PATCH" else None
    answer = send(olga, method, address, body, **{"If-Match": before})

    track.refresh_from_db()
    assert refusal(answer)[0] == 412
    assert (track.name, track.deleted_at) == ("Newer", None)

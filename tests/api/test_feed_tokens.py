"""/v1/feed-tokens: personal calendars, made, listed, renewed and revoked over JSON:API."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import issuing, publishing
from openevent.events.models import Event, FeedToken
from openevent.program import favouring
from openevent.program.models import Session
from tests.conftest import as_user
from tests.feeds.calendars import get, titles

MEDIA_TYPE = "application/vnd.api+json"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"


def send(user: User | None, method: str, path: str, **data: Any) -> Any:
    document = json.dumps({"data": {"type": "feed-token", **data}})
    return getattr(as_user(user), method)(path, document, content_type=MEDIA_TYPE)


def make(user: User | None, event: Event | None = None, **attributes: Any) -> Any:
    linked = {"event": {"data": {"type": "event", "id": str(event.pk)}}} if event else {}
    shown = {"name": "On my phone", "scope": "favourites", **attributes}
    return send(user, "post", "/v1/feed-tokens", attributes=shown, relationships=linked)


def test_a_new_token_tells_its_addresses_once(event: Event, session: Session, ann: User) -> None:
    favouring.add(session, user=ann)

    made = make(ann, event)

    told = made.json()["meta"]
    path = told["url"].removeprefix("https://events.example.org")
    assert made.status_code == 201
    assert titles(path) == ["Soldering for All"]
    quoted = f"https%3A%2F%2Fevents.example.org{path.replace('/', '%2F')}"
    assert told["subscribe"] == {
        "ics": told["url"],
        "webcal": told["url"].replace("https:", "webcal:"),
        "google": f"https://calendar.google.com/calendar/r?cid={quoted}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={quoted}&name=On%20my%20phone",
        "qr": told["url"].replace(".ics", "/qr.svg"),
    }
    secret = path.removeprefix("/feeds/").removesuffix(".ics")
    for address in ("/v1/feed-tokens", made["Location"], f"/v1/users/{ann.pk}/feed-tokens"):
        assert secret not in get(address, ann).content.decode()


def test_the_list_is_ones_own(event: Event, ann: User, mallory: User, staff: User) -> None:
    make(ann, event)
    make(mallory, name="Other")

    def names(user: User) -> list[str]:
        return [one["attributes"]["name"] for one in get("/v1/feed-tokens", user).json()["data"]]

    assert [names(ann), names(mallory), names(staff)] == [["On my phone"], ["Other"], []]
    assert get("/v1/feed-tokens").status_code == 401


def test_its_owner_sees_which_program_used_it(event: Event, ann: User) -> None:
    made = make(ann, event).json()
    get(made["meta"]["url"].removeprefix("https://events.example.org"), **{"User-Agent": "Google-Calendar-Importer"})

    seen = get(f"/v1/feed-tokens/{made['data']['id']}", ann).json()["data"]["attributes"]
    assert seen["last-program"] == "Google Calendar"
    assert seen["last-fetched-at"] is not None
    assert (seen["scope"], seen["revoked-at"], seen["rotated-at"]) == ("favourites", None, None)


def test_a_stranger_sees_and_does_nothing(event: Event, ann: User, mallory: User) -> None:
    path = f"/v1/feed-tokens/{issuing.issue(ann, name='Mine', scope='favourites')[0].pk}"

    assert get(path, mallory).status_code == get(path).status_code == 404
    for method in ("patch", "delete"):
        assert send(mallory, method, path, id=path.rpartition("/")[2]).status_code == 404
        assert send(None, method, path).status_code == 401
    assert as_user(mallory).post(f"{path}/rotate").status_code == 404
    assert as_user(None).post(f"{path}/rotate").status_code == 401
    assert make(None, event).status_code == 401


def test_rotating_gives_a_new_address(event: Event, ann: User) -> None:
    made = make(ann, event).json()

    told = as_user(ann).post(f"/v1/feed-tokens/{made['data']['id']}/rotate").json()["meta"]

    before, after = (one["url"].removeprefix("https://events.example.org") for one in (made["meta"], told))
    assert [get(before).status_code, get(after).status_code] == [410, 200]
    assert told["subscribe"]["ics"] == told["url"]


def test_deleting_revokes(event: Event, ann: User) -> None:
    made = make(ann, event).json()
    path = f"/v1/feed-tokens/{made['data']['id']}"

    assert as_user(ann).delete(path).status_code == 200

    assert get(made["meta"]["url"].removeprefix("https://events.example.org")).status_code == 410
    assert get(path, ann).json()["data"]["attributes"]["revoked-at"] is not None
    assert as_user(ann).post(f"{path}/rotate").status_code == 422


def test_it_is_renamed_and_opens_what_it_opened(event: Event, ann: User) -> None:
    key = make(ann, event).json()["data"]["id"]
    path = f"/v1/feed-tokens/{key}"

    renamed = send(ann, "patch", path, id=key, attributes={"name": "On my watch"})
    widened = send(ann, "patch", path, id=key, attributes={"scope": "team"})

    assert (renamed.status_code, renamed.json()["data"]["attributes"]["name"]) == (200, "On my watch")
    assert (widened.status_code, widened.json()["errors"][0]["source"]) == (
        422,
        {"pointer": "/data/attributes/scope"},
    )
    assert FeedToken.objects.get().scope == "favourites"


def test_what_a_token_opens_cannot_be_changed_and_the_refusal_points_at_it(event: Event, ann: User) -> None:
    token, _ = issuing.issue(ann, name="Mine", scope="favourites")
    changes: dict[str, Any] = {"scope": "team", "event": event}
    pointers = []
    for name, value in changes.items():
        with pytest.raises(issuing.FixedScope) as refusal:
            issuing.check_stays(token, {name: value})
        pointers.append(refusal.value.pointer)

    assert pointers == ["/data/attributes/scope", "/data/relationships/event"]


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ({"scope": "everything"}, "/data/attributes/scope"),
        ({"scope": None}, "/data/attributes/scope"),
        ({"name": ""}, "/data/attributes/name"),
        ({"name": "x" * 256}, "/data/attributes/name"),
    ],
)
def test_a_wrong_value_is_named(ann: User, attributes: dict[str, Any], pointer: str) -> None:
    refused = make(ann, **attributes)

    assert (refused.status_code, refused.json()["errors"][0]["source"]) == (422, {"pointer": pointer})


def test_a_teams_calendar_is_for_the_team_and_staff(
    event: Event, tom: User, mallory: User, olga: User, staff: User
) -> None:
    assert [make(user, event, scope="team").status_code for user in (tom, staff, mallory)] == [201, 201, 403]

    publishing.unpublish(event, by=olga)

    assert make(mallory, event).status_code == 404  # an event that is not seen


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_statements_whatever_its_length(event: Event, ann: User, number: int) -> None:
    for _ in range(number):
        issuing.issue(ann, name="Mine", scope="favourites", event=event)

    with CaptureQueriesContext(connection) as queries:
        found = get("/v1/feed-tokens?include=event", ann).json()["data"]

    assert (len(found), len(queries)) == (number, 8)


def test_a_refusal_names_what_can_be_chosen(ann: User) -> None:
    document = {"data": {"type": "feed-token", "attributes": {"name": "Mine", "scope": "favorites"}}}

    answer = as_user(ann).post("/v1/feed-tokens", document, content_type="application/vnd.api+json")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["source"]) == (422, {"pointer": "/data/attributes/scope"})
    assert error["detail"] == "scope: “favorites” is none of favourites, speaking, ticket, team."

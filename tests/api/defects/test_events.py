"""What the original did wrong with events and what is in them."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import REGISTRY
from openevent.events import cataloguing, editing, publishing
from openevent.events.models import Event, EventTopic, SocialLink
from openevent.program import arranging
from openevent.program.models import Session, SessionType, Track
from openevent.program.scheduling import Slot
from tests.api.defects.documents import document, get, ids, journeys, plain, read, refusal, send, to
from tests.conftest import accepted, at

INSIDE = "http://169.254.169.254/latest/meta-data"  # what only the server reaches
FACTS = {
    "name": "New", "starts-at": "2030-01-01T09:00:00Z", "ends-at": "2030-01-02T10:00:00Z", "timezone": "Europe/Berlin",
}  # fmt: skip


def make(user: User | None, **said: Any) -> Any:
    facts = {**FACTS, **{name.replace("_", "-"): value for name, value in said.items()}}
    return send(user, "POST", "/v1/events", document("event", facts))


def change(user: User | None, event: Event, **said: Any) -> Any:
    body = document("event", {name.replace("_", "-"): value for name, value in said.items()}, row=event)
    return send(user, "PATCH", f"/v1/events/{event.pk}", body)


# --- D45, D47, D49: lists and questions ---


def test_d45_upcoming_is_what_is_public_and_still_to_come(olga: User, coming: Event) -> None:
    later = publishing.publish(
        Event.objects.get(identifier=read(make(olga, privacy="public"), 201)["attributes"]["identifier"]), by=olga
    )
    make(olga, name="Draft")
    read(make(olga, name="Private", privacy="private", state="published"), 201)
    past = Event.objects.get(pk=read(make(olga, name="Past", state="published"), 201)["id"])
    now = timezone.now()
    Event.objects.filter(pk=past.pk).update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))

    assert ids(get(None, "/v1/events/upcoming")) == [str(coming.pk), str(later.pk)]


def test_d47_the_days_of_sessions_are_those_of_the_events_clocks(olga: User, event: Event) -> None:
    slot = Slot(starts_at=at("2026-10-24 22:30"), ends_at=at("2026-10-24 23:30"))  # after midnight in Berlin
    accepted(event, olga, "Late Show", slot)

    answer = get(None, f"/v1/events/{event.identifier}/sessions/dates", Accept="application/json")

    assert (answer.status_code, answer.json()) == (200, ["2026-10-25"])


@pytest.mark.parametrize("name", ["name", "description", "location-name", "owner-name"])
def test_d49_events_are_searched_in_the_list_itself(olga: User, event: Event, coming: Event, name: str) -> None:
    facts = {name.replace("-", "_"): "Of the 100% Hedgehogs"}
    editing.change(coming, by=olga, **facts)
    node = {"name": name, "op": "ilike", "val": "%hedgehog%"}

    answer = get(None, f"/v1/events?filter={quote(json.dumps([node]))}")

    assert ids(answer) == [str(coming.pk)]
    assert ids(get(None, f"/v1/search/events?{name}=hedgehog")) == [str(coming.pk)]
    assert ids(get(None, f"/v1/search/events?{name}=porcupine")) == []


# --- D46: copies ---


def test_d46_a_copy_is_a_draft(olga: User, mallory: User, event: Event) -> None:
    answer = plain(olga, f"/v1/events/{event.identifier}/copy", {})

    copied = Event.objects.get(pk=answer.json()["id"])
    assert (answer.status_code, copied.state, event.state) == (200, "draft", "published")
    assert copied.identifier != event.identifier
    assert refusal(get(mallory, f"/v1/events/{copied.pk}")) == (404, "")
    assert refusal(plain(mallory, f"/v1/events/{event.identifier}/copy", {}))[0] == 403
    assert Event.objects.count() == 2


# --- D50, D51, D52, D54, D58: facts ---


@pytest.mark.parametrize("name", ["", "   ", "x" * 256, None, 7, ["x"]])
def test_d50_a_name_has_1_to_255_characters(olga: User, event: Event, name: Any) -> None:
    made, changed = make(olga, name=name), change(olga, event, name=name)

    event.refresh_from_db()
    assert refusal(made) == refusal(changed) == (422, "/data/attributes/name")
    assert (Event.objects.count(), event.name) == (1, "Autumn Conference")


def test_d50_a_name_of_255_characters_is_one(olga: User) -> None:
    assert read(make(olga, name="x" * 255), 201)["attributes"]["name"] == "x" * 255


def test_d51_an_event_with_a_name_is_published_without_saying_it_again(olga: User, event: Event) -> None:
    publishing.unpublish(event, by=olga)

    answer = change(olga, event, state="published")

    assert read(answer)["attributes"]["state"] == "published"


@pytest.mark.parametrize("privacy", ["secret", "", "PUBLIC", 1])
def test_d52_privacy_is_one_of_two_words(olga: User, event: Event, privacy: Any) -> None:
    answers = [make(olga, privacy=privacy), change(olga, event, privacy=privacy)]

    event.refresh_from_db()
    assert [refusal(answer) for answer in answers] == [(422, "/data/attributes/privacy")] * 2
    assert (Event.objects.count(), event.privacy) == (1, "public")


def test_d52_private_events_are_listed_to_their_team_and_reached_by_their_address(
    olga: User, tom: User, mallory: User, coming: Event
) -> None:
    read(change(olga, coming, privacy="private"))

    for user in (None, mallory):
        assert ids(get(user, "/v1/events")) == []
        assert ids(get(user, "/v1/events/upcoming")) == []
        assert read(get(user, f"/v1/events/{coming.identifier}"))["id"] == str(coming.pk)
    assert ids(get(tom, "/v1/events")) == [str(coming.pk)]


@pytest.mark.parametrize("member", ["is-featured", "is-promoted", "is-demoted"])
def test_d54_who_is_shown_first_only_staff_says(
    olga: User, tom: User, mallory: User, staff: User, event: Event, member: str
) -> None:
    body = document("event", {member: True}, row=event)
    address, column = f"/v1/events/{event.pk}", member.replace("-", "_")

    refused = [send(user, "PATCH", address, body) for user in (olga, tom, mallory)]
    made = send(olga, "POST", "/v1/events", document("event", {**FACTS, member: True}))

    event.refresh_from_db()
    assert [refusal(answer)[0] for answer in (*refused, made)] == [403] * 4
    assert refusal(refused[0])[1] == f"/data/attributes/{member}"
    assert not getattr(event, column)
    assert Event.objects.count() == 1
    assert read(send(staff, "PATCH", address, body))["attributes"][member] is True


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2030-01-02T09:00:00Z", "2030-01-01T09:00:00Z"),
        ("2030-01-01T09:00:00Z", "2030-01-01T09:00:00Z"),
        ("2030-01-01T09:00:00Z", "2030-01-22T09:00:00Z"),
    ],
)
@pytest.mark.parametrize("state", ["draft", "published"])
def test_d58_also_a_draft_ends_after_it_begins(olga: User, event: Event, begins: str, ends: str, state: str) -> None:
    publishing.unpublish(event, by=olga)
    before = (event.starts_at, event.ends_at)

    answers = [
        make(olga, starts_at=begins, ends_at=ends, state=state),
        change(olga, event, starts_at=begins, ends_at=ends),
    ]

    event.refresh_from_db()
    assert [refusal(answer) for answer in answers] == [(422, "/data/attributes/ends-at")] * 2
    assert (Event.objects.count(), event.starts_at, event.ends_at) == (1, *before)


# --- D53, D60: addresses that others give ---


def rows(event: Event, staff: User, ann: User, session: Session) -> list[tuple[User, str, Any, str]]:
    """Who may say an address of a picture, and where."""
    topic = cataloguing.add(EventTopic(name="Insects"), by=staff)
    return [
        (staff, "event", event, "original-image-url"),
        (staff, "event", event, "logo-url"),
        (staff, "event-topic", topic, "system-image-url"),
        (ann, "user", ann, "avatar-url"),
        (ann, "speaker", session.speaking.get().speaker, "photo-url"),
        (ann, "session", session, "slides-url"),
    ]


def test_d53_the_server_goes_to_no_address_that_somebody_gives(
    staff: User, ann: User, session: Session, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    said = rows(session.event, staff, ann, session)
    went = journeys(monkeypatch)

    for user, kind, row, member in said:
        address = REGISTRY[kind].address(row)
        answer = send(user, "PATCH", address, document(kind, {member: INSIDE}, row=row))
        assert read(answer)["attributes"][member] == INSIDE

    assert went == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "//inside/x", "x"])
def test_d53_an_address_that_is_no_absolute_one_is_refused(
    staff: User, ann: User, session: Session, address: str
) -> None:
    for user, kind, row, member in rows(session.event, staff, ann, session):
        answer = send(user, "PATCH", REGISTRY[kind].address(row), document(kind, {member: address}, row=row))

        row.refresh_from_db()
        assert refusal(answer) == (422, f"/data/attributes/{member}")
        assert getattr(row, member.replace("-", "_")) == ""


def test_d60_a_topic_keeps_the_picture_that_a_change_does_not_name(staff: User) -> None:
    topic = cataloguing.add(EventTopic(name="Insects", system_image_url="https://example.org/insects.png"), by=staff)

    answer = send(
        staff, "PATCH", f"/v1/event-topics/{topic.pk}", document("event-topic", {"name": "Hexapods"}, row=topic)
    )

    assert read(answer)["attributes"]["system-image-url"] == "https://example.org/insects.png"
    assert read(answer)["attributes"]["name"] == "Hexapods"


# --- D59: deleting ---


def test_d59_an_event_is_deleted_by_its_team_and_then_seen_by_nobody(
    olga: User, mallory: User, ann: User, session: Session
) -> None:
    event = session.event
    for user, status in ((None, 401), (mallory, 403), (ann, 403)):
        assert refusal(send(user, "DELETE", f"/v1/events/{event.pk}"))[0] == status
    assert Event.objects.get(pk=event.pk).deleted_at is None

    assert send(olga, "DELETE", f"/v1/events/{event.pk}").status_code == 200

    for user in (None, mallory, ann):
        for address in (f"/v1/events/{event.pk}", f"/v1/sessions/{session.pk}", f"/v1/tracks/{session.track_id}"):
            for query in ("", "?get_trashed=true"):
                assert refusal(get(user, address + query)) == (404, "")
    assert Session.objects.filter(pk=session.pk).exists()
    assert read(get(olga, f"/v1/events/{event.pk}?get_trashed=true"))["id"] == str(event.pk)


# --- D61: tracks and kinds of sessions ---


def test_d61_a_colour_of_three_digits_is_a_colour_ever_after(olga: User, event: Event) -> None:
    made = send(
        olga, "POST", "/v1/tracks", document("track", {"name": "New", "color": "#fA0"}, event=to("event", event))
    )

    assert read(made, 201)["attributes"]["font-color"] in {"#000000", "#ffffff"}
    for address in (f"/v1/tracks/{read(made, 201)['id']}", f"/v1/events/{event.pk}/tracks"):
        assert get(None, address).status_code == 200


@pytest.mark.parametrize("color", ["red", "#ff", "#gggggg", "#ff00000", "", None])
def test_d61_what_is_no_colour_is_refused(olga: User, track: Track, color: Any) -> None:
    answer = send(olga, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"color": color}, row=track))

    track.refresh_from_db()
    assert refusal(answer) == (422, "/data/attributes/color")
    assert track.color == "#ff0000"


def test_d61_a_change_names_only_what_changes(olga: User, track: Track) -> None:
    kind = arranging.add(SessionType(event=track.event, name="Talk", length="00:30"), by=olga)

    for name, row in (("track", track), ("session-type", kind)):
        answer = send(olga, "PATCH", REGISTRY[name].address(row), document(name, {"name": "Renamed"}, row=row))
        assert read(answer)["attributes"]["name"] == "Renamed"
    kind.refresh_from_db()
    assert kind.length == "00:30"


# --- D62: links ---


@pytest.mark.parametrize("draft", [False, True])
def test_d62_a_link_is_added_by_the_team_alone(olga: User, tom: User, mallory: User, event: Event, draft: bool) -> None:
    if draft:
        publishing.unpublish(event, by=olga)
    body = document("social-link", {"name": "Site", "link": "https://example.org/"}, event=to("event", event))

    assert refusal(send(None, "POST", "/v1/social-links", body))[0] == 401
    assert refusal(send(mallory, "POST", "/v1/social-links", body))[0] == (404 if draft else 403)
    assert not SocialLink.objects.exists()
    assert read(send(tom, "POST", "/v1/social-links", body), 201)["attributes"]["name"] == "Site"

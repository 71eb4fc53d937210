"""What the original let the wrong people read and do: roles, invitations, inclusion, filters, drafts, the trash."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.api.jsonapi.resource import REGISTRY
from openevent.events import inviting, publishing, removing, team
from openevent.events.models import Event, EventRole, EventTopic, EventType, Role, RoleInvite
from openevent.program import arranging, submitting
from openevent.program.models import Session, SessionSpeaker, Speaker, Track
from openevent.tickets.models import Attendee
from tests.accounts.mail import last_secret
from tests.api.defects.documents import document, get, identifier, ids, plain, read, refusal, send, to
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import World, made

A = Actor
ACCEPT = "/v1/role_invites/accept-invite"


def filtered(address: str, *nodes: Any) -> str:
    return f"{address}?filter={quote(json.dumps(nodes))}"


def condition(name: str, op: str, val: Any) -> dict[str, Any]:
    return {"name": name, "op": op, "val": val}


# --- D11: inclusion ---


@pytest.mark.parametrize("path", ["order-statistics", "access-codes", "discount-codes", "attendees", "orders"])
def test_d11_what_nobody_may_read_is_not_included(world: World, path: str) -> None:
    for actor in (Actor.ANONYMOUS, Actor.STRANGER, Actor.OTHER_OWNER):
        answer = get(world.users[actor], f"/v1/events/{world.event.pk}?include={path}")

        assert answer.json()["included"] == []
        assert path not in read(answer)["relationships"]
        assert refusal(get(world.users[actor], f"/v1/events/{world.event.pk}/{path}"))[0] in (401, 403)
    assert get(world.users[Actor.OWNER], f"/v1/events/{world.event.pk}?include={path}").json()["included"] != []


def test_d11_of_a_tax_everybody_reads_what_they_pay_and_no_more(world: World) -> None:
    (tax,) = get(None, f"/v1/events/{world.event.pk}?include=tax").json()["included"]

    assert tax["attributes"].keys() == {"name", "rate", "is-tax-included-in-price", "deleted-at"}


@pytest.mark.parametrize("path", ["roles", "role-invites", "track-organizers", "moderators", "registrars"])
def test_d11_what_is_the_teams_is_not_included_for_others(
    olga: User, tom: User, mallory: User, event: Event, path: str
) -> None:
    inviting.invite(event, "new@example.org", "moderator", by=olga)
    for role in ("track_organizer", "moderator", "registrar"):
        team.appoint(tom, EventRole.Name(role), event, by=olga)

    for user in (None, mallory):
        answer = get(user, f"/v1/events/{event.pk}?include={path}")
        assert read(answer)["relationships"].get(path, {}).get("data", []) == []
        assert answer.json().get("included", []) == []
    assert get(olga, f"/v1/events/{event.pk}?include={path}").json()["included"] != []


def test_d11_an_inclusion_shows_only_what_its_own_address_shows(
    olga: User, mallory: User, event: Event, session: Session, track: Track
) -> None:
    pending = submitting.submit(event, by=olga, title="Undecided", state="pending", track=track)

    for user in (None, mallory):
        answer = get(user, f"/v1/tracks/{track.pk}?include=sessions.speakers")
        included = {(row["type"], row["id"]): row["attributes"] for row in answer.json()["included"]}
        assert ("session", str(pending.pk)) not in included
        assert "comments" not in included["session", str(session.pk)]
        assert not {"email", "mobile"} & included["speaker", str(session.speaking.get().speaker_id)].keys()


# --- D13, D14, D17, D18: deleted things ---


@pytest.mark.parametrize("role", ["stranger", "nobody", "registrar"])
def test_d13_deleted_things_are_shown_to_those_who_may_bring_them_back(
    olga: User, tom: User, mallory: User, ann: User, track: Track, role: str
) -> None:
    team.appoint(ann, EventRole.Name.REGISTRAR, track.event, by=olga)
    arranging.remove(track, by=olga)
    other = {"stranger": mallory, "nobody": None, "registrar": ann}[role]
    address, listed = f"/v1/tracks/{track.pk}?get_trashed=true", f"/v1/events/{track.event_id}/tracks?get_trashed=true"

    assert refusal(get(other, address)) == (404, "")
    assert ids(get(other, listed)) == []
    assert read(get(tom, address))["id"] == str(track.pk)
    assert ids(get(tom, listed)) == [str(track.pk)]


def test_d13_a_deleted_event_is_in_nobodys_list_but_its_teams(olga: User, mallory: User, event: Event) -> None:
    removing.delete(event, by=olga)

    for user in (None, mallory):
        assert ids(get(user, "/v1/events?get_trashed=true")) == []
        assert refusal(get(user, f"/v1/events/{event.identifier}?get_trashed=true")) == (404, "")
    assert ids(get(olga, "/v1/events?get_trashed=true")) == [str(event.pk)]


@pytest.mark.parametrize("kind", ["event", "track", "session", "speaker", "user"])
@pytest.mark.parametrize("actor", [Actor.OWNER, Actor.ANONYMOUS, Actor.STRANGER])
def test_d14_nobody_but_staff_deletes_for_good(db: None, kind: str, actor: Actor) -> None:
    world = made(State.PUBLISHED)
    row = world.rows[kind]

    answer = send(world.users[actor], "DELETE", f"{REGISTRY[kind].address(row)}?permanent=true")

    expected = 401 if actor is Actor.ANONYMOUS else 404 if kind == "user" else 403
    assert refusal(answer)[0] == expected
    assert type(row)._default_manager.get(pk=row.pk).deleted_at is None


def test_d17_the_rules_of_deleting_hold_for_what_is_kept_in_the_trash(olga: User, event: Event) -> None:
    answer = send(olga, "DELETE", f"/v1/users/{olga.pk}")

    olga.refresh_from_db()
    assert refusal(answer)[0] == 403
    assert (olga.deleted_at, olga.is_active) == (None, True)
    assert get(olga, f"/v1/users/{olga.pk}").status_code == 200


@pytest.mark.parametrize("kind", ["event", "track", "microlocation", "session", "speaker", "sponsor", "faq"])
def test_d18_deleted_at_is_not_written(db: None, kind: str) -> None:
    world = made(State.PUBLISHED)
    row, owner = world.rows[kind], world.users[Actor.OWNER]
    body = document(kind, {"deleted-at": "2026-01-01T00:00:00Z"}, row=row)

    answer = send(owner, "PATCH", REGISTRY[kind].address(row), body)

    assert read(answer)["attributes"]["deleted-at"] is None
    assert type(row)._default_manager.get(pk=row.pk).deleted_at is None


def test_d18_what_is_deleted_is_brought_back_by_those_who_may(olga: User, mallory: User, track: Track) -> None:
    arranging.remove(track, by=olga)
    address = f"/v1/tracks/{track.pk}?get_trashed=true"
    body = document("track", {"deleted-at": None}, row=track)

    assert refusal(send(mallory, "PATCH", address, body)) == (404, "")
    assert refusal(send(None, "PATCH", address, body)) == (401, "")
    track.refresh_from_db()
    assert track.deleted_at is not None
    assert read(send(olga, "PATCH", address, body))["attributes"]["deleted-at"] is None


# --- D15: filters ---


GUESSES = [
    ("owner", "email", "olga@example.org", "nobody@example.org"),
    ("coorganizers", "email", "tom@example.org", "nobody@example.org"),
    ("speakers", "email", "ann@example.org", "nobody@example.org"),
    ("speakers", "mobile", "+49 30 1", "+49 30 2"),
    ("sessions", "comments", "<p>So so.</p>", "<p>Good.</p>"),
]


@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize(("relation", "name", "right", "wrong"), GUESSES)
def test_d15_a_filter_does_not_tell_a_right_guess_from_a_wrong_one(
    olga: User, mallory: User, session: Session, relation: str, name: str, right: str, wrong: str, negated: bool
) -> None:
    Speaker.objects.update(mobile="+49 30 1")
    Session.objects.update(comments="<p>So so.</p>")

    def guess(user: User | None, word: str, op: str = "eq") -> list[str]:
        node: Any = condition(relation, "any", condition(name, op, word))
        return ids(get(user, filtered("/v1/events", {"not": node} if negated else node)))

    for user in (None, mallory):
        assert guess(user, right) == guess(user, wrong)
        assert guess(user, f"{right[:3]}%", "like") == guess(user, "zzz%", "like")
    if relation in {"speakers", "sessions"}:
        assert guess(olga, right) != guess(olga, wrong)


@pytest.mark.parametrize("negated", [False, True])
def test_d15_a_filter_on_members_that_are_private_tells_nothing(session: Session, negated: bool) -> None:
    address = f"/v1/events/{session.event_id}/speakers"

    def guess(word: str) -> list[str]:
        node: Any = condition("email", "eq", word)
        return ids(get(None, filtered(address, {"not": node} if negated else node)))

    assert guess("ann@example.org") == guess("nobody@example.org")


@pytest.mark.parametrize(
    "node",
    [
        condition("attendees", "any", condition("ticket-id", "eq", "x")),
        condition("name", "op", "x"),
        condition("name", "__class__", "x"),
        condition("name", "concat", "x"),
        condition("name", "regexp_match", "x"),
        condition("owner__password", "like", "a%"),
        condition("roles__user__password", "like", "a%"),
        condition("revision", "eq", 1),
        condition("__class__", "eq", "x"),
        {"name": "name", "op": "eq"},
        {"name": "name", "op": "eq", "field": "password"},
        condition("name", "in", ["x"] * 1000),
        {"or": [condition("name", "eq", "x")] * 100},
    ],
)
def test_d15_only_what_is_published_is_filtered_by(event: Event, node: Any) -> None:
    assert refusal(get(None, filtered("/v1/events", node))) == (400, "filter")


@pytest.mark.parametrize(
    "node",
    [
        condition("attendees", "any", condition("firstname", "isnot", None)),
        condition("attendees", "any", condition("identifier", "like", "%")),
        condition("orders", "any", condition("status", "eq", "initializing")),
        condition("discount-codes", "any", condition("code", "like", "E%")),
        condition("access-codes", "any", condition("is-active", "eq", True)),
        condition("tax", "has", condition("tax-id", "like", "D%")),
    ],
)
def test_d15_by_filtering_nobody_learns_who_comes_and_what_codes_there_are(world: World, node: Any) -> None:
    Attendee.objects.update(firstname="Ann")

    found = {actor: ids(get(world.users[actor], filtered("/v1/events", node))) for actor in (A.ANONYMOUS, A.OWNER)}

    assert found == {A.ANONYMOUS: [], A.OWNER: [str(world.event.pk)]}


def test_d15_a_filter_is_not_nested_without_end(event: Event) -> None:
    node: Any = condition("name", "eq", "x")
    for _ in range(50):
        node = {"not": node}

    assert refusal(get(None, filtered("/v1/events", node))) == (400, "filter")


# --- D19: drafts ---


def test_d19_no_way_leads_strangers_to_a_draft(
    olga: User, mallory: User, ann: User, session: Session, track: Track
) -> None:
    event = session.event
    kind, topic = EventType.objects.first(), EventTopic.objects.first()
    assert kind is not None
    assert topic is not None
    subjects = document("event", row=event, event_type=to("event-type", kind), event_topic=to("event-topic", topic))
    read(send(olga, "PATCH", f"/v1/events/{event.pk}", subjects))
    publishing.unpublish(event, by=olga)
    speaker = session.speaking.get().speaker

    for user in (None, mallory):
        for hidden in (
            f"/v1/events/{event.pk}",
            f"/v1/events/{event.identifier}",
            f"/v1/events/{event.pk}/tracks",
            f"/v1/events/{event.pk}/sessions",
            f"/v1/events/{event.identifier}/sessions/dates",
            f"/v1/events/{event.identifier}/sessions/languages",
            f"/v1/tracks/{track.pk}",
            f"/v1/tracks/{track.pk}/sessions",
            f"/v1/tracks/{track.pk}/event",
            f"/v1/tracks/{track.pk}/relationships/event",
            f"/v1/microlocations/{session.microlocation_id}",
            f"/v1/sessions/{session.pk}",
            f"/v1/speakers/{speaker.pk}",
            f"/v1/events/{event.identifier}/export/ical",
        ):
            assert get(user, hidden).status_code in ({401, 404} if user is None else {404}), hidden
        for empty in (
            "/v1/events",
            "/v1/events/upcoming",
            f"/v1/event-types/{kind.pk}/events",
            f"/v1/event-topics/{topic.pk}/events",
            filtered("/v1/events", condition("name", "eq", event.name)),
        ):
            assert ids(get(user, empty)) == [], empty
        included = get(user, f"/v1/event-types/{kind.pk}?include=events").json()
        assert included["data"]["relationships"]["events"]["data"] == []
        assert not included.get("included")
        found = get(user, filtered("/v1/event-types", condition("events", "any", condition("name", "like", "%"))))
        assert ids(found) == []
    assert ids(get(olga, f"/v1/event-types/{kind.pk}/events")) == [str(event.pk)]


# --- D20, D21, D23: who may write, and what has no list ---


@pytest.fixture
def world(db: None) -> World:
    return made(State.PUBLISHED)


def test_d20_nobody_deletes_without_an_account(world: World) -> None:
    for name, of in REGISTRY.items():
        row = world.rows[name]
        if "DELETE" in of.detail:
            assert refusal(send(None, "DELETE", of.address(row))) == (401, "")
            assert type(row)._default_manager.filter(pk=row.pk).exists()
            assert getattr(type(row)._default_manager.get(pk=row.pk), "deleted_at", None) is None


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.STRANGER, Actor.STAFF])
def test_d21_what_hangs_on_an_event_has_no_list_over_all_events(world: World, actor: Actor) -> None:
    lists = {"event", "user", "role", "event-type", "event-topic", "event-location"}
    lists |= {"user-favourite-event", "user-favourite-session", "feed-token", "order"}

    for of in REGISTRY.values():
        if of.type not in lists and of.detail:
            assert get(world.users[actor], f"/v1/{of.path}").status_code in {404, 405}, of.path
    for path in ("sessions", "tracks"):
        assert refusal(get(world.users[actor], f"/v1/{path}")) == (405, "")


def test_d23_whoever_runs_another_event_changes_nothing_in_this_one(world: World) -> None:
    other = world.users[Actor.OTHER_OWNER]
    own = {"role", "event-type", "event-topic", "event-sub-topic", "user"}  # hang on no event
    for name, of in REGISTRY.items():
        if name in own:
            continue
        row = world.rows[name]
        before = type(row)._default_manager.filter(pk=row.pk).values().get()
        for method in ("PATCH", "DELETE"):
            if method in of.detail:
                answer = send(other, method, of.address(row), document(name, {"name": "Mine"}, row=row))
                assert refusal(answer)[0] in {403, 404}, (method, name)
        assert type(row)._default_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("event", [None, {"data": None}, {"data": {"type": "event", "id": "999999"}}])
def test_d23_without_an_event_no_role_counts(world: World, event: Any) -> None:
    said = {"event": event} if event is not None else {}
    body = document("track", {"name": "Mine", "color": "#ff0000"}, **said)

    answer = send(world.users[Actor.OTHER_OWNER], "POST", "/v1/tracks", body)

    assert refusal(answer) == (404 if event and event["data"] else 422, "/data/relationships/event")
    assert Track.objects.count() == 1


# --- D22: relationships ---


@pytest.mark.parametrize("actor", [Actor.ANONYMOUS, Actor.STRANGER, Actor.OTHER_OWNER])
def test_d22_no_relationship_is_changed_by_outsiders(world: World, actor: Actor) -> None:
    refused = {401, 405} if actor is Actor.ANONYMOUS else {403, 404, 405}
    rows = {name: row for name, row in world.rows.items() if name != "user"}
    before = {name: type(row)._default_manager.filter(pk=row.pk).values().get() for name, row in rows.items()}
    links = list(SessionSpeaker.objects.values())
    wrong = []
    for name, row in rows.items():
        of = REGISTRY[name]
        for relation, leads in of.relations.items():
            target = world.rows[leads.resource]
            linkage: Any = [identifier(leads.resource, target)] if leads.many else identifier(leads.resource, target)
            nothing: Any = [] if leads.many else None
            for method in ("POST", "PATCH", "DELETE"):
                for data in (linkage, nothing):
                    address = of.links(row, relation)["self"]
                    answer = send(world.users[actor], method, address, {"data": data})
                    if answer.status_code not in refused:
                        wrong.append((method, address, data, answer.status_code))

    assert wrong == []
    assert {name: type(row)._default_manager.filter(pk=row.pk).values().get() for name, row in rows.items()} == before
    assert list(SessionSpeaker.objects.values()) == links


@pytest.mark.parametrize("relation", ["user", "event", "role"])
def test_d22_a_role_is_not_moved_to_another_account_or_event(
    olga: User, tom: User, mallory: User, event: Event, coming: Event, relation: str
) -> None:
    held = EventRole.objects.get(event=event, user=tom)
    target = {
        "user": ("user", mallory), "event": ("event", coming), "role": ("role", Role.objects.get(name="owner")),
    }[relation]  # fmt: skip
    address = f"/v1/users-events-roles/{held.pk}/relationships/{relation}"

    statuses = [send(user, "PATCH", address, to(*target)).status_code for user in (None, mallory, tom, olga)]

    held.refresh_from_db()
    assert statuses[:2] == [401, 404]
    assert set(statuses[2:]) <= {403, 422}
    assert (held.user, held.event, held.role) == (tom, event, "coorganizer")


def test_d22_whoever_speaks_does_not_take_the_session_to_a_room(ann: User, session: Session, olga: User) -> None:
    room = session.microlocation
    linkage = {"data": None}

    answer = send(ann, "PATCH", f"/v1/sessions/{session.pk}/relationships/microlocation", linkage)

    session.refresh_from_db()
    assert refusal(answer) == (403, "/data/relationships/microlocation")
    assert session.microlocation == room


# --- D34, D35, D36, D41: roles ---


@pytest.mark.parametrize("path", ["event-role-permissions", "panel-permissions", "user-permissions", "services"])
def test_d34_there_is_no_matrix_of_permissions_that_nothing_reads(staff: User, path: str) -> None:
    assert refusal(get(staff, f"/v1/{path}")) == (404, "")
    assert path.removesuffix("s") not in REGISTRY


@pytest.mark.parametrize(
    "name", ["owner", "organizer", "coorganizer", "track_organizer", "moderator", "registrar", "attendee"]
)
def test_d35_what_the_server_goes_by_is_neither_renamed_nor_deleted(staff: User, name: str) -> None:
    role = Role.objects.get(name=name)
    address = f"/v1/roles/{role.pk}"

    renamed = send(staff, "PATCH", address, document("role", {"name": "boss"}, row=role))
    deleted = send(staff, "DELETE", address)

    assert refusal(renamed) == (422, "/data/attributes/name")
    assert refusal(deleted)[0] == 422
    assert Role.objects.get(pk=role.pk).name == name


def roled(held: EventRole, name: str, **more: Any) -> dict[str, Any]:
    return document("users-events-roles", row=held, role=to("role", Role.objects.get(name=name)), **more)


@pytest.mark.parametrize(("who", "status"), [("olga", 403), ("tom", 403), ("mallory", 404), ("nobody", 401)])
def test_d36_nobody_is_made_an_owner_by_a_patch(
    olga: User, tom: User, mallory: User, event: Event, who: str, status: int
) -> None:
    user = {"olga": olga, "tom": tom, "mallory": mallory, "nobody": None}[who]
    held = EventRole.objects.get(event=event, user=tom)

    answer = send(user, "PATCH", f"/v1/users-events-roles/{held.pk}", roled(held, "owner"))

    held.refresh_from_db()
    assert refusal(answer)[0] == status
    assert held.role == "coorganizer"
    assert EventRole.objects.get(event=event, role="owner").user == olga


def test_d36_a_coorganizer_changes_no_role_and_nobody_moves_one_to_another_event(
    olga: User, tom: User, event: Event, coming: Event
) -> None:
    held = EventRole.objects.get(event=event, user=tom)
    address = f"/v1/users-events-roles/{held.pk}"

    answers = [
        send(tom, "PATCH", address, roled(held, "organizer")),
        send(tom, "PATCH", address, document("users-events-roles", row=held, event=to("event", coming))),
        send(olga, "PATCH", address, document("users-events-roles", row=held, event=to("event", coming))),
        send(olga, "PATCH", address, document("users-events-roles", row=held, user=to("user", olga))),
    ]

    held.refresh_from_db()
    assert [refusal(answer)[0] for answer in answers] == [403, 403, 403, 403]
    assert (held.event, held.user, held.role) == (event, tom, "coorganizer")


def test_d41_an_event_leads_to_its_owner_and_organizers(olga: User, tom: User, ann: User, event: Event) -> None:
    team.appoint(ann, EventRole.Name.ORGANIZER, event, by=olga)

    owner, organizers = (get(tom, f"/v1/events/{event.pk}/{name}") for name in ("owner", "organizers"))

    assert read(owner)["id"] == str(olga.pk)
    assert ids(organizers) == [str(ann.pk)]
    for answer in (owner, organizers):
        assert b"@example.org" not in answer.content


# --- D37, D38, D39, D40: invitations ---


@pytest.fixture
def invite(event: Event, olga: User) -> RoleInvite:
    return inviting.invite(event, "mallory@example.org", "organizer", by=olga)


def accept(user: User | None, token: str) -> Any:
    return plain(user, ACCEPT, {"data": {"token": token}})


def test_d37_the_secret_of_an_invitation_is_in_the_letter_alone(olga: User, tom: User, invite: RoleInvite) -> None:
    secret, address = last_secret(invite.email), f"/v1/role-invites/{invite.pk}"
    seen = [get(user, address) for user in (olga, tom)]
    seen.append(get(olga, f"/v1/events/{invite.event_id}/role-invites"))

    for answer in seen:
        assert answer.status_code == 200
        assert secret not in answer.content.decode()
        assert invite.token_hash not in answer.content.decode()
        assert b"hash" not in answer.content
    assert secret not in {str(value) for value in RoleInvite.objects.values_list().get()}


def test_d37_an_invitation_is_seen_by_the_team_alone(mallory: User, invite: RoleInvite) -> None:
    for user in (None, mallory):
        assert refusal(get(user, f"/v1/role-invites/{invite.pk}")) == (404, "")


def test_d37_an_invitation_is_accepted_by_the_invited_account_alone(
    ann: User, mallory: User, invite: RoleInvite
) -> None:
    secret = last_secret(invite.email)

    nobody, somebody = accept(None, secret), accept(ann, secret)

    invite.refresh_from_db()
    assert (refusal(nobody)[0], refusal(somebody)[0], invite.status) == (401, 403, "pending")
    assert not EventRole.objects.filter(event=invite.event, role="organizer").exists()
    assert accept(mallory, secret).json()["role"] == "organizer"


def test_d37_an_invitation_to_an_address_without_an_account_is_no_failure(olga: User, ann: User, event: Event) -> None:
    inviting.invite(event, "new@example.org", "moderator", by=olga)

    assert refusal(accept(ann, last_secret("new@example.org")))[0] == 403
    assert refusal(accept(ann, "unknown"))[0] == 404


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_d38_an_invitation_begins_pending_whatever_is_said(olga: User, event: Event, status: str) -> None:
    body = document(
        "role-invite",
        {"email": "new@example.org", "role-name": "organizer", "status": status, "hash": "known"},
        event=to("event", event),
        role=to("role", Role.objects.get(name="organizer")),
    )

    answer = send(olga, "POST", "/v1/role-invites", body)

    assert read(answer, 201)["attributes"]["status"] == "pending"
    made_of = RoleInvite.objects.get()
    assert (made_of.status, made_of.email) == ("pending", "new@example.org")
    assert refusal(send(olga, "PATCH", f"/v1/role-invites/{made_of.pk}", body))[0] == 405


def test_d39_accepting_leaves_the_event_as_it_is(olga: User, mallory: User, event: Event, invite: RoleInvite) -> None:
    kind = EventType.objects.first()
    assert kind is not None
    read(send(olga, "PATCH", f"/v1/events/{event.pk}", document("event", row=event, event_type=to("event-type", kind))))
    facts = [
        field.attname
        for field in Event._meta.concrete_fields
        if field.attname not in {"revision", "changed_at", "reactions"}
    ]
    before = Event.objects.values(*facts).get(pk=event.pk)

    assert accept(mallory, last_secret(invite.email)).status_code == 200

    assert Event.objects.values(*facts).get(pk=event.pk) == before


def test_d40_an_invitation_is_not_good_for_ever(mallory: User, invite: RoleInvite) -> None:
    assert invite.expires_at - timezone.now() < timedelta(days=8)
    RoleInvite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = accept(mallory, last_secret(invite.email))

    invite.refresh_from_db()
    assert (refusal(answer)[0], invite.status) == (410, "pending")
    assert not EventRole.objects.filter(user=mallory).exists()


# --- D67, D74: what is other people's own ---


def test_d67_the_sessions_of_a_user_are_also_those_that_the_user_speaks_in(
    ann: User, mallory: User, session: Session, staff: User
) -> None:
    proposed = submitting.submit(session.event, by=ann, title="Ann's own")
    address = f"/v1/users/{ann.pk}/sessions"

    assert set(ids(get(ann, address))) == {str(session.pk), str(proposed.pk)}
    assert set(ids(get(staff, address))) == {str(session.pk), str(proposed.pk)}
    for user, status in ((None, 404), (mallory, 404)):
        assert refusal(get(user, address)) == (status, "")


def test_d74_nobody_reads_what_others_like(ann: User, mallory: User, session: Session) -> None:
    for kind, row in (("event", session.event), ("session", session)):
        body = document(f"user-favourite-{kind}", **{kind: to(kind, row)})
        read(send(ann, "POST", f"/v1/user-favourite-{kind}s", body), 201)

    for user, status in ((None, 401), (mallory, 403)):
        for kind in ("event", "session"):
            assert refusal(get(user, f"/v1/user-favourite-{kind}s")) == (status, "")
            assert refusal(get(user, f"/v1/users/{ann.pk}/user-favourite-{kind}s")) == (404, "")
            assert refusal(get(user, f"/v1/users/{ann.pk}/favourite-{kind}s")) == (404, "")
        assert refusal(get(user, f"/v1/user-favourite-events/{session.event_id}")) == (404, "")
        assert ids(get(user, f"/v1/sessions/{session.pk}/user-favourite-sessions")) == []
        assert ids(get(user, f"/v1/events/{session.event_id}/user-favourite-sessions")) == []
    for kind in ("event", "session"):
        assert len(ids(get(ann, f"/v1/users/{ann.pk}/user-favourite-{kind}s"))) == 1

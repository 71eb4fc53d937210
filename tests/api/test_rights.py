"""What stands beside the table of docs/access.md: what is one's own, what is locked, who is told what of whom."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openevent.accounts.models import Letter, User
from openevent.events import inviting, leaving, removing, team
from openevent.events.models import Event, EventRole, Role, RoleInvite
from openevent.program import calling, rating, reviewing, scheduling, speaking, submitting
from openevent.program.models import Session, Speaker, SpeakersCall
from tests.api.defects.documents import document, get, ids, plain, read, refusal, send, to, to_many
from tests.conftest import account


def appointed(name: str, role: str, event: Event, by: User) -> User:
    somebody = account(name)
    team.appoint(somebody, EventRole.Name(role), event, by=by)
    return somebody


# --- one's own --------------------------------------------------------------------------------------------------------


def test_what_somebody_entered_for_the_team_is_not_theirs_when_they_leave_it(
    olga: User, tom: User, event: Event
) -> None:
    new = document("session", {"title": "Opening", "state": "accepted", "comments": "Secret"}, event=to("event", event))
    session = read(send(tom, "POST", "/v1/sessions", new), 201)
    home = f"/v1/sessions/{session['id']}"
    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    changes = [
        send(tom, "PATCH", home, {"data": {"type": "session", "id": session["id"], "attributes": {"title": "Mine"}}}),
        send(
            tom, "PATCH", home, {"data": {"type": "session", "id": session["id"], "attributes": {"state": "withdrawn"}}}
        ),
        send(tom, "DELETE", home),
    ]

    assert [refusal(answer)[0] for answer in changes] == [403] * 3
    assert "comments" not in read(get(tom, home))["attributes"]
    assert read(get(olga, home))["attributes"]["title"] == "Opening"


def test_who_runs_an_event_and_speaks_keeps_the_talk(olga: User, tom: User, event: Event) -> None:
    session = submitting.submit(event, by=olga, state="pending", title="Talk", is_proposal=False)
    new = document(
        "speaker",
        {"name": "Tom", "email": "TOM@example.org"},
        event=to("event", event),
        sessions=to_many("session", session),
    )
    speaker = read(send(tom, "POST", "/v1/speakers", new), 201)
    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    own = send(tom, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"title": "My talk"}, row=session))

    assert Speaker.objects.get(pk=speaker["id"]).user == tom
    assert read(own)["attributes"]["title"] == "My talk"


def test_a_draft_of_the_team_is_handed_in_by_the_team(olga: User, tom: User, event: Event, session: Session) -> None:
    new = document("session", {"title": "Draft"}, event=to("event", event))
    row = Session.objects.get(pk=read(send(olga, "POST", "/v1/sessions", new), 201)["id"])
    foreign = submitting.submit(event, by=account("somebody"), title="Somebody's draft")

    def move(row: Session, to: str) -> int:
        answer = send(tom, "PATCH", f"/v1/sessions/{row.pk}", document("session", {"state": to}, row=row))
        return int(answer.status_code)

    assert [move(row, "accepted"), move(row, "pending"), move(row, "accepted")] == [403, 200, 200]
    assert [move(foreign, "pending"), move(foreign, "accepted")] == [403, 403]


def test_everybody_gives_up_their_own_role(olga: User, tom: User, event: Event) -> None:
    moderator, registrar = (appointed(role, role, event, olga) for role in ("moderator", "registrar"))
    organizer = appointed("organizer", "organizer", event, olga)
    held = {role.user: f"/v1/users-events-roles/{role.pk}" for role in event.roles.select_related("user")}

    others = [
        send(moderator, "DELETE", held[registrar]),
        send(tom, "DELETE", held[organizer]),
        send(tom, "DELETE", held[olga]),
    ]
    own = [send(user, "DELETE", held[user]) for user in (moderator, tom, organizer)]

    assert [answer.status_code for answer in others] == [404, 403, 403]
    assert [answer.status_code for answer in own] == [200] * 3
    assert refusal(send(olga, "DELETE", held[olga]))[0] == 403  # an event has an owner
    assert set(event.roles.values_list("user", flat=True)) == {olga.pk, registrar.pk}


def test_coorganizers_dismiss_those_below_organizers(olga: User, tom: User, event: Event) -> None:
    moderator, second = (
        appointed("moderator", "moderator", event, olga),
        appointed("second", "coorganizer", event, olga),
    )
    held = {role.user: f"/v1/users-events-roles/{role.pk}" for role in event.roles.select_related("user")}

    answers = [send(tom, "DELETE", held[user]) for user in (moderator, second)]

    assert [answer.status_code for answer in answers] == [200, 200]


# --- locks ------------------------------------------------------------------------------------------------------------


def test_a_locked_session_is_changed_by_organizers_whatever_the_way(
    olga: User, tom: User, ann: User, session: Session, speaker: Speaker
) -> None:
    reviewing.lock(session, by=olga)
    other = speaking.add(session.event, by=olga, name="Bo", email=tom.email, user=tom)
    new = document("speaker", {"name": "New"}, event=to("event", session.event), sessions=to_many("session", session))
    ways: list[tuple[str, str, Any]] = [
        ("POST", f"/v1/speakers/{other.pk}/relationships/sessions", to_many("session", session)),
        ("DELETE", f"/v1/speakers/{speaker.pk}/relationships/sessions", to_many("session", session)),
        ("PATCH", f"/v1/speakers/{speaker.pk}", document("speaker", {}, row=speaker, sessions=to_many("session"))),
        ("POST", f"/v1/sessions/{session.pk}/relationships/speakers", to_many("speaker", other)),
        ("POST", "/v1/speakers", new),
        ("DELETE", f"/v1/speakers/{speaker.pk}", None),
    ]

    below = [send(user, method, address, body).status_code for user in (tom, ann) for method, address, body in ways]
    words = send(ann, "PATCH", f"/v1/speakers/{speaker.pk}", document("speaker", {"city": "Berlin"}, row=speaker))

    assert below == [403] * 6 + [404, 403, 403, 403, 403, 403]
    assert words.status_code == 200  # what she says of herself is hers
    assert list(session.speaking.values_list("speaker", flat=True)) == [speaker.pk]
    done = [send(olga, method, address, body).status_code for method, address, body in ways]
    assert done == [200, 200, 200, 204, 201, 200]


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_team_sees_who_proposed_something_and_who_speaks(
    olga: User, tom: User, mallory: User, event: Event, session: Session, ann: User
) -> None:
    somebody = account("somebody")
    User.objects.filter(pk=somebody.pk).update(public_name="Some Body")
    proposal = submitting.submit(event, by=somebody, state="pending", title="Proposal")
    address = f"/v1/sessions/{proposal.pk}?include=creator"

    seen = {one["id"]: one["attributes"] for one in get(tom, address).json()["included"]}
    speakers = get(tom, f"/v1/sessions/{session.pk}?include=speakers.user").json()["included"]

    assert seen[str(somebody.pk)]["public-name"] == "Some Body"
    assert "email" not in seen[str(somebody.pk)]
    assert str(ann.pk) in {one["id"] for one in speakers if one["type"] == "user"}
    for asker in (mallory, ann, None):
        shown = get(asker, f"/v1/sessions/{session.pk}?include=creator,speakers.user").json()["included"]
        assert [one["id"] for one in shown if one["type"] == "user"] == ([str(ann.pk)] if asker == ann else [])


def test_the_log_tells_no_addresses(olga: User, tom: User, event: Event, session: Session) -> None:
    User.objects.filter(pk=tom.pk).update(first_name="Tom")
    send(tom, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"title": "New"}, row=session))

    said = get(tom, f"/v1/events/{event.pk}/changes")

    assert {row["attributes"]["by"] for row in read(said)} == {"Tom", f"account {olga.pk}"}
    assert b"@" not in said.content


def test_a_draft_with_a_private_call_is_there_for_who_knows_its_word(
    olga: User, mallory: User, coming: Event, call: SpeakersCall
) -> None:
    word = calling.change(call, by=olga, privacy="private").hash
    send(olga, "PATCH", f"/v1/events/{coming.pk}", document("event", {"state": "draft"}, row=coming))

    def propose(kind: str, said: dict[str, Any]) -> Any:
        name = {"session": "title", "speaker": "name"}[kind]
        return send(mallory, "POST", f"/v1/{kind}s", document(kind, {name: "New", **said}, event=to("event", coming)))

    for kind in ("session", "speaker"):
        refused = [
            propose(kind, said) for said in ({}, {"call-hash": "wrong"}, {"call-hash": "\x00"}, {"call-hash": ""})
        ]
        assert [refusal(answer) for answer in refused] == [(404, "/data/relationships/event")] * 4
        assert read(propose(kind, {"call-hash": word}), 201)["type"] == kind


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_unverified_account_changes_no_event(olga: User, tom: User, event: Event) -> None:
    User.objects.filter(pk=tom.pk).update(is_verified=False)

    answer = send(tom, "PATCH", f"/v1/events/{event.pk}", document("event", {"owner-name": "Tom"}, row=event))

    event.refresh_from_db()
    assert (refusal(answer)[0], event.owner_name) == (403, "Olga & Friends")
    assert "verify" in answer.json()["errors"][0]["detail"]


def test_nobody_asks_without_end_whether_addresses_are_taken(ann: User, mallory: User) -> None:
    home = f"/v1/users/{mallory.pk}"

    answers = [send(mallory, "PATCH", home, document("user", {"email": ann.email}, row=mallory)) for _ in range(7)]
    same = send(mallory, "PATCH", home, document("user", {"email": "MALLORY@example.org"}, row=mallory))

    assert [answer.status_code for answer in answers] == [409] * 5 + [429] * 2
    assert same.status_code == 200


def test_an_event_that_comes_back_has_an_owner(olga: User, tom: User, event: Event) -> None:
    organizer = appointed("organizer", "organizer", event, olga)
    removing.delete(event, by=olga)
    leaving.delete_account(olga, by=olga)

    answer = send(
        tom, "PATCH", f"/v1/events/{event.pk}?get_trashed=true", document("event", {"deleted-at": None}, row=event)
    )

    assert answer.status_code == 200
    assert event.roles.get(role="owner").user == organizer


def test_an_event_without_organizers_goes_to_who_brings_it_back(olga: User, staff: User, event: Event) -> None:
    event.roles.exclude(role="owner").delete()
    removing.delete(event, by=olga)
    leaving.delete_account(olga, by=olga)

    removing.restore(event, by=staff)

    assert event.roles.get(role="owner").user == staff


def test_staff_brings_no_super_admin_back(staff: User, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_super_admin=True, is_admin=True)
    leaving.delete_account(User.objects.get(pk=ann.pk), by=User.objects.get(pk=ann.pk))

    answer = send(
        staff, "PATCH", f"/v1/users/{ann.pk}?get_trashed=true", document("user", {"deleted-at": None}, row=ann)
    )

    assert refusal(answer)[0] == 403
    assert not User.objects.get(pk=ann.pk).is_active


def test_the_offer_of_ownership_is_the_owners(olga: User, mallory: User, event: Event) -> None:
    organizer = appointed("organizer", "organizer", event, olga)
    invite = inviting.invite(event, mallory.email, RoleInvite.RoleName.OWNER, by=olga)
    address = f"/v1/role-invites/{invite.pk}/resend-invite"

    assert [plain(user, address, {}).status_code for user in (organizer, olga)] == [403, 200]


# --- letters ----------------------------------------------------------------------------------------------------------


def test_nobody_is_written_to_without_end(olga: User, ann: User, session: Session, settings: Any) -> None:
    settings.LETTERS_PER_ADDRESS = 3

    def decide(state: str) -> Any:
        said = {"state": state, "send-email": True}
        return send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", said, row=session))

    answers = [decide(state) for state in ("rejected", "accepted", "rejected", "accepted")]
    quiet = send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"state": "accepted"}, row=session))

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[3]["Retry-After"]) > 0
    assert Letter.objects.filter(to=ann.email).count() == 3
    assert quiet.status_code == 200


def test_nobody_writes_to_everybody(olga: User, session: Session, settings: Any) -> None:
    settings.LETTERS_PER_ACCOUNT = 4
    for name in ("bo", "cy"):
        speaking.link(speaking.add(session.event, by=olga, name=name, email=f"{name}@example.org"), session, by=olga)

    answers = [plain(olga, f"/v1/sessions/{session.pk}/notify", {"message": "Hello"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert Letter.objects.count() == 3


# --- what is remembered -----------------------------------------------------------------------------------------------


def test_a_remembered_answer_names_the_address_that_was_asked(client: Client, event: Event) -> None:
    cache.clear()
    addresses = [f"/v1/events/{event.identifier}", f"/v1/events/{event.pk}"] * 2

    shown = [client.get(address).json()["links"]["self"] for address in addresses]

    assert shown == addresses
    assert len(ids(client.get("/v1/events"))) == 1


# --- what only the team sees, and what is said to others ---------------------------------------------------------------


def test_what_the_team_thinks_of_a_session_is_the_teams(
    olga: User, tom: User, ann: User, mallory: User, session: Session
) -> None:
    rating.rate_session(session, by=tom, rating=2, comment="")
    home, listed = f"/v1/sessions/{session.pk}", f"/v1/events/{session.event_id}/sessions"

    for asker in (olga, tom):
        assert read(get(asker, home))["attributes"]["average-rating"] == 2
        assert ids(get(asker, f"{listed}?filter[average-rating]=2")) == [str(session.pk)]
        assert get(asker, f"{listed}?sort=rating-count").status_code == 200
    others: tuple[User | None, ...] = (ann, mallory, None)
    for somebody in others:
        assert not {"average-rating", "rating-count"} & read(get(somebody, home))["attributes"].keys()
        assert ids(get(somebody, f"{listed}?filter[average-rating]=2")) == []
    assert refusal(get(None, f"{listed}?sort=rating-count")) == (400, "sort")


def test_everybody_finds_their_own_roles(olga: User, tom: User, mallory: User, event: Event) -> None:
    moderator = appointed("moderator", "moderator", event, olga)

    (own,) = read(get(moderator, f"/v1/users/{moderator.pk}/users-events-roles?include=role,event"))

    assert send(moderator, "DELETE", f"/v1/users-events-roles/{own['id']}").status_code == 200
    assert get(mallory, f"/v1/users/{tom.pk}/users-events-roles").status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "who"),
    [
        ("POST", "/v1/role-invites", "organizers and the owner of the event"),
        ("PATCH", "/v1/users-events-roles/{role}", "organizers and the owner of the event"),
        ("GET", "/v1/users", "the staff of this site"),
        ("GET", "/v1/user-favourite-sessions", "the staff of this site may do this. Your own are at /v1/users/"),
    ],
)
def test_a_refusal_says_who_may(olga: User, tom: User, event: Event, method: str, address: str, who: str) -> None:
    role = event.roles.get(user=olga)
    usher = to("role", Role.objects.get(name="moderator"))
    body = {
        "POST": document("role-invite", {"email": "new@example.org"}, event=to("event", event), role=usher),
        "PATCH": document("users-events-roles", {}, row=role, role=usher),
    }

    answer = send(tom, method, address.format(role=role.pk), body.get(method))

    assert refusal(answer)[0] == 403
    assert f"Only {who}" in answer.json()["errors"][0]["detail"]


def test_a_method_that_is_not_taken_says_which_are(olga: User, event: Event) -> None:
    answers = [send(olga, "GET", "/v1/sessions"), send(olga, "POST", f"/v1/events/{event.pk}/sessions", {})]

    assert [answer.json()["errors"][0]["detail"] for answer in answers] == [
        'Method "GET" not allowed. There is: OPTIONS, POST.',
        'Method "POST" not allowed. There is: GET, HEAD, OPTIONS.',
    ]


# --- the log ----------------------------------------------------------------------------------------------------------


def test_the_log_tells_which_members_say_something_else(olga: User, session: Session) -> None:
    before = session.event.changes.count()
    home = f"/v1/sessions/{session.pk}"
    send(olga, "PATCH", home, document("session", {"title": "New", "short-abstract": "<p>New</p>"}, row=session))
    send(olga, "PATCH", home, document("session", {"state": "confirmed"}, row=session, microlocation={"data": None}))
    send(olga, "PATCH", f"/v1/events/{session.event_id}", document("event", {"online": True}, row=session.event))

    said = read(get(olga, f"/v1/events/{session.event_id}/changes?since=0"))[before:]

    assert [(one["attributes"]["kind"], one["attributes"]["members"]) for one in said] == [
        ("changed", ["short-abstract", "title"]),
        ("moved", ["microlocation"]),
        ("state", ["state"]),
        ("changed", ["online"]),
    ]


@pytest.mark.parametrize("page", ["changes", "changes?since=2", "conflicts", "sessions/dates", "sessions/languages"])
def test_what_is_no_resource_has_a_tag_too(olga: User, tom: User, session: Session, page: str) -> None:
    address = f"/v1/events/{session.event.identifier}/{page}"
    first = get(olga, address)
    again = get(olga, address, **{"If-None-Match": first["ETag"]})
    speaking.add(session.event, by=olga, name="New")
    send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"language": "nl"}, row=session))
    scheduling.unschedule(session, by=olga)

    later = get(olga, address, **{"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content, again["ETag"]) == (200, 304, b"", first["ETag"])
    assert (later.status_code, later["ETag"] != first["ETag"]) == (200, True)


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_proposal_without_speakers_is_decided_on_by_letter_to_its_author(
    olga: User, mallory: User, event: Event
) -> None:
    proposal = submitting.submit(event, by=mallory, state="pending", title="Mine")
    entered = submitting.submit(event, by=olga, state="pending", title="Ours", is_proposal=False)

    for row in (proposal, entered):
        send(
            olga,
            "PATCH",
            f"/v1/sessions/{row.pk}",
            document("session", {"state": "rejected", "send-email": True}, row=row),
        )

    assert list(Letter.objects.values_list("to", flat=True)) == [mallory.email, olga.email, olga.email]
    assert [Session.objects.get(pk=row.pk).is_mail_sent for row in (proposal, entered)] == [True, False]
    assert "your session “Mine”" not in Letter.objects.filter(to=olga.email)[0].text
    assert "the session “Mine” of your event" in Letter.objects.filter(to=olga.email)[0].text

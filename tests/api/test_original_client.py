"""What clients of the original Open Event API send, and what they need in return.

They save a row with all that they read of it, say `null` for what nobody filled in, ask to include whatever there was
in the original, and say of plain JSON, too, that it is a document.
"""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from openevent.accounts import joining, tokens
from openevent.accounts.models import User
from openevent.events import inviting, publishing
from openevent.events.models import Event
from openevent.program import favouring, rating, speaking, submitting
from openevent.program.models import Session, Speaker, SpeakersCall, Track
from tests.accounts.mail import last_secret
from tests.api.defects.documents import MEDIA_TYPE, document, get, ids, plain, read, refusal, send, to
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY
from tests.conftest import PASSWORD, as_user


def saved(asker: User | None, address: str, **changed: Any) -> Any:
    """The answer to a document with everything that was read at the address, and these attributes changed."""
    shown = read(get(asker, address))
    linked = {}
    for name, relationship in shown.get("relationships", {}).items():
        answer = get(asker, relationship["links"]["self"])
        if answer.status_code == 200:
            linked[name] = {"data": answer.json()["data"]}
    attributes = {**shown["attributes"], **{name.replace("_", "-"): value for name, value in changed.items()}}
    whole = {"data": {**shown, "attributes": attributes, "relationships": linked}}
    return send(asker, "PATCH", address, whole)


# --- rows as a whole --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_resource_is_saved_with_all_that_was_read_of_it() -> None:
    world = made(State.PUBLISHED)
    owner, staff = world.users[Actor.OWNER], world.users[Actor.STAFF]
    found = {}
    for name, of in REGISTRY.items():
        if "PATCH" in of.detail:
            of_staff = (of.reach.event is None and name != "user") or name == "feedback"
            asker = world.users[Actor.SPEAKER] if name == "user" else staff if of_staff else owner
            before = read(get(asker, of.address(world.rows[name])))

            answer = saved(asker, of.address(world.rows[name]))

            found[name] = (answer.status_code, answer.json().get("errors"))
            assert read(get(asker, of.address(world.rows[name])))["attributes"] == before["attributes"], name

    assert found == dict.fromkeys(found, (200, None))
    assert len(found) > 18


def test_a_profile_is_saved_with_the_flags_that_only_staff_sets(ann: User, staff: User) -> None:
    home = f"/v1/users/{ann.pk}"

    answer = saved(ann, home, first_name="Ann")

    assert read(answer)["attributes"]["first-name"] == "Ann"
    assert refusal(saved(ann, home, is_admin=True)) == (403, "/data/attributes/is-admin")
    assert refusal(saved(ann, home, is_verified=False)) == (403, "/data/attributes/is-verified")
    assert read(saved(staff, home, is_sales_admin=True))["attributes"]["is-sales-admin"]


@pytest.mark.django_db
def test_who_registers_may_say_that_they_are_nobody_special() -> None:
    new = {"email": "new@example.org", "password": PASSWORD, "first-name": None, "is-admin": False}
    said = {**new, "is-verified": False, "is-blocked": None}

    proven = send(None, "POST", "/v1/users", document("user", {**said, "is-verified": True}))
    admin = send(None, "POST", "/v1/users", document("user", {**said, "is-admin": True}))
    answer = send(None, "POST", "/v1/users", document("user", said))

    assert refusal(proven) == (422, "/data/attributes/is-verified")
    assert refusal(admin) == (403, "/data/attributes/is-admin")
    assert read(answer, 201)["attributes"]["is-admin"] is False
    assert User.objects.get().is_verified is False


@pytest.mark.django_db
def test_every_row_is_brought_back_with_all_that_was_read_of_it() -> None:
    world = made(State.PUBLISHED)
    staff, owner = world.users[Actor.STAFF], world.users[Actor.OWNER]
    found = {}
    for name in ("track", "microlocation", "session-type", "sponsor", "faq", "session", "speaker", "event"):
        home = REGISTRY[name].address(world.rows[name])
        assert send(owner, "DELETE", home).status_code == 200

        back = saved(owner, f"{home}?get_trashed=true", deleted_at=None)

        found[name] = (back.status_code, read(back)["attributes"]["deleted-at"], get(None, home).status_code)
    assert found == dict.fromkeys(found, (200, None, 200))
    assert staff is not None


def test_an_account_is_brought_back_under_its_address(staff: User, ann: User) -> None:
    home = f"/v1/users/{ann.pk}"
    assert send(staff, "DELETE", home).status_code == 200

    back = saved(staff, f"{home}?get_trashed=true", deleted_at=None)

    assert read(back)["attributes"]["email"] == "ann@example.org"


def test_what_is_said_anew_while_a_row_is_brought_back_is_changed(olga: User, track: Track) -> None:
    home = f"/v1/tracks/{track.pk}?get_trashed=true"
    send(olga, "DELETE", home)

    wrong = saved(olga, home, deleted_at=None, color="blue")
    still = get(olga, f"/v1/tracks/{track.pk}").status_code
    back = saved(olga, home, deleted_at=None, color="#00ff00")

    assert (refusal(wrong), still) == ((422, "/data/attributes/color"), 404)
    assert read(back)["attributes"]["color"] == "#00ff00"


def test_ids_may_be_numbers(olga: User, event: Event) -> None:
    new = document("track", {"name": "New", "color": "#ff0000"}, event={"data": {"type": "event", "id": event.pk}})

    made_track = read(send(olga, "POST", "/v1/tracks", new), 201)
    change = {"data": {"type": "track", "id": int(made_track["id"]), "attributes": {"name": "Newer"}}}
    answer = send(olga, "PATCH", f"/v1/tracks/{made_track['id']}", change)

    assert read(answer)["attributes"]["name"] == "Newer"
    wrong: Any
    for wrong in (True, 1.5, -1, 10**30, None, [], {}):
        new["data"]["relationships"]["event"]["data"]["id"] = wrong
        assert send(olga, "POST", "/v1/tracks", new).status_code in {400, 404}


# --- null -------------------------------------------------------------------------------------------------------------


def test_what_nobody_filled_in_is_null(olga: User, event: Event) -> None:
    session = document(
        "session", {"title": "New", "slides": None, "state": None, "is-locked": None}, event=to("event", event)
    )
    speaker = document(
        "speaker",
        {"name": "New", "email": "new@example.org", "order": None, "is-featured": None},
        event=to("event", event),
    )
    room = document(
        "microlocation",
        {"name": "New", "position": None, "is-chat-enabled": None, "floor": None},
        event=to("event", event),
    )
    conference = document(
        "event",
        {
            "name": "New",
            "starts-at": "2027-01-01T09:00:00Z",
            "ends-at": "2027-01-02T09:00:00Z",
            "timezone": "UTC",
            "document-links": None,
            "state": None,
            "privacy": None,
            "online": None,
        },
    )

    made_session = read(send(olga, "POST", "/v1/sessions", session), 201)["attributes"]
    made_speaker = read(send(olga, "POST", "/v1/speakers", speaker), 201)["attributes"]
    made_room = read(send(olga, "POST", "/v1/microlocations", room), 201)["attributes"]
    made_event = read(send(olga, "POST", "/v1/events", conference), 201)["attributes"]

    assert (made_session["slides"], made_session["state"], made_session["is-locked"]) == ([], "draft", False)
    assert (made_speaker["order"], made_speaker["is-featured"]) == (0, False)
    assert (made_room["position"], made_room["is-chat-enabled"], made_room["floor"]) == (0, False, None)
    assert [made_event[name] for name in ("document-links", "state", "privacy", "online")] == [
        [],
        "draft",
        "public",
        False,
    ]


def test_null_takes_back_what_was_said_but_no_decision(olga: User, event: Event, session: Session) -> None:
    slides = [{"name": "Slides", "link": "https://example.org/slides"}]
    send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"slides": slides}, row=session))

    cleared = send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"slides": None}, row=session))
    undecided = send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"state": None}, row=session))
    hidden = send(olga, "PATCH", f"/v1/events/{event.pk}", document("event", {"state": None}, row=event))

    assert read(cleared)["attributes"]["slides"] == []
    assert (refusal(undecided), refusal(hidden)) == ((422, "/data/attributes/state"),) * 2


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_there_is_no_call_before_it_is_made(olga: User, event: Event) -> None:
    for name in ("speakers-call", "event-copyright"):
        for asker in (olga, None):
            assert refusal(get(asker, f"/v1/events/{event.pk}/{name}"))[0] == 404

    included = get(olga, f"/v1/events/{event.pk}?include=speakers-call").json()
    linkage = get(olga, f"/v1/events/{event.pk}/relationships/speakers-call").json()

    assert included["data"]["relationships"]["speakers-call"]["data"] is None
    assert linkage["data"] is None


def test_what_is_not_here_is_included_as_nothing(olga: User, event: Event, session: Session) -> None:
    page = "tickets,social-links,event-copyright,speakers-call,tax,owner,sponsors,stripe-authorization,group,tickets.ticket-tags"

    answer = get(olga, f"/v1/events/{event.identifier}?include={page}")
    sessions = get(olga, f"/v1/events/{event.pk}/sessions?include=track,speakers,exhibitors,speaker-invites")

    assert answer.status_code == 200
    assert "exhibitors" not in read(answer)["relationships"]
    assert {one["type"] for one in sessions.json()["included"]} == {"track", "speaker"}
    assert refusal(get(olga, f"/v1/events/{event.pk}?include=tickets,nonsense")) == (400, "include")


def test_a_list_of_sessions_says_which_the_asker_likes(ann: User, tom: User, event: Event, session: Session) -> None:
    favouring.add(session, user=ann)
    address = f"/v1/events/{event.pk}/sessions?include=favourite"

    hers, his, nobodys = (get(asker, address).json() for asker in (ann, tom, None))

    assert read_linkage(hers) == [{"type": "user-favourite-session", "id": str(ann.favourite_sessions.get().pk)}]
    assert [one["type"] for one in hers["included"]] == ["user-favourite-session"]
    assert (read_linkage(his), read_linkage(nobodys)) == ([None], [None])
    assert read(get(ann, f"/v1/sessions/{session.pk}/favourite"))["type"] == "user-favourite-session"
    assert get(tom, f"/v1/sessions/{session.pk}/favourite").status_code == 404
    assert get(ann, f"/v1/sessions/{session.pk}/relationships/favourite-sessions").status_code == 200


def test_a_team_reads_with_its_events_how_much_there_is_in_them(
    olga: User, tom: User, mallory: User, event: Event, session: Session
) -> None:
    submitting.submit(event, by=olga, state="draft", title="Draft")
    address = f"/v1/events/{event.identifier}"

    (counted,) = get(tom, f"{address}?include=general-statistics,tickets").json()["included"]
    (listed,) = get(tom, "/v1/events?include=general-statistics").json()["included"]

    assert counted == listed == read(get(tom, f"{address}/general-statistics"))
    assert (counted["type"], counted["id"]) == ("event-statistics-general", str(event.pk))
    assert counted["attributes"] == {
        "identifier": event.identifier,
        **dict.fromkeys([f"sessions-{state}" for state in Session.State.values], 0),
        "sessions-draft": 1,
        "sessions-accepted": 1,
        "sessions-submitted": 1,
        "sessions": 2,
        "speakers": 1,
        "sponsors": 0,
    }
    for asker, status in ((mallory, 403), (None, 401)):
        assert get(asker, f"{address}?include=general-statistics").json()["included"] == []
        assert get(asker, f"{address}/general-statistics").status_code == status


def read_linkage(answer: dict[str, Any]) -> list[Any]:
    return [row["relationships"]["favourite"]["data"] for row in answer["data"]]


def filtered(asker: User | None, address: str, *nodes: Any) -> list[str]:
    return ids(get(asker, f"{address}?filter={quote(json.dumps(list(nodes)))}"))


def test_a_relationship_is_compared_with_null(olga: User, event: Event, session: Session, speaker: Speaker) -> None:
    alone = submitting.submit(event, by=olga, state="pending", title="Alone")
    idle = speaking.add(event, by=olga, name="Idle")
    sessions, speakers = f"/v1/events/{event.pk}/sessions", f"/v1/events/{event.pk}/speakers"

    def nothing(name: str, op: str = "eq") -> dict[str, Any]:
        return {"name": name, "op": op, "val": None}

    assert filtered(olga, sessions, nothing("speakers")) == [str(alone.pk)]
    assert filtered(olga, sessions, nothing("speakers", "ne")) == [str(session.pk)]
    assert filtered(olga, sessions, nothing("track", "is")) == [str(alone.pk)]
    assert filtered(olga, sessions, nothing("track", "isnot")) == [str(session.pk)]
    assert filtered(olga, speakers, nothing("sessions")) == [str(idle.pk)]
    assert filtered(olga, speakers, {"name": "sessions__track", "op": "ne", "val": None}) == [str(speaker.pk)]
    assert refusal(get(olga, f'{sessions}?filter=[{{"name":"track","op":"eq","val":"1"}}]')) == (400, "filter")
    assert refusal(get(olga, f'{sessions}?filter=[{{"name":"track","op":"gt","val":null}}]')) == (400, "filter")


def test_no_comparison_with_null_tells_what_the_asker_does_not_see(
    olga: User, mallory: User, event: Event, session: Session
) -> None:
    hidden = submitting.submit(event, by=olga, state="pending", title="Hidden", track=session.track)
    tracks = f"/v1/events/{event.pk}/tracks"
    session.refresh_from_db()
    send(olga, "DELETE", f"/v1/sessions/{session.pk}")

    lonely = {"name": "sessions", "op": "eq", "val": None}

    assert filtered(olga, tracks, lonely) == []
    assert filtered(mallory, tracks, lonely) == [str(hidden.track_id)]
    assert filtered(mallory, "/v1/events", {"name": "roles", "op": "eq", "val": None}) == []
    assert filtered(mallory, "/v1/events", {"name": "roles", "op": "ne", "val": None}) == []


def test_the_team_sorts_by_what_it_alone_sees(olga: User, mallory: User, staff: User, event: Event) -> None:
    for name in ("cy", "ada", "bob"):
        speaking.add(event, by=olga, name=name, email=f"{name}@example.org")
    address = f"/v1/events/{event.pk}/speakers?sort=-email&fields[speaker]=name"

    answer = get(olga, address)
    accounts = get(staff, "/v1/users?sort=email&fields[user]=email")

    assert [row["attributes"]["name"] for row in read(answer)] == ["cy", "bob", "ada"]
    assert [row["attributes"]["email"][0] for row in read(accounts)] == ["m", "o", "s", "t"]
    assert refusal(get(None, address)) == (400, "sort")
    assert get(mallory, address).status_code == 200  # and finds none


def test_nobody_learns_by_the_order_what_others_keep_to_themselves(olga: User, mallory: User, event: Event) -> None:
    shown = []
    for name in ("cy", "ada", "bob"):
        speaker = speaking.add(event, by=olga, name=name, email=f"{name}@example.org")
        session = submitting.submit(event, by=olga, state="pending", title=name)
        send(olga, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"state": "accepted"}, row=session))
        speaking.link(speaker, session, by=olga)
        shown.append(str(speaker.pk))
    address = f"/v1/events/{event.pk}/speakers?sort="

    up, down = ids(get(mallory, f"{address}email")), ids(get(mallory, f"{address}-email"))

    assert up == down == shown


def test_sessions_are_sorted_and_found_by_their_ratings(olga: User, tom: User, event: Event) -> None:
    for title, given in (("None", ()), ("Good", (4, 5)), ("Bad", (1,)), ("Middling", (3, 4, 4))):
        session = submitting.submit(event, by=olga, state="pending", title=title)
        for by, stars in zip(
            (olga, tom, joining.join(f"{title}@example.org", PASSWORD, verified=True)), given, strict=False
        ):
            rating.rate_session(session, by=by, rating=stars, comment="")
    address = f"/v1/events/{event.pk}/sessions"

    rows = read(get(olga, f"{address}?sort=-average-rating"))
    best = filtered(olga, address, {"name": "average-rating", "op": "ge", "val": 3.6})

    assert [(row["attributes"]["title"], row["attributes"]["average-rating"]) for row in rows] == [
        ("Good", 4.5),
        ("Middling", 3.67),
        ("Bad", 1),
        ("None", 0),
    ]
    assert best == [rows[0]["id"], rows[1]["id"]]


# --- plain JSON -------------------------------------------------------------------------------------------------------


def as_document(asker: User | None, method: str, address: str, body: Any = None) -> Any:
    """A request that says of itself that it is a document, and wants one."""
    content = json.dumps(body) if body is not None else b""
    return as_user(asker).generic(method, address, content, content_type=MEDIA_TYPE, headers={"Accept": MEDIA_TYPE})


def test_plain_json_may_be_called_a_document(olga: User, event: Event, session: Session) -> None:
    credentials = {"email": olga.email, "password": PASSWORD}
    order = [{"speaker": str(session.speakers.get().pk), "order": 3}]

    signed_in = as_document(None, "POST", "/v1/auth/login", credentials)
    task = as_document(olga, "GET", f"/v1/events/{event.identifier}/export/ical")
    asked = [
        as_document(olga, "GET", task.json()["task_url"]),
        as_document(None, "GET", "/v1/sessions/states"),
        as_document(None, "GET", f"/v1/events/{event.pk}/sessions/dates"),
        as_document(olga, "POST", f"/v1/events/{event.pk}/copy"),
        as_document(olga, "POST", f"/v1/events/{event.pk}/reorder-speakers", order),
    ]

    assert "access_token" in signed_in.json()
    assert signed_in["Content-Type"] == "application/json"
    assert [answer.status_code for answer in asked] == [200] * 5


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data"]
)
def test_what_is_no_json_is_still_refused(client: Client, db: None, kind: str) -> None:
    answer = client.generic("POST", "/v1/auth/login", "{}", content_type=kind)

    assert refusal(answer)[0] == 415


def test_a_picture_may_be_sent_in_lines(olga: User) -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    lines = "\r\n".join(dot[i : i + 20] for i in range(0, len(dot), 20))

    answer = plain(olga, "/v1/upload/image", {"data": f"data:image/png;base64,{lines}"})

    assert answer.status_code == 200, answer.content


@pytest.mark.django_db
def test_monitors_find_the_server_where_they_look(client: Client, settings: Any) -> None:
    (settings.QUEUE_DIR / "messages").mkdir(parents=True, exist_ok=True)

    assert client.get("/health-check").json() == client.get("/health/ready").json()


def test_an_access_token_is_no_refresh_token(olga: User, client: Client) -> None:
    token = tokens.access_token(olga, fresh=True)

    answer = client.post("/v1/auth/token/refresh", headers={"Authorization": f"JWT {token}"})

    assert refusal(answer)[0] == 422
    assert answer.json()["errors"][0]["detail"] == "Only refresh tokens are allowed"


def test_who_has_no_name_has_none(ann: User) -> None:
    said = {"data": {"old-password": PASSWORD, "new-password": "another long and secret sentence"}}

    answer = plain(ann, "/v1/auth/change-password", said)

    assert answer.json()["name"] is None


# --- the team ---------------------------------------------------------------------------------------------------------


def test_the_letter_of_an_invitation_says_to_everybody_who_has_it_whom_it_is_for(
    olga: User, ann: User, event: Event, client: Client
) -> None:
    invite = inviting.invite(event, "new@example.org", "moderator", by=olga)
    token = last_secret(invite.email)

    answers = [plain(asker, "/v1/role_invites/user", {"data": {"token": token}}) for asker in (None, ann)]

    assert [answer.json() for answer in answers] == [{"email": "new@example.org"}] * 2
    assert plain(None, "/v1/role_invites/user", {"data": {"token": "wrong"}}).status_code == 404
    assert plain(None, "/v1/role_invites/accept-invite", {"data": {"token": token}}).status_code == 401


def test_the_whole_team_sends_an_invitation_again(olga: User, tom: User, mallory: User, event: Event) -> None:
    invite = inviting.invite(event, "new@example.org", "moderator", by=olga)
    address = f"/v1/role-invites/{invite.pk}/resend-invite"

    answers = [plain(asker, address, {}).status_code for asker in (tom, olga, mallory, None)]

    assert answers == [200, 200, 404, 401]


def test_who_sees_an_event_and_may_not_export_it_is_told_so(
    olga: User, mallory: User, ann: User, event: Event, session: Session
) -> None:
    address = f"/v1/events/{event.identifier}/export/ical"

    published = [get(asker, address).status_code for asker in (olga, mallory, ann, None)]
    publishing.unpublish(event, by=olga)
    draft = [get(asker, address).status_code for asker in (olga, mallory, ann, None)]

    assert (published, draft) == ([200, 403, 403, 401], [200, 404, 404, 401])


def test_a_team_chooses_the_word_that_opens_its_call(
    olga: User, mallory: User, coming: Event, call: SpeakersCall
) -> None:
    home, word = f"/v1/speakers-calls/{call.pk}", "1f1d7b1c-6f1c-4d4f-8a63-2b7b6ad0b8a1"

    chosen = send(olga, "PATCH", home, document("speakers-call", {"privacy": "private", "hash": word}, row=call))
    guessable = send(olga, "PATCH", home, document("speakers-call", {"hash": "open sesame"}, row=call))
    proposal = document("session", {"title": "New", "call-hash": word}, event=to("event", coming))

    assert read(chosen)["attributes"]["hash"] == word
    assert refusal(guessable) == (422, "/data/attributes/hash")
    assert read(send(mallory, "POST", "/v1/sessions", proposal), 201)["attributes"]["title"] == "New"
    assert "hash" not in read(get(None, home))["attributes"]

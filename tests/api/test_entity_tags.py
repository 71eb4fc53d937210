"""Entity tags: 304 for who has the answer, 412 for who was overtaken, and nothing for anybody else (contract, 1.8)."""

from typing import Any

import pytest
from django.core.cache import cache

from openevent.accounts import staffing
from openevent.accounts.models import User
from openevent.events import cataloguing, publishing, team
from openevent.events.models import Event, EventRole, EventType
from openevent.program import submitting
from openevent.program.models import Session, Track
from tests.api.defects.documents import document, get, ids, read, refusal, send
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY


def again(user: User | None, address: str, tag: str) -> int:
    """The status for somebody who has the answer with this tag."""
    status: int = get(user, address, **{"If-None-Match": tag}).status_code
    return status


def change(user: User, track: Track, name: str, tag: str | None = None) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return send(user, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"name": name}, row=track), **headers)


def test_every_answer_of_every_resource_has_a_tag_that_makes_the_next_one_a_304(db: None) -> None:
    world = made(State.PUBLISHED)
    staff, speaker, wrong = world.users[Actor.STAFF], world.users[Actor.SPEAKER], {}
    pages = [
        "/v1/events/upcoming",
        "/v1/users",
        "/v1/events",
        "/v1/roles",
        "/v1/event-types",
        "/v1/user-favourite-events",
    ]
    for name, of in REGISTRY.items():
        home = of.address(world.rows[name])
        pages += [home, f"{home}?include={','.join(list(of.relations)[:20])}"]
        links = [of.links(world.rows[name], relation) for relation in of.relations]
        pages += [one["related"] for one in links if not one["related"].endswith("/favourite")]  # staff likes none
        pages += [one["self"] for one in links]
    for page in pages:
        asker = speaker if page.startswith("/v1/user-favourite-events/") else staff
        first = get(asker, page)
        tag = first.headers.get("ETag", "")
        second = get(asker, page, **{"If-None-Match": f'"other", W/{tag}'})
        seen = (first.status_code, second.status_code, second.content, second.headers.get("ETag"))
        if not tag or seen != (200, 304, b"", tag):
            wrong[page] = seen

    assert wrong == {}


def test_a_tag_is_of_one_asker_one_address_and_one_question(olga: User, tom: User, track: Track, event: Event) -> None:
    home = f"/v1/tracks/{track.pk}"
    tag = get(olga, home)["ETag"]

    others = [
        again(user, address, tag)
        for user, address in (
            (olga, home),
            (tom, home),
            (None, home),
            (olga, f"{home}?fields[track]=name"),
            (olga, f"{home}/event"),
            (olga, f"{home}?get_trashed=true"),
            (olga, f"/v1/events/{event.pk}/tracks"),
            (olga, f"{home}/relationships/event"),
        )
    ]

    assert others == [304] + [200] * 7


@pytest.mark.parametrize("page", ["", "/tracks", "/sessions?include=speakers", "/relationships/tracks"])
def test_what_was_public_is_opened_by_no_tag_and_remembered_for_nobody(
    olga: User, mallory: User, event: Event, session: Session, page: str
) -> None:
    address = f"/v1/events/{event.identifier}{page}"
    tags = {user: get(user, address)["ETag"] for user in (None, mallory, olga)}

    publishing.unpublish(event, by=olga)

    for tag in tags.values():
        assert [again(None, address, tag), again(mallory, address, tag), again(olga, address, tag)] == [404, 404, 200]
    drafted = get(olga, address)["ETag"]
    assert [again(user, address, drafted) for user in (None, mallory, olga)] == [404, 404, 304]
    assert [again(user, address, "*") for user in (None, mallory, olga)] == [404, 404, 304]


def test_who_left_the_team_reads_its_answers_no_more(olga: User, tom: User, event: Event) -> None:
    pages = [f"/v1/events/{event.pk}/users-events-roles", f"/v1/events/{event.pk}/relationships/role-invites"]
    tags = [get(tom, page)["ETag"] for page in pages]

    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    assert [again(tom, page, tag) for page, tag in zip(pages, tags, strict=True)] == [403, 403]


def test_who_was_blocked_reads_nothing_more(olga: User, tom: User, staff: User, event: Event) -> None:
    address = f"/v1/events/{event.pk}/users-events-roles"
    tag = get(tom, address)["ETag"]

    staffing.set_flags(tom, by=staff, is_blocked=True)

    assert [again(tom, address, tag), get(tom, address).status_code] == [401, 401]


def test_remembered_answers_are_their_askers_own(olga: User, mallory: User, event: Event, session: Session) -> None:
    Session.objects.update(comments="a secret")
    cache.clear()
    address = f"/v1/events/{event.pk}/sessions"

    answers = [get(user, address).content for user in (olga, None, mallory, olga, None)]

    assert [b"a secret" in answer for answer in answers] == [True, False, False, True, False]


def test_an_answer_that_tells_of_accounts_and_catalogues_is_as_new_as_they_are(
    olga: User, staff: User, event: Event, session: Session
) -> None:
    kind = cataloguing.add(EventType(name="Old"), by=staff)
    Event.objects.filter(pk=event.pk).update(event_type=kind)
    home = f"/v1/events/{event.pk}/sessions"
    pages = [
        f"{home}?filter[event.event-type.name]=New",
        f"{home}?filter[creator.first-name]=New",
        f'{home}?filter=[{{"name":"\\u0063reator__first-name","op":"eq","val":"New"}}]',
    ]
    assert [ids(get(olga, page)) for page in pages] == [[], [], []]

    cataloguing.change(kind, by=staff, name="New")
    User.objects.filter(pk=olga.pk).update(first_name="New")

    assert [ids(get(olga, page)) for page in pages] == [[str(session.pk)]] * 3


def test_an_order_by_what_is_not_the_events_is_as_new_as_that_is(olga: User, tom: User, event: Event) -> None:
    rows = [submitting.submit(event, by=user, state="pending", title="Same") for user in (olga, tom)]
    Session.objects.update(state="accepted")
    User.objects.update(is_profile_public=True, first_name="B")
    address = f"/v1/events/{event.pk}/sessions?sort=creator.first-name"
    assert ids(get(None, address)) == [str(row.pk) for row in rows]

    User.objects.filter(pk=tom.pk).update(first_name="A")

    assert ids(get(None, address)) == [str(row.pk) for row in reversed(rows)]


def test_of_two_organisers_the_second_is_told_before_anything_is_written(olga: User, tom: User, track: Track) -> None:
    seen = [get(user, f"/v1/tracks/{track.pk}")["ETag"] for user in (olga, tom)]

    first, second = change(olga, track, "Olga's", seen[0]), change(tom, track, "Tom's", seen[1])

    revision = Event.objects.values_list("revision", flat=True).get()
    assert (read(first)["attributes"]["name"], refusal(second)) == ("Olga's", (412, ""))
    assert send(tom, "DELETE", f"/v1/tracks/{track.pk}", **{"If-Match": seen[1]}).status_code == 412
    assert (Track.objects.get().name, Event.objects.get().revision) == ("Olga's", revision)
    assert change(olga, track, "Again", first["ETag"]).status_code == 200  # the answer to a write goes on from there


def test_what_others_change_elsewhere_stands_in_nobodys_way(
    olga: User, tom: User, session: Session, track: Track
) -> None:
    tag = get(olga, f"/v1/tracks/{track.pk}")["ETag"]
    read(send(tom, "PATCH", f"/v1/sessions/{session.pk}", document("session", {"title": "New"}, row=session)))

    assert change(olga, track, "New", tag).status_code == 200


def test_a_tag_that_is_not_of_this_row_and_asker_changes_nothing(
    olga: User, tom: User, track: Track, session: Session
) -> None:
    mine = get(olga, f"/v1/tracks/{track.pk}")["ETag"]
    foreign = [
        get(tom, f"/v1/tracks/{track.pk}")["ETag"],
        get(None, f"/v1/tracks/{track.pk}")["ETag"],
        get(olga, f"/v1/sessions/{session.pk}")["ETag"],
        get(olga, f"/v1/events/{track.event_id}/tracks")["ETag"],
        mine.replace('"', ""),
        mine[:-4],
        '"9' + mine[1:],
        "",
        ",",
        '""',
        "x",
        '"1.1-x-0"',
        '"é"',
        "W/*",
        f"W/{mine[:-4]}",
        "*x",
    ]

    answers = [change(olga, track, "New", tag).status_code for tag in foreign]

    assert [(tag, status) for tag, status in zip(foreign, answers, strict=True) if status != 412] == []
    assert Track.objects.get().name == "Open Hardware"
    assert [change(olga, track, "New", tag).status_code for tag in (f'"x", {mine}', "*")] == [200, 200]


def test_rows_of_no_event_are_guarded_by_their_tags_too(olga: User, staff: User) -> None:
    kind = cataloguing.add(EventType(name="Old"), by=staff)
    pages = [
        (staff, f"/v1/event-types/{kind.pk}", document("event-type", {"name": "New"}, row=kind)),
        (olga, f"/v1/users/{olga.pk}", document("user", {"first-name": "New"}, row=olga)),
    ]

    for user, page, body in pages:
        tag = get(user, page)["ETag"]
        seen = [send(user, "PATCH", page, body, **{"If-Match": tag}).status_code for _ in range(2)]
        assert seen == [200, 412]

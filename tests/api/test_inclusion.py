"""Compound documents and sparse members (contract, 1.3 and 1.6): what is included is what the asker may read."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import publishing
from openevent.events.models import Event
from openevent.program import arranging, speaking, submitting
from openevent.program.models import Session, Speaker, Track
from tests.api.defects.documents import get, identifier, ids, read, refusal, send
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY


def shown(answer: Any) -> set[tuple[str, str]]:
    """What was included."""
    assert answer.status_code == 200, answer.content
    found = [(row["type"], row["id"]) for row in answer.json()["included"]]
    assert len(found) == len(set(found))
    return set(found)


def test_what_is_included_stands_once_and_is_linked(olga: User, session: Session, speaker: Speaker) -> None:
    answer = get(None, f"/v1/events/{session.event_id}/sessions?include=speakers,track,microlocation,track.event,event")

    (row,) = read(answer)
    assert shown(answer) == {
        ("speaker", str(speaker.pk)),
        ("track", str(session.track_id)),
        ("event", str(session.event_id)),
        ("microlocation", str(session.microlocation_id)),
    }
    assert {name: one["data"] for name, one in row["relationships"].items() if "data" in one} == {
        "speakers": [identifier("speaker", speaker)],
        "track": identifier("track", session.track),
        "microlocation": identifier("microlocation", session.microlocation),
        "event": identifier("event", session.event),
    }
    assert list(answer.json()) == ["data", "links", "included", "meta", "jsonapi"]


def test_the_row_itself_is_not_included_again(session: Session, speaker: Speaker) -> None:
    answer = get(None, f"/v1/sessions/{session.pk}?include=speakers.sessions.speakers")

    assert shown(answer) == {("speaker", str(speaker.pk))}
    assert answer.json()["included"][0]["relationships"]["sessions"]["data"] == [identifier("session", session)]


def test_nothing_to_include_is_an_empty_list_and_null(olga: User, event: Event) -> None:
    proposal = submitting.submit(event, by=olga, state="pending", title="Alone")

    answer = get(olga, f"/v1/sessions/{proposal.pk}?include=track,speakers")

    linked = {name: one["data"] for name, one in read(answer)["relationships"].items() if "data" in one}
    assert (shown(answer), linked) == (set(), {"track": None, "speakers": []})
    assert "included" not in get(olga, f"/v1/sessions/{proposal.pk}?include=").json()


PATHS = [
    "nothing",
    "speakers.nothing",
    "Speakers",
    "speakers.sessions.event.tracks",
    ".",
    "track.",
    "track..event",
    "speakers__user",
    "e\x00",
    "event_id",
    ",".join(["track"] * 51),
]


def test_a_path_that_leads_nowhere_or_too_deep_is_refused(session: Session) -> None:
    answers = [
        get(None, f"/v1/{page}?include={path}")
        for path in PATHS
        for page in (f"sessions/{session.pk}", f"events/{session.event_id}/sessions")
    ]

    assert [refusal(answer) for answer in answers] == [(400, "include")] * len(answers)


def test_a_write_with_a_path_that_leads_nowhere_writes_nothing(olga: User, track: Track) -> None:
    body = {"data": {**identifier("track", track), "attributes": {"name": "New"}}}

    answers = [
        send(olga, "PATCH", f"/v1/tracks/{track.pk}?{query}", body)
        for query in ("include=nothing", "fields[track]=nothing")
    ]

    assert [refusal(answer)[0] for answer in answers] == [400, 400]
    assert Track.objects.get().name == "Open Hardware"
    answer = send(olga, "PATCH", f"/v1/tracks/{track.pk}?include=event&fields[event]=name", body)
    assert shown(answer) == {("event", str(track.event_id))}


def test_nobody_is_shown_by_inclusion_what_reading_does_not_show(
    olga: User, mallory: User, session: Session, speaker: Speaker
) -> None:
    secret = submitting.submit(session.event, by=olga, state="pending", title="A secret")
    speaking.link(speaker, secret, by=olga)
    pages = [
        f"/v1/events/{session.event_id}?include=sessions,speakers",
        f"/v1/speakers/{speaker.pk}?include=sessions",
        f"/v1/tracks/{session.track_id}?include=sessions.speakers.sessions",
        f"/v1/events/{session.event_id}/speakers?include=sessions",
    ]

    for page in pages:
        assert ("session", str(secret.pk)) in shown(get(olga, page)) or "tracks" in page
        for user in (None, mallory):
            answer = get(user, page)
            assert ("session", str(secret.pk)) not in shown(answer)
            assert b"A secret" not in answer.content
            assert b"@example.org" not in answer.content


def test_a_draft_is_included_for_its_team_alone(olga: User, mallory: User, ann: User, session: Session) -> None:
    publishing.unpublish(session.event, by=olga)
    page = f"/v1/sessions/{session.pk}?include=event,track,speakers"

    assert [get(user, page).status_code for user in (None, mallory)] == [404, 404]
    assert ("event", str(session.event_id)) in shown(get(olga, page))
    assert ("event", str(session.event_id)) not in shown(get(ann, page))  # she gives the session


def test_no_inclusion_shows_anybody_more_than_the_related_address(db: None) -> None:
    world = made(State.PUBLISHED)
    leaked = []
    for actor in (Actor.ANONYMOUS, Actor.STRANGER, Actor.MODERATOR, Actor.OTHER_OWNER):
        user = world.users[actor]
        for name, of in REGISTRY.items():
            home = of.address(world.rows[name])
            for key, relation in of.relations.items() if get(user, home).status_code == 200 else ():
                answer, listed = get(user, f"{home}?include={key}"), get(user, f"{home}/{relation.at or key}")
                found = listed.json()["data"] if listed.status_code == 200 else []
                rows = found if isinstance(found, list) else [found] if found else []
                allowed = {(row["type"], row["id"], str(row["attributes"])) for row in rows}
                seen = {(row["type"], row["id"], str(row["attributes"])) for row in answer.json()["included"]}
                if not seen <= allowed:
                    leaked.append((actor, name, key, seen - allowed))

    assert leaked == []


def test_deleted_neighbours_are_left_out_whatever_is_asked(olga: User, event: Event) -> None:
    tracks = [arranging.add(Track(event=event, name=f"Track {n}", color="#ff0000"), by=olga) for n in range(5)]
    for track in tracks[1:4]:
        arranging.remove(track, by=olga)

    for query in ("", "&get_trashed=true"):
        found = shown(get(olga, f"/v1/events/{event.pk}?include=tracks{query}"))
        assert found == {("track", str(tracks[0].pk)), ("track", str(tracks[4].pk))}


FIELDS = [
    ("fields[session]=title", {"title"}, set()),
    ("fields[session]=starts-at,ends-at,short-abstract", {"starts-at", "ends-at", "short-abstract"}, set()),
    ("fields[session]=title,track,favourites", {"title"}, {"track", "favourites"}),
    ("fields[session]=", set(), set()),
    ("fields[session]=title,comments", {"title"}, set()),
]


def test_only_the_members_that_were_asked_for_are_shown(mallory: User, session: Session) -> None:
    for query, attributes, relationships in FIELDS:
        row = read(get(mallory, f"/v1/sessions/{session.pk}?{query}"))
        assert (row["attributes"].keys(), row.get("relationships", {}).keys()) == (attributes, relationships)


@pytest.mark.parametrize(
    "query",
    [
        "fields[session]=nothing",
        "fields[nothing]=name",
        "fields[]=x",
        "fields[session",
        "fields[session]=start_at",
        "fields[Session]=title",
    ],
)
def test_members_that_there_are_not_are_refused(session: Session, query: str) -> None:
    answer = get(None, f"/v1/sessions/{session.pk}?{query}")

    assert refusal(answer) == (400, query.split("=", maxsplit=1)[0])


def test_members_of_what_is_included_are_asked_for_by_their_types(session: Session, speaker: Speaker) -> None:
    answer = get(
        None,
        f"/v1/sessions/{session.pk}?include=speakers&fields[speaker]=name,photo-url&fields[session]=title,speakers",
    )

    assert answer.json()["included"][0]["attributes"].keys() == {"name", "photo-url"}
    assert read(answer)["relationships"]["speakers"]["data"] == [identifier("speaker", speaker)]
    assert ids(get(None, f"/v1/sessions/{session.pk}/speakers?fields[speaker]=name")) == [str(speaker.pk)]

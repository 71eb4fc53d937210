"""What was deleted: hidden from everybody, and brought back by who keeps it (contract, 1.6 and 1.9)."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.exports import building, requesting
from openevent.jobs import files, running
from openevent.jobs.models import Job
from openevent.program import arranging, speaking
from openevent.program.models import Session, Speaker, Track
from openevent.tickets.models import Attendee, Invoice, Order, Payment, Refund
from tests.api.defects.documents import document, get, ids, read, refusal, send
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.api.resources import REGISTRY
from tests.conftest import at

BACK: dict[str, Any] = {"deleted-at": None}


@pytest.fixture
def gone(olga: User, track: Track) -> Track:
    return arranging.remove(track, by=olga)


def test_deleted_things_are_nowhere_for_anybody_who_does_not_ask(olga: User, gone: Track) -> None:
    home, kept = f"/v1/tracks/{gone.pk}", f"/v1/events/{gone.event_id}"

    assert [get(olga, page).status_code for page in (home, f"{home}/event", f"{home}/relationships/event")] == [404] * 3
    assert [read(get(olga, f"{kept}/{page}")) for page in ("tracks", "relationships/tracks")] == [[], []]
    assert get(olga, f"{kept}?include=tracks").json()["included"] == []
    assert send(olga, "DELETE", home).status_code == 404
    assert send(olga, "PATCH", home, document("track", {"name": "New"}, row=gone)).status_code == 404


@pytest.mark.parametrize("word", ["true", "True", "1", ""])
def test_the_team_sees_what_was_deleted_where_it_asks_and_nobody_else_does(
    olga: User, mallory: User, ann: User, gone: Track, word: str
) -> None:
    pages = [f"/v1/tracks/{gone.pk}?get_trashed={word}", f"/v1/events/{gone.event_id}/tracks?get_trashed={word}"]

    team, others = (
        [get(olga, page) for page in pages],
        [get(user, page) for user in (None, mallory, ann) for page in pages],
    )

    assert [answer.status_code for answer in others] == [404, 200] * 3
    assert [ids(answer) for answer in others[1::2]] == [[]] * 3
    assert [answer.status_code for answer in team] == [200 if word == "true" else 404, 200]
    assert ids(team[1]) == ([str(gone.pk)] if word == "true" else [])
    if word == "true":
        assert read(team[0])["attributes"]["deleted-at"] is not None


def test_the_team_of_another_event_sees_none_of_it(mallory: User, gone: Track) -> None:
    said = {"name": "Mine", "starts-at": "2030-01-01T09:00:00Z", "ends-at": "2030-01-02T09:00:00Z", "timezone": "UTC"}
    read(send(mallory, "POST", "/v1/events", document("event", said)), 201)

    assert get(mallory, f"/v1/tracks/{gone.pk}?get_trashed=true").status_code == 404
    assert (
        send(mallory, "PATCH", f"/v1/tracks/{gone.pk}?get_trashed=true", document("track", BACK, row=gone)).status_code
        == 404
    )


def test_what_was_deleted_is_brought_back_before_it_is_changed(
    olga: User, tom: User, mallory: User, gone: Track
) -> None:
    address = f"/v1/tracks/{gone.pk}?get_trashed=true"

    refused = [
        send(None, "PATCH", address, document("track", BACK, row=gone)),
        send(mallory, "PATCH", address, document("track", BACK, row=gone)),
        send(olga, "PATCH", address, document("track", {"name": "New"}, row=gone)),
        send(olga, "PATCH", address, document("track", {**BACK, "name": None}, row=gone)),
        send(olga, "PATCH", address, document("track", {"deleted-at": "2030-01-01T00:00:00Z"}, row=gone)),
    ]
    assert [answer.status_code for answer in refused] == [401, 404, 403, 422, 403]
    answer = send(tom, "PATCH", address, document("track", BACK, row=gone))

    assert (read(answer)["attributes"]["name"], read(answer)["attributes"]["deleted-at"]) == ("Open Hardware", None)
    assert ids(get(None, f"/v1/events/{gone.event_id}/tracks")) == [str(gone.pk)]


@pytest.mark.parametrize("said", ["2030-01-01T00:00:00Z", None, "x", 1])
def test_the_time_of_deletion_is_only_read(olga: User, track: Track, said: Any) -> None:
    answer = send(olga, "PATCH", f"/v1/tracks/{track.pk}", document("track", {"deleted-at": said}, row=track))

    assert (answer.status_code, Track.objects.get().deleted_at) == (200, None)


def test_only_staff_deletes_for_good(olga: User, track: Track) -> None:
    answer = send(olga, "DELETE", f"/v1/tracks/{track.pk}?permanent=true")

    assert refusal(answer) == (403, "permanent")
    assert Track.objects.get().deleted_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("is_deleted", [False, True])
def test_staff_deletes_everything_soft_for_good(is_deleted: bool) -> None:
    world = made(State.PUBLISHED)
    staff, seen = world.users[Actor.STAFF], {}
    EventRole.objects.filter(user=world.rows["user"]).delete()
    for rows in (Refund.objects, Payment.objects, Invoice.objects.exclude(corrects=None), Invoice.objects):
        rows.all().delete()
    Attendee.objects.all().delete()  # what was ordered is not deleted for good
    Order.objects.all().delete()
    soft = [name for name, of in REGISTRY.items() if "deleted-at" in of.by_name and name != "attendee"]
    for name in sorted(soft, key=lambda name: name == "event"):  # the event takes all the others along
        of, row = REGISTRY[name], world.rows[name]
        home, revision = of.address(row), Event.objects.get(pk=world.event.pk).revision
        if is_deleted:
            send(staff, "DELETE", home)
        answer = send(staff, "DELETE", f"{home}?permanent=true&get_trashed=true")
        seen[name] = (answer.status_code, of.model._base_manager.filter(pk=row.pk).count())
        if of.reach.event and name != "feedback":
            assert Event.objects.get(pk=world.event.pk).revision > revision, name

    assert len(soft) > 10
    assert seen == dict.fromkeys(soft, (200, 0))


def test_sessions_stay_when_their_track_is_gone_for_good(staff: User, session: Session, track: Track) -> None:
    send(staff, "DELETE", f"/v1/tracks/{track.pk}?permanent=true")

    session.refresh_from_db()
    assert session.track is None
    assert read(get(None, f"/v1/sessions/{session.pk}"))["attributes"]["title"] == session.title


def test_an_account_that_an_event_needs_is_not_deleted_for_good(staff: User, olga: User, event: Event) -> None:
    answer = send(staff, "DELETE", f"/v1/users/{olga.pk}?permanent=true")

    assert refusal(answer)[0] == 403
    assert User.objects.get(pk=olga.pk).is_active


def test_staff_deletes_no_super_admin_for_good(staff: User, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_super_admin=True, is_admin=True)

    assert refusal(send(staff, "DELETE", f"/v1/users/{ann.pk}?permanent=true"))[0] == 403
    assert User.objects.filter(pk=ann.pk).exists()


def test_the_files_of_an_event_that_is_gone_for_good_are_swept(olga: User, staff: User, event: Event) -> None:
    job = requesting.request(event, "ical", by=olga)
    running.run(str(job.pk), building.build)
    name = Job.objects.get(pk=job.pk).file

    send(staff, "DELETE", f"/v1/events/{event.pk}?permanent=true")
    kept = files.storage().exists(name)
    Job.objects.filter(pk=job.pk).update(finished_at=at("2020-01-01 00:00"))

    assert (kept, files.sweep(requesting.TASK), files.storage().exists(name)) == (True, 1, False)


def test_everything_soft_is_deleted_hidden_and_brought_back(db: None) -> None:
    world = made(State.PUBLISHED)
    staff, seen = world.users[Actor.STAFF], {}
    # The event, the account, and attendees, who end with their orders, are looked at elsewhere.
    elsewhere = {"event", "user", "attendee"}
    soft = [name for name, of in REGISTRY.items() if "deleted-at" in of.by_name and name not in elsewhere]
    for name in soft:
        of, row = REGISTRY[name], world.rows[name]
        home, body = of.address(row), document(name, BACK, row=row)
        seen[name] = [
            send(staff, "DELETE", home).status_code,
            get(staff, home).status_code,
            get(staff, f"{home}?get_trashed=true").status_code,
            send(staff, "PATCH", f"{home}?get_trashed=true", body).status_code,
            get(staff, home).status_code,
        ]

    assert len(soft) > 8
    assert seen == {name: [200, 404, 200, 200, 200] for name in soft}


def test_a_deleted_event_hides_all_of_it_and_comes_back_as_it_was(
    olga: User, mallory: User, event: Event, session: Session
) -> None:
    home, inside = f"/v1/events/{event.identifier}", [f"/v1/sessions/{session.pk}", f"/v1/tracks/{session.track_id}"]
    assert send(olga, "DELETE", home).status_code == 200

    hidden = [
        get(user, f"{page}{query}")
        for user in (None, mallory, olga)
        for page in inside
        for query in ("", "?get_trashed=true")
    ]
    assert {answer.status_code for answer in hidden} == {404}
    assert [get(user, f"{home}?get_trashed=true").status_code for user in (None, mallory, olga)] == [404, 404, 200]
    back = send(olga, "PATCH", f"{home}?get_trashed=true", document("event", BACK, row=event))

    assert read(back)["attributes"]["state"] == "published"
    assert [get(None, page).status_code for page in (home, *inside)] == [200] * 3


def test_a_speaker_who_comes_back_speaks_again(olga: User, session: Session, speaker: Speaker) -> None:
    speaking.remove(speaker, by=olga)
    address = f"/v1/sessions/{session.pk}/speakers"
    assert ids(get(None, address)) == []

    read(send(olga, "PATCH", f"/v1/speakers/{speaker.pk}?get_trashed=true", document("speaker", BACK, row=speaker)))

    assert ids(get(None, address)) == [str(speaker.pk)]

"""The admin pages of programme and jobs: staff acts through them as everybody does elsewhere."""

from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.jobs.models import Job
from openevent.program import arranging, speaking
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from tests.conftest import accepted, at
from tests.events.pages import is_sent_away, queries, send
from tests.program.admin_pages import PROGRAM, changed, log, page, revision, values

SESSIONS = f"{PROGRAM}session/"
JOBS = "/admin/jobs/job/"


@pytest.mark.parametrize("kind", ["track", "microlocation", "sessiontype", "session", "speaker"])
@pytest.mark.parametrize("path", ["", "add/"])
def test_only_staff_comes_in(olga: User, mallory: User, kind: str, path: str) -> None:
    address = f"{PROGRAM}{kind}/{path}"

    assert [is_sent_away(user, address) for user in (None, mallory, olga)] == [True, True, True]


def test_only_staff_opens_a_session_or_a_job(session: Session, olga: User, mallory: User) -> None:
    addresses = (page(session), f"{SESSIONS}{session.pk}/delete/", JOBS)

    assert [is_sent_away(user, where) for user in (None, mallory, olga) for where in addresses] == [True] * 9


# --- tracks, rooms, session types ---

PARTS = [
    ("track", {"name": "Soft", "color": "#00ff00", "position": 1}, {"color": "#0000ff"}),
    ("microlocation", {"name": "Red Hall", "position": 1}, {"name": "Green Hall"}),
    ("sessiontype", {"name": "Talk", "length": "00:30", "position": 1}, {"length": "00:45"}),
]
MODELS: dict[str, type[Track] | type[Microlocation] | type[SessionType]] = {
    "track": Track,
    "microlocation": Microlocation,
    "sessiontype": SessionType,
}


@pytest.mark.parametrize(("kind", "facts", "change"), PARTS)
def test_a_part_is_made_changed_and_removed_by_the_acts(
    browser: Client, event: Event, kind: str, facts: dict[str, Any], change: dict[str, Any]
) -> None:
    before = event.revision

    refusals = [send(browser, f"{PROGRAM}{kind}/add/", event=event.pk, **facts)]
    part = MODELS[kind].objects.get(event=event, name=facts["name"])
    made = values(part)
    refusals.append(send(browser, page(part), **change))
    differs = changed(made, part)
    answer = browser.post(f"{PROGRAM}{kind}/{part.pk}/delete/", {"post": "yes"})

    part.refresh_from_db()
    assert {name: made[name] for name in facts} == facts
    assert (refusals, differs, answer.status_code) == ([[], []], change, 302)
    assert part.deleted_at is not None
    who = "staff@example.org"
    assert log(event, before) == [(what, kind, part.pk, who) for what in ("created", "changed", "deleted")]
    assert revision(event) == before + 3


@pytest.mark.parametrize(("kind", "facts", "_change"), PARTS)
def test_parts_are_deleted_in_bulk_by_the_acts(
    browser: Client, event: Event, kind: str, facts: dict[str, Any], _change: dict[str, Any]
) -> None:
    for name in ("One", "Two"):
        send(browser, f"{PROGRAM}{kind}/add/", **{"event": event.pk, **facts, "name": name})
    parts, before = list(MODELS[kind].objects.all()), revision(event)

    chosen = [part.pk for part in parts]
    browser.post(f"{PROGRAM}{kind}/", {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert [part.deleted_at is not None for part in MODELS[kind].objects.all()] == [True, True]
    assert [what for what, *_ in log(event, before)] == ["deleted", "deleted"]


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("track", {"name": "Soft", "color": "#0g0"}, "A colour is written #rrggbb in lower case."),
        ("sessiontype", {"name": "Talk", "length": "99:99"}, "A length is written HH:MM."),
        ("microlocation", {"name": "Hall", "latitude": "100"}, "Ensure this value is less than or equal to 90."),
        ("track", {"name": "", "color": "#00ff00"}, "This field is required."),
    ],
)
def test_an_impossible_part_is_refused(
    browser: Client, event: Event, kind: str, facts: dict[str, Any], sentence: str
) -> None:
    before = event.revision

    refusals = send(browser, f"{PROGRAM}{kind}/add/", event=event.pk, **facts)

    assert len(refusals) == 1
    assert sentence in refusals[0]
    assert (list(MODELS[kind].objects.all()), revision(event)) == ([], before)


def test_a_part_stays_with_its_event(browser: Client, track: Track, other_event: Event) -> None:
    before = values(track)

    refusals = send(browser, page(track), event=other_event.pk)

    assert (refusals, values(track)) == ([], before)


def test_renaming_a_room_moves_the_sequence_of_its_sessions(
    browser: Client, event: Event, room: Microlocation, session: Session
) -> None:
    before, sequence = revision(event), session.sequence

    send(browser, page(room), name="Great Hall")

    session.refresh_from_db()
    assert session.sequence == sequence + 1
    assert log(event, before) == [
        ("changed", "microlocation", room.pk, "staff@example.org"),
        ("revised", "session", session.pk, "staff@example.org"),
    ]


def test_a_deleted_event_gets_nothing_new(browser: Client, event: Event, other_event: Event) -> None:
    browser.post(f"/admin/events/event/{other_event.pk}/delete/", {"post": "yes"})

    refusals = send(browser, f"{PROGRAM}track/add/", event=other_event.pk, name="Late", color="#00ff00", position=0)

    assert refusals == ["Select a valid choice. That choice is not one of the available choices."]
    assert list(Track.objects.all()) == []


# --- speakers ---


def test_a_speaker_is_made_changed_and_removed_by_the_acts(browser: Client, event: Event) -> None:
    before = event.revision

    send(browser, f"{PROGRAM}speaker/add/", event=event.pk, name="Bo", email="BO@example.org", short_biography="<i>x")
    speaker = Speaker.objects.get()
    made = values(speaker)
    send(browser, page(speaker), long_biography="<p onclick='x'>Long</p>")
    differs = changed(made, speaker)
    browser.post(f"{PROGRAM}speaker/{speaker.pk}/delete/", {"post": "yes"})

    speaker.refresh_from_db()
    assert (made["name"], made["email"], made["short_biography"]) == ("Bo", "bo@example.org", "<i>x</i>")
    assert differs == {"long_biography": "<p>Long</p>"}
    assert speaker.deleted_at is not None
    kinds = [(what, subject, number) for what, subject, number, _ in log(event, before)]
    assert kinds == [(what, "speaker", speaker.pk) for what in ("created", "changed", "deleted")]


def test_an_address_that_another_speaker_has_is_refused(browser: Client, event: Event, speaker: Speaker) -> None:
    before = revision(event)

    refusals = send(browser, f"{PROGRAM}speaker/add/", event=event.pk, name="Anna", email="ANN@example.org")

    assert refusals == ["Another speaker of this event has this e-mail address."]
    assert (list(Speaker.objects.all()), revision(event)) == ([speaker], before)


def test_renaming_a_speaker_revises_the_sessions(
    browser: Client, event: Event, speaker: Speaker, session: Session
) -> None:
    before = revision(event)

    send(browser, page(speaker), name="Ann Other")

    assert [(what, subject) for what, subject, *_ in log(event, before)] == [
        ("changed", "speaker"),
        ("revised", "session"),
    ]


# --- lists ---


def make(kind: str, event: Event, by: User, number: int) -> None:
    """One more row for a list."""
    if kind == "track":
        arranging.add(Track(event=event, name=f"Track {number}", color="#00ff00"), by=by)
    elif kind == "microlocation":
        arranging.add(Microlocation(event=event, name=f"Room {number}"), by=by)
    elif kind == "sessiontype":
        arranging.add(SessionType(event=event, name=f"Type {number}", length="00:30"), by=by)
    elif kind == "speaker":
        speaking.add(event, by=by, name=f"Speaker {number}")
    else:
        track = arranging.add(Track(event=event, name=f"Track {number}", color="#00ff00"), by=by)
        session = accepted(event, by, f"Session {number}", None, track=track)
        room = arranging.add(Microlocation(event=event, name=f"Room {number}"), by=by)
        Session.objects.filter(pk=session.pk).update(microlocation=room)


@pytest.mark.parametrize("kind", ["track", "microlocation", "sessiontype", "speaker", "session"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    browser: Client, event: Event, other_event: Event, olga: User, kind: str
) -> None:
    make(kind, event, olga, 1)
    one = queries(browser, f"{PROGRAM}{kind}/")
    for number, where in ((2, other_event), (3, event)):
        make(kind, where, olga, number)

    assert queries(browser, f"{PROGRAM}{kind}/") == one


# --- jobs ---


def job(event: Event, by: User) -> Job:
    """A job that nobody has begun."""
    return Job.objects.create(task="none", kind="ical", event=event, asked_by=by, asked_at=at("2026-01-01 00:00"))


def test_jobs_are_looked_at_only(browser: Client, event: Event, olga: User) -> None:
    row = job(event, olga)
    before = values(row)

    looked = [browser.get(JOBS).status_code, browser.get(f"{JOBS}{row.pk}/change/").status_code]
    written = [
        browser.post(f"{JOBS}add/", {"kind": "x"}).status_code,
        browser.post(f"{JOBS}{row.pk}/change/", {"kind": "x"}).status_code,
        browser.post(f"{JOBS}{row.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert (looked, written) == ([200, 200], [403, 403, 403])
    assert values(row) == before


def test_the_list_of_jobs_takes_as_many_queries_for_three_rows_as_for_one(
    browser: Client, event: Event, other_event: Event, olga: User, tom: User
) -> None:
    job(event, olga)
    one = queries(browser, JOBS)
    job(other_event, tom)
    job(event, tom)

    assert queries(browser, JOBS) == one

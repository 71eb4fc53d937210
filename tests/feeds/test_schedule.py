"""Calendars of one event over HTTP: what they show, to whom, and how every change reaches them."""

import json
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.calendars.formats import FORMATS
from openevent.events import editing as event_editing
from openevent.events import publishing
from openevent.events import removing as event_removing
from openevent.events.models import Event, Poll
from openevent.program import arranging, editing, favouring, removing, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, Speaker
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, as_user, at
from tests.feeds.calendars import LATER, events, get, shown, titles


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"
    settings.NOREPLY_DOMAIN = "events.example.org"


@pytest.fixture
def path(event: Event) -> str:
    return f"/e/{event.identifier}/schedule.ics"


# --- every change reaches it ---


def test_a_moved_session_tells_every_calendar(
    event: Event, session: Session, other: Session, olga: User, path: str
) -> None:
    before = shown(get(path))

    scheduling.move(session, to=LATER, by=olga)

    after = shown(get(path))
    assert [uid for uid in after if after[uid] != before[uid]] == [session.uid]
    assert after[session.uid].starts_at == LATER.starts_at
    assert after[session.uid].sequence == before[session.uid].sequence + 1


def test_one_change_alters_one_entry_and_nothing_else(
    event: Event, session: Session, other: Session, olga: User, path: str
) -> None:
    before = get(path).content.split(b"BEGIN:VEVENT")

    editing.change(session, by=olga, title="Soldering for Everybody")

    after = get(path).content.split(b"BEGIN:VEVENT")
    assert [before[n] == after[n] for n in range(3)] == [True, False, True]


def test_a_withdrawn_session_is_cancelled_in_the_feed_and_revived_with_its_uid(
    event: Event, session: Session, olga: User, path: str
) -> None:
    seen = []
    for state in ("withdrawn", "accepted"):
        reviewing.change_state(session, to=state, side=Side.ORGANIZER, by=olga)
        seen.append(shown(get(path))[session.uid])

    assert [entry.status for entry in seen] == ["CANCELLED", "CONFIRMED"]
    assert seen[1].sequence == seen[0].sequence + 1


def test_a_deleted_session_is_cancelled_in_the_feed(event: Event, session: Session, olga: User, path: str) -> None:
    removing.delete(session, by=olga)

    assert shown(get(path))[session.uid].status == "CANCELLED"


def test_cancellations_are_told_no_more_a_month_after_the_event(
    session: Session, olga: User, path: str, a_month_later: Callable[[], None]
) -> None:
    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)
    tag = get(path)["ETag"]

    a_month_later()

    after = get(path, **{"If-None-Match": tag})
    assert (after.status_code, events(after.content)) == (200, {})


def test_a_renamed_room_and_a_new_place_reach_every_entry(
    event: Event, session: Session, room: Microlocation, olga: User, path: str
) -> None:
    arranging.change(room, by=olga, name="Red Hall")
    event_editing.change(event, by=olga, location_name="New Mill")

    (entry,) = events(get(path).content).values()
    assert str(entry["LOCATION"]) == "Red Hall, New Mill"


# --- what it says of itself ---


def test_it_says_where_and_how_often_it_is_to_be_asked(event: Event, session: Session, path: str) -> None:
    made = icalendar.Calendar.from_ical(get(f"{path}?track={session.track_id}&utm_source=mail").content)

    assert str(made["SOURCE"]) == f"https://events.example.org{path}?track={session.track_id}"
    assert str(made["URL"]) == f"https://events.example.org/e/{event.identifier}"
    assert str(made["NAME"]) == str(made["X-WR-CALNAME"]) == "Autumn Conference: Open Hardware"
    assert made["REFRESH-INTERVAL"].to_ical() == made["X-PUBLISHED-TTL"].to_ical() == b"PT1H"
    assert "METHOD" not in made


@pytest.mark.parametrize(
    ("asked", "source"),
    [
        ("/v1/events/{event}.ics?my_schedule", "/v1/events/{event}.ics?include_sessions=1&my_schedule=1"),
        ("/v1/events/{event}.ics?include_sessions&user_id=3", "/v1/events/{event}.ics?include_sessions=1"),
        ("/e/{event}/sessions/{session}.ics", "/e/{event}/sessions/{session}.ics"),
        (
            "/e/{event}/sessions/{session}.ics?session=1&track={track}",
            "/e/{event}/sessions/{session}.ics?track={track}",
        ),
        ("/e/{event}/speakers/{speaker}.ics?speaker=1", "/e/{event}/speakers/{speaker}.ics"),
        ("/e/{event}/schedule.ics?room={room}&day=2026-10-24", "/e/{event}/schedule.ics?room={room}&day=2026-10-24"),
    ],
)
def test_its_own_address_asks_for_the_same(
    event: Event, session: Session, speaker: Speaker, ann: User, asked: str, source: str
) -> None:
    favouring.add(session, user=ann)
    parts = {
        "event": event.identifier,
        "session": session.pk,
        "speaker": speaker.pk,
        "track": session.track_id,
        "room": session.microlocation_id,
    }

    first = get(asked.format(**parts), ann).content

    said = str(icalendar.Calendar.from_ical(first)["SOURCE"])
    assert said == f"https://events.example.org{source.format(**parts)}"
    assert get(said.removeprefix("https://events.example.org"), ann).content == first


def test_the_events_own_entry_has_its_uid_and_sessions_come_with_it_when_asked_for(
    event: Event, session: Session
) -> None:
    path = f"/v1/events/{event.identifier}.ics"

    assert titles(path) == ["Autumn Conference"]
    assert titles(f"{path}?include_sessions") == ["Autumn Conference", "Soldering for All"]
    assert titles(f"{path}?include_sessions=false") == ["Autumn Conference"]
    assert list(events(get(path).content)) == [event.uid]


def test_an_event_is_found_by_its_id_too(event: Event) -> None:
    assert titles(f"/v1/events/{event.pk}.ics") == ["Autumn Conference"]


def test_a_uid_is_the_same_on_every_route_and_in_every_selection(
    event: Event, session: Session, speaker: Speaker
) -> None:
    start, page = f"/v1/events/{event.identifier}", f"/e/{event.identifier}"

    for path in (
        f"{page}/schedule.ics",
        f"{page}/schedule.ics?track={session.track_id}",
        f"{page}/sessions/{session.pk}.ics",
        f"{page}/speakers/{speaker.pk}.ics",
    ):
        assert list(shown(get(path))) == [session.uid]
    assert list(shown(get(f"{start}.ics?include_sessions"))) == [event.uid, session.uid]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC"])
@pytest.mark.parametrize("query", ["", "?profile=rich"])
def test_a_calendar_without_entries_has_a_component_still(event: Event, path: str, zone: str, query: str) -> None:
    """RFC 5545, 3.6: an iCalendar object holds "one or more calendar components"."""
    Event.objects.filter(pk=event.pk).update(timezone=zone)

    (part,) = icalendar.Calendar.from_ical(get(f"{path}{query}").content).subcomponents
    assert (part.name, part["TZID"]) == ("VTIMEZONE", zone)
    (component,) = json.loads(get(f"/e/{event.identifier}/schedule.jcal{query}").content)[2]
    assert component[0] == "vtimezone"


def test_one_session_and_one_speaker_have_calendars_of_their_own(
    event: Event, session: Session, other: Session, speaker: Speaker, olga: User
) -> None:
    page = f"/e/{event.identifier}"

    assert titles(f"{page}/sessions/{other.pk}.ics") == ["Other"]
    assert titles(f"{page}/speakers/{speaker.pk}.ics") == ["Soldering for All"]
    assert get(f"{page}/sessions/{other.pk + 1}.ics").status_code == 404
    assert get(f"{page}/speakers/{speaker.pk + 1}.ics").status_code == 404


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_feed_of_every_selection(event: Event, session: Session, other: Session, name: str) -> None:
    written = FORMATS[name]
    path = f"/e/{event.identifier}/schedule.{written.extension}"

    whole, part = get(path), get(f"{path}?track={session.track_id}")

    assert (whole.status_code, whole["Content-Type"]) == (200, written.media_type)
    assert b"Soldering for All" in whole.content
    assert b"Other" in whole.content
    assert b"Soldering for All" in part.content
    assert b"Other" not in part.content


def test_a_calendar_to_be_saved_has_a_name(event: Event, session: Session, path: str, olga: User) -> None:
    event_editing.change(event, by=olga, name="Herbsttagung: Größe")

    assert "Content-Disposition" not in get(path)
    saved = get(f"{path}?download")["Content-Disposition"]
    assert saved.startswith('attachment; filename="Herbsttagung-Groe.ics"; filename*=UTF-8')


# --- who may ---


@pytest.mark.parametrize("extension", [written.extension for written in FORMATS.values()])
def test_a_draft_is_seen_by_nobody_but_its_team(
    event: Event, session: Session, olga: User, tom: User, mallory: User, extension: str
) -> None:
    publishing.unpublish(event, by=olga)
    start, page = f"/v1/events/{event.identifier}", f"/e/{event.identifier}"
    paths = [
        f"{start}.{extension}",
        f"/v1/events/{event.pk}.{extension}",
        f"{page}/schedule.{extension}",
        f"{page}/sessions/{session.pk}.{extension}",
    ]

    for path in paths:
        assert get(path).status_code == get(path, mallory).status_code == 404
    assert [get(paths[0], user).status_code for user in (olga, tom)] == [200, 200]
    assert get(paths[0], olga)["Cache-Control"] == "private, no-cache"


def test_a_deleted_event_has_no_calendar(event: Event, session: Session, olga: User, path: str) -> None:
    get(path)

    event_removing.delete(event, by=olga)

    assert get(path).status_code == get(f"/v1/events/{event.identifier}.ics", olga).status_code == 404


@pytest.mark.parametrize("key", ["00000000", "deadbeef", "0000000a", "999999999999999999"])
def test_an_unknown_event_is_an_error_of_the_api(event: Event, key: str) -> None:
    answer = get(f"/v1/events/{key}.ics")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/vnd.api+json")
    assert answer.json()["errors"][0]["detail"] == "There is no such calendar."


def test_sessions_that_are_not_public_are_in_no_calendar(event: Event, olga: User, path: str) -> None:
    waiting = submitting.submit(event, by=olga, title="Waiting", state="pending")
    scheduling.move(waiting, to=LATER, by=olga)

    assert titles(path) == []
    alone = get(f"/e/{event.identifier}/sessions/{waiting.pk}.ics")
    assert (alone.status_code, b"Waiting" in alone.content) == (404, False)
    assert titles(f"/v1/events/{event.identifier}.ics?include_sessions", olga) == ["Autumn Conference"]


@pytest.fixture(params=["pending", "rejected", "unscheduled"])
def hidden(request: pytest.FixtureRequest, event: Event, olga: User) -> dict[str, object]:
    """The parts of an address that ask for a session that no calendar shows, or for who gives nothing but it."""
    if request.param == "unscheduled":
        made = accepted(event, olga, "Secret", None, language="German")
    else:
        made = scheduling.move(submitting.submit(event, by=olga, title="Secret", state="pending"), to=LATER, by=olga)
        reviewing.change_state(made, to=request.param, side=Side.ORGANIZER, by=olga)
    person = speaking.add(event, by=olga, name="Eve Secret")
    speaking.link(person, made, by=olga)
    return {"session": made.pk, "speaker": person.pk}


@pytest.mark.parametrize(
    "asked",
    [
        "/e/{event}/sessions/{session}.ics?download",
        "/e/{event}/sessions/{session}.atom",
        "/e/{event}/speakers/{speaker}.ics?download",
        "/e/{event}/schedule.ics?session={session},{shown}&download",
        "/e/{event}/schedule.xml?speaker={speaker}",
        "/v1/events/{event}.ics?include_sessions&session={session}&download",
        "/v1/events/{event}.ics?speaker={speaker}",
    ],
)
def test_of_what_is_in_no_calendar_nothing_is_told(
    event: Event, session: Session, mallory: User, hidden: dict[str, object], asked: str
) -> None:
    def at_address(**parts: object) -> str:
        return asked.format(event=event.identifier, shown=session.pk, **parts)

    unknown = get(at_address(session=999_999, speaker=999_999))
    for user in (None, mallory):
        told = get(at_address(**hidden), user)

        assert (told.status_code, told.content) == (unknown.status_code, unknown.content) == (404, unknown.content)
        assert "Secret" not in f"{told.headers}{told.content}"


def test_beside_what_is_shown_nothing_else_is_told_of_a_speaker(
    event: Event, session: Session, speaker: Speaker, hidden: dict[str, int], olga: User
) -> None:
    speaking.link(speaker, Session.objects.get(pk=hidden["session"]), by=olga)

    answer = get(f"/e/{event.identifier}/speakers/{speaker.pk}.ics?download")

    assert [entry.summary for entry in shown(answer).values()] == ["Soldering for All"]
    assert "Secret" not in f"{answer.headers}{answer.content}"


def test_only_the_team_chooses_by_state(event: Event, olga: User, mallory: User, path: str) -> None:
    waiting = submitting.submit(event, by=olga, title="Waiting", state="pending")
    scheduling.move(waiting, to=LATER, by=olga)
    asked = f"/v1/events/{event.identifier}.ics?include_sessions&state=pending"

    assert [get(asked).status_code, get(asked, mallory).status_code, get(f"{path}?state=pending").status_code] == [
        *(401, 403, 401)
    ]
    assert titles(asked, olga) == ["Autumn Conference", "Waiting"]
    assert [entry.status for entry in shown(get(asked, olga)).values()] == ["CONFIRMED", "TENTATIVE"]


def test_my_schedule_is_the_askers_and_nobody_elses(
    event: Event, session: Session, other: Session, ann: User, mallory: User
) -> None:
    favouring.add(session, user=ann)
    asked = f"/v1/events/{event.identifier}.ics?include_sessions&my_schedule"

    assert titles(asked, ann) == ["Autumn Conference", "Soldering for All"]
    assert titles(asked, mallory) == ["Autumn Conference"]
    assert titles(f"{asked}&user_id={ann.pk}", mallory) == ["Autumn Conference"]
    assert get(asked).status_code == get(f"{asked}&user_id={ann.pk}").status_code == 401
    assert get(asked, ann)["Cache-Control"] == "private, no-cache"


def test_my_schedule_follows_what_i_mark(event: Event, session: Session, ann: User) -> None:
    asked = f"/v1/events/{event.identifier}.ics?include_sessions&my_schedule"
    tag = get(asked, ann)["ETag"]
    assert get(asked, ann, **{"If-None-Match": tag}).status_code == 304

    mark = favouring.add(session, user=ann)
    marked = get(asked, ann, **{"If-None-Match": tag})
    favouring.remove(mark)

    assert [marked.status_code, get(asked, ann, **{"If-None-Match": tag}).status_code] == [200, 304]


def test_nobodys_own_address_is_in_any_format(event: Event, session: Session, ann: User) -> None:
    for written in FORMATS.values():
        for profile in ("plain", "rich"):
            body = get(f"/e/{event.identifier}/schedule.{written.extension}?profile={profile}").content
            assert b"Ann Onymous" in body or written.extension == "atom"
            assert ann.email.encode() not in body


# --- what is asked for wrongly ---


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *(("track=red", "track"), ("day=tomorrow", "day"), ("profile=best", "profile"), ("room=1,x", "room")),
        ("tracks=1", "tracks"),
    ],
)
def test_a_query_that_can_mean_nothing_is_refused(path: str, query: str, parameter: str) -> None:
    answer = get(f"{path}?{query}")

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (400, {"parameter": parameter})


@pytest.mark.parametrize(
    "query", ["language=%00", "track=%ff", "%00=1", "track[]=1", "&&&", "=", "day=0001-01-01", "a=" * 2000]
)
def test_no_query_breaks_it(path: str, session: Session, query: str) -> None:
    assert get(f"{path}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_calendar_is_read_only(path: str, method: str, olga: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    for client in (as_user(olga), strict):
        answer = getattr(client, method)(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


# --- what it costs ---


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_statements_whatever_the_number_of_sessions(
    event: Event, session: Session, speaker: Speaker, olga: User, number: int, path: str
) -> None:
    for hour in range(number - 1):
        slot = Slot(starts_at=at(f"2026-10-24 1{hour}:00"), ends_at=at(f"2026-10-24 1{hour}:30"))
        speaking.link(speaker, accepted(event, olga, f"Session {hour}", slot), by=olga)
    get("/e/deadbeef/schedule.ics")

    with CaptureQueriesContext(connection) as first:
        tag = get(path)["ETag"]
    with CaptureQueriesContext(connection) as again:
        kept = get(path)
    with CaptureQueriesContext(connection) as poll:
        unchanged = get(path, **{"If-None-Match": tag})

    assert (kept.status_code, unchanged.status_code) == (200, 304)
    assert [len(first), len(again), len(poll)] == [5, 1, 1]  # how fresh, who polls, the event, sessions, speakers


def test_the_team_sees_who_follows_it(event: Event, path: str) -> None:
    for agent in ("Google-Calendar-Importer", "Mozilla/5.0 (X11) Thunderbird/140.0", "Google-Calendar-Importer", "x"):
        get(path, **{"User-Agent": agent})

    seen = set(Poll.objects.filter(event=event).values_list("program", flat=True))
    assert seen == {"Google Calendar", "Thunderbird", "another program"}

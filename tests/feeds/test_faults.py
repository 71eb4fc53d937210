"""Faults that were seen in other event servers, each as a test that this one has not.

What was seen of tickets is tested with the tickets: that requests at once sell more than there are, and that they would
without the guards, in tests/tickets/test_racing.py and, over HTTP, tests/processes/test_buying.py; the rest in
tests/api/defects/test_tickets.py.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.calendars import ics, reading, timezones
from openevent.calendars.document import Calendar, Entry, Status
from openevent.calendars.formats import FORMATS
from openevent.events import issuing, publishing
from openevent.events.models import Event
from openevent.exports import building
from openevent.feeds.keeping import KEEPER
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.program import favouring, removing, scheduling, submitting
from openevent.program.models import Session, Speaker
from openevent.program.scheduling import Slot
from openevent.tickets.models import Attendee, Order, Ticket
from tests.conftest import accepted, as_user, at
from tests.feeds.calendars import events, get
from tests.tickets.conftest import fair, ticket

__all__ = ["fair"]

STREAMED = "streaming_content"


def slot(hour: int) -> Slot:
    return Slot(starts_at=at(f"2026-10-24 {hour:02}:00"), ends_at=at(f"2026-10-24 {hour:02}:30"))


def exported(event: Event, by: User, kind: str = "ical", query: str = "") -> bytes:
    """The file of an export, as a program downloads it."""
    client = as_user(by)
    task_url = client.get(f"/v1/events/{event.identifier}/export/{kind}{query}").json()["task_url"]
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)
    url = client.get(task_url).json()["result"]["download_url"]
    return b"".join(getattr(Client().get(url), STREAMED))


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: None)


@pytest.fixture
def everywhere(event: Event, session: Session, speaker: Speaker, ann: User, olga: User) -> Any:
    """Every way in which the event's sessions leave the server as iCalendar: a name, and the bytes."""
    favouring.add(session, user=ann)
    secret = issuing.issue(ann, name="Mine", scope="favourites", event=event)[1]
    page = f"/e/{event.identifier}"

    def found() -> Iterator[tuple[str, bytes]]:
        for path in (
            f"{page}/schedule.ics",
            f"{page}/schedule.ics?profile=rich",
            f"{page}/schedule.ics?track={session.track_id}",
            f"{page}/sessions/{session.pk}.ics",
            f"{page}/speakers/{speaker.pk}.ics",
            f"/v1/events/{event.identifier}.ics?include_sessions",
            f"/feeds/{secret}.ics",
        ):
            answer = get(path)
            assert answer.status_code == 200
            yield path, answer.content
        yield "export", exported(event, olga)
        yield "rich export", exported(event, olga, query="?profile=rich")

    return found


# --- no PRODID, no DTSTAMP, VTIMEZONE without STANDARD/DAYLIGHT, `ORGANIZER:Name` ---


@pytest.mark.django_db(transaction=True)
def test_fault_required_properties_are_missing(everywhere: Any) -> None:
    for name, body in everywhere():
        made = icalendar.Calendar.from_ical(body)
        assert str(made["PRODID"]) == "-//fossasia//open-event//EN", name
        assert str(made["VERSION"]) == "2.0", name
        (zone,) = made.walk("VTIMEZONE")
        assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}, name
        assert made.events, name
        for event in made.events:
            assert not event.errors, name
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS"} <= event.keys(), name
            assert re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", str(event["ORGANIZER"])), name


# --- crash on a session without room or abstract, or an event without coordinates ---


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    room=st.booleans(), abstract=st.booleans(), track=st.booleans(), kind=st.booleans(),
    place=st.booleans(), speaks=st.booleans(),
)  # fmt: skip
@pytest.mark.django_db
def test_fault_what_is_optional_must_be_there(
    event: Event, session: Session, room: bool, abstract: bool, track: bool, kind: bool, place: bool, speaks: bool
) -> None:
    Session.objects.filter(pk=session.pk).update(
        microlocation=session.microlocation if room else None,
        track=session.track if track else None,
        session_type=session.session_type if kind else None,
        short_abstract_text="Bring an iron." if abstract else "",
        short_abstract="Bring an iron." if abstract else "",
    )
    where = {"latitude": 52.5, "longitude": 13.4, "location_name": "Old Mill"}
    nowhere = {"latitude": None, "longitude": None, "location_name": ""}
    Event.objects.filter(pk=event.pk).update(**(where if place else nowhere))
    if not speaks:
        session.speaking.all().delete()

    KEEPER.forget()  # rows that no act changed have no revision of their own
    for written in FORMATS.values():
        for query in ("", "?profile=rich"):
            answer = get(f"/e/{event.identifier}/schedule.{written.extension}{query}")
            assert answer.status_code == 200
            assert b"Soldering for All" in answer.content


# --- a `user_id` in the query opens anyone's favourites; drafts served by number ---


def test_fault_a_number_in_the_query_opens_somebodys_favourites(
    event: Event, session: Session, ann: User, mallory: User
) -> None:
    favouring.add(session, user=ann)

    for start in (f"/v1/events/{event.identifier}.ics", f"/e/{event.identifier}/schedule.ics"):
        asked = f"{start}?include_sessions&my_schedule&user_id={ann.pk}"
        seen = [get(asked), get(asked, mallory)]
        if start.startswith("/v1"):
            assert seen[0].status_code == 401
            assert b"Soldering" not in seen[1].content
        else:  # there such words mean nothing: it is the whole programme
            assert seen[0].content == get(start).content


def test_fault_a_draft_is_served_by_its_number(event: Event, session: Session, olga: User) -> None:
    publishing.unpublish(event, by=olga)

    for extension in (written.extension for written in FORMATS.values()):
        assert get(f"/v1/events/{event.pk}.{extension}").status_code == 404


# --- the download endpoint sends any file of the machine ---


@pytest.mark.parametrize(
    "path", ["../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "etc/passwd", "x.ics/../../x"]
)
def test_fault_the_download_sends_any_file(event: Event, olga: User, path: str) -> None:
    for start in (f"/v1/events/{event.identifier}/exports", f"/e/{event.identifier}", "/feeds"):
        answer = as_user(olga).get(f"{start}/{path}")
        assert answer.status_code in {404, 400}
        assert b"root:" not in answer.content


# --- time-zone abbreviation as TZID, process-wide registry ---


def test_fault_one_event_s_zone_changes_another_s_times() -> None:
    names = [name for name in sorted(timezones.names()) if not timezones.is_utc(name)]
    moments = [datetime(2026, month, 15, 9, 30, tzinfo=UTC) for month in (1, 4, 7, 10)]
    others = itertools.cycle(names[len(names) // 2 :] + names[: len(names) // 2])
    for name in names:
        for zone in (next(others), name):
            entries = tuple(
                Entry(
                    uid=f"{number}", sequence=0, revised_at=moment, created_at=None, starts_at=moment,
                    ends_at=moment + timedelta(hours=1), summary="Talk", status=Status.CONFIRMED,
                )
                for number, moment in enumerate(moments)
            )  # fmt: skip
            written = ics.write(Calendar(name="Event", description="", zone=zone, entries=entries))
            assert [entry.starts_at for entry in reading.read(written).entries] == moments, zone
            assert set(re.findall(rb"TZID[=:]([^:\r\n]+)", written)) == {zone.encode()}


# --- ETag compared with and without quotes: 304 never given ---


def test_fault_a_repeat_is_never_not_modified(everywhere: Any) -> None:
    paths = [name for name, _ in itertools.islice(everywhere(), 7)]

    for path in paths:
        tag = get(path)["ETag"]
        assert re.fullmatch(r'"[0-9a-f]+"', tag)
        assert get(path, **{"If-None-Match": tag}).status_code == 304


# --- UID depends on the position in a list, or on the route ---


@pytest.mark.django_db(transaction=True)
def test_fault_a_uid_hangs_on_the_route(everywhere: Any, session: Session, event: Event) -> None:
    for name, body in everywhere():
        assert events(body).keys() - {event.uid} == {session.uid}, name


def test_fault_a_uid_hangs_on_the_place_in_a_list(event: Event, session: Session, olga: User) -> None:
    path = f"/e/{event.identifier}/schedule.ics"
    others = [accepted(event, olga, f"Session {hour}", slot(hour)) for hour in (9, 11, 13)]

    def uids() -> dict[str, str]:
        return {str(found["SUMMARY"]): uid for uid, found in events(get(path).content).items()}

    before = uids()
    accepted(event, olga, "First", slot(7))
    scheduling.move(session, to=slot(16), by=olga)
    removing.delete(others[1], by=olga)

    after = uids()
    assert {title: after[title] for title in before} == before
    assert len(set(after.values())) == 5


# --- DTSTAMP is "now" ---


def test_fault_the_stamp_is_now(event: Event, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"/e/{event.identifier}/schedule.{written.extension}?profile=rich" for written in FORMATS.values()]
    first = [get(path).content for path in paths]
    KEEPER.forget()

    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.now(UTC) + timedelta(seconds=90))

    assert [get(path).content for path in paths] == first


# --- xCal and schedule.xml list other sessions than the .ics ---


def test_fault_formats_list_different_sessions(event: Event, session: Session, olga: User) -> None:
    accepted(event, olga, "Without a room", slot(15))
    hidden = submitting.submit(event, by=olga, title="Waiting", state="pending")
    scheduling.move(hidden, to=slot(16), by=olga)
    gone = accepted(event, olga, "Withdrawn", slot(12))
    removing.delete(gone, by=olga)

    for written in FORMATS.values():
        body = get(f"/e/{event.identifier}/schedule.{written.extension}").content
        shown = [title in body for title in (b"Soldering for All", b"Without a room", b"Withdrawn", b"Waiting")]
        assert shown == [True, True, True, False], written.name


# --- an error answer in the task carries a stack trace or a success state ---


@pytest.mark.django_db(transaction=True)
def test_fault_a_failed_task_shows_its_trace_or_success(
    event: Event, session: Session, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise ValueError("secret detail")

    monkeypatch.setattr("openevent.program.calendar.schedule", broken)
    client = as_user(olga)
    for kind in ("ical", "pentabarf"):
        task_url = client.get(f"/v1/events/{event.identifier}/export/{kind}").json()["task_url"]
        for job in Job.objects.filter(state=Job.State.QUEUED):
            running.run(str(job.pk), building.build)

        told = client.get(task_url)
        assert told.json()["state"] == "FAILURE"
        assert not re.search(r"Traceback|secret detail|File \"", told.content.decode())


def test_fault_one_request_buys_more_than_there_are(fair: Event, olga: User, ann: User) -> None:
    last = ticket(fair, olga, "Last", quantity=3)
    said = {"tickets": [{"id": last.pk, "quantity": 2}, {"id": last.pk, "quantity": 2}]}

    answer = as_user(ann).post("/v1/orders/create-order", said, content_type="application/json")

    assert answer.status_code in (409, 422)
    assert (Ticket.objects.get(pk=last.pk).taken, Attendee.objects.count(), Order.objects.count()) == (0, 0, 0)

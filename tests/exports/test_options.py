"""What an export can be asked for beside its kind."""

from typing import Any

import icalendar
import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.calendars.formats import FORMATS
from openevent.events.models import Event
from openevent.exports import building, kinds
from openevent.exports.options import NO_OPTIONS, Options
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.lib.errors import Malformed, Unknown
from openevent.program import reviewing
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, as_user, at


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    slot = Slot(starts_at=at("2026-10-25 14:00"), ends_at=at("2026-10-25 15:00"))
    return accepted(event, olga, "Other", slot)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: None)


def ask(olga: User, event: Event, kind: str, query: str = "") -> Any:
    return as_user(olga).get(f"/v1/events/{event.identifier}/export/{kind}{query}")


def exported(olga: User, event: Event, kind: str, query: str = "") -> bytes:
    """The file, from the question to the download."""
    task_url = ask(olga, event, kind, query).json()["task_url"]
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)
    url = as_user(olga).get(task_url).json()["result"]["download_url"]
    return b"".join(Client().get(url).streaming_content)  # type: ignore[attr-defined]  # a file


def titles(file: bytes) -> list[str]:
    return [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(file).events]


@pytest.mark.django_db(transaction=True)
def test_only_what_is_selected_is_in_the_file(event: Event, session: Session, other: Session, olga: User) -> None:
    assert titles(exported(olga, event, "ical")) == ["Soldering for All", "Other"]
    assert titles(exported(olga, event, "ical", f"?track={session.track_id}")) == ["Soldering for All"]
    assert titles(exported(olga, event, "ical", "?day=2026-10-25")) == ["Other"]


@pytest.mark.django_db(transaction=True)
def test_cancelled_sessions_are_in_it_when_asked_for(event: Event, session: Session, olga: User) -> None:
    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)

    assert titles(exported(olga, event, "ical")) == []
    assert titles(exported(olga, event, "ical", "?cancelled=true")) == ["Soldering for All"]
    assert titles(exported(olga, event, "ical", "?cancelled=false")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", kinds.SCHEDULES)
def test_every_kind_is_made(event: Event, session: Session, olga: User, kind: str) -> None:
    assert b"Soldering for All" in exported(olga, event, kind)
    assert b"Soldering for All" in exported(olga, event, kind, "?profile=rich")


@pytest.mark.django_db(transaction=True)
def test_what_means_the_same_is_made_once(event: Event, session: Session, olga: User) -> None:
    asked = ["?track={0}", "?track={0},{0}&utm=1", "?track={0}&profile=plain", "?track={0}&profile=rich", ""]

    tasks = [ask(olga, event, "ical", one.format(session.track_id)).json()["task_url"] for one in asked]

    assert [tasks.index(task) for task in tasks] == [0, 0, 0, 3, 4]


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("?track=red", 400, "track"),
        ("?track=999999", 404, "track"),
        ("?profile=best", 400, "profile"),
        ("?day=2026-13-01", 400, "day"),
    ],
)
def test_what_can_mean_nothing_is_refused_before_anything_is_made(
    event: Event, olga: User, query: str, status: int, parameter: str
) -> None:
    answer = ask(olga, event, "ical", query)

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (status, {"parameter": parameter})
    assert not Job.objects.exists()


def test_the_original_s_names_are_kept() -> None:
    assert kinds.FORMAT_KINDS.keys() == FORMATS.keys()
    assert (kinds.FORMAT_KINDS["ics"], kinds.FORMAT_KINDS["schedule.xml"]) == ("ical", "pentabarf")


def test_options_are_written_and_read_back() -> None:
    options = Options.parse({"track": ["4,3"], "profile": ["rich"], "cancelled": ["off"], "day": ["2026-10-24"]})

    assert options.query == "track=3,4&day=2026-10-24&profile=rich"
    assert Options.read(options.query) == options
    assert Options.read("") == NO_OPTIONS
    assert Options.read("cancelled=1").cancelled is True


def test_a_part_that_the_event_never_had_is_unknown(event: Event) -> None:
    with pytest.raises(Unknown):
        Options.read("room=999999").sessions(event)
    with pytest.raises(Malformed):
        Options.read("room=x")

"""A calendar uploaded into an event: looked at first, then brought in."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent.accounts.models import User
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.imports import requesting
from openevent.imports import tasks as import_tasks
from openevent.jobs.models import Job
from openevent.program import reviewing
from openevent.program.models import Session
from tests.conftest import as_user
from tests.imports.calendar.files import ics_file, vevent


@pytest.fixture(autouse=True)
def _queue_that_nobody_empties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: True)


FILE = ics_file(vevent("a@x"), vevent("b@x", start="20261025T120000Z", end="20261025T130000Z"))


def upload(client: Client, event: Event, content: bytes = FILE, query: str = "", **form: str | list[str]) -> Any:
    """Send the file; members of the form are written with `_` for `-`."""
    file = SimpleUploadedFile("talks.ics", content, content_type="text/calendar")
    members = {name.replace("_", "-"): value for name, value in form.items()}
    return client.post(f"/v1/events/{event.identifier}/import/calendar{query}", {"file": file, **members})


def outcome(client: Client, answer: Any) -> dict[str, Any]:
    """Do the job, and see what its task says then."""
    url = answer.json()["task_url"]
    import_tasks.build(url.rsplit("/", 1)[1])
    shown: dict[str, Any] = client.get(url).json()
    return shown


def test_a_calendar_is_brought_in_and_the_task_says_what_changed(event: Event, olga: User) -> None:
    client = as_user(olga)

    answer = upload(client, event)
    shown = outcome(client, answer)

    assert (answer.status_code, answer["Location"]) == (200, answer.json()["task_url"])
    assert (shown["state"], shown["result"]["identifier"], shown["result"]["sentence"]) == (
        "SUCCESS",
        event.identifier,
        "2 new",
    )
    assert [step["uid"] for step in shown["result"]["steps"]] == ["a@x", "b@x"]
    assert sorted(event.sessions.values_list("uid", flat=True)) == ["a@x", "b@x"]


def test_the_same_calendar_again_says_nothing_new(event: Event, tom: User) -> None:
    client = as_user(tom)
    outcome(client, upload(client, event))

    shown = outcome(client, upload(client, event))

    assert (shown["result"]["sentence"], shown["result"]["steps"]) == ("nothing new", [])


@pytest.mark.parametrize("query", ["?dry-run=true", "?dry-run", "?dry-run=1", "?dry-run=YES"])
def test_a_dry_run_says_what_would_change_and_changes_nothing(event: Event, olga: User, query: str) -> None:
    event.refresh_from_db()
    revision = event.revision

    answer = upload(as_user(olga), event, query=query)

    event.refresh_from_db()
    assert (answer.status_code, answer.json()["sentence"]) == (200, "2 new")
    assert (event.sessions.count(), Job.objects.count(), event.revision) == (0, 0, revision)


@pytest.mark.parametrize(
    ("query", "said"), [("", "true"), ("", ""), ("", "1"), ("?dry-run", "yes"), ("?dry-run=true", ["true", "on"])]
)
def test_a_dry_run_may_be_a_member_of_the_form(event: Event, olga: User, query: str, said: str | list[str]) -> None:
    answer = upload(as_user(olga), event, query=query, dry_run=said)

    assert (answer.status_code, answer.json()["sentence"]) == (200, "2 new")
    assert (event.sessions.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("query", "said", "detail"),
    [
        ("", "maybe", "“dry-run” must be true or false."),
        ("?dry-run=true", "false", "“dry-run” is said twice, once true and once false."),
        ("?dry-run=false", "true", "“dry-run” is said twice, once true and once false."),
        ("", ["true", "false"], "“dry-run” is said twice, once true and once false."),
        ("?dry-run=true&dry-run=no", "true", "“dry-run” is said twice, once true and once false."),
    ],
)
def test_a_form_that_contradicts_itself_or_its_query_starts_nothing(
    event: Event, olga: User, query: str, said: str | list[str], detail: str
) -> None:
    answer = upload(as_user(olga), event, query=query, dry_run=said)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["detail"], error["source"]) == (400, detail, {"parameter": "dry-run"})
    assert (event.sessions.count(), Job.objects.count()) == (0, 0)


def test_no_dry_run_in_both_places_is_none(event: Event, olga: User) -> None:
    assert "task_url" in upload(as_user(olga), event, query="?dry-run=false", dry_run="no").json()


def test_a_word_that_says_neither_yes_nor_no_starts_nothing(event: Event, olga: User) -> None:
    answer = upload(as_user(olga), event, query="?dry-run=maybe")

    assert (answer.status_code, answer.json()["errors"][0]["source"]) == (400, {"parameter": "dry-run"})
    assert not Job.objects.exists()
    assert "task_url" in upload(as_user(olga), event, query="?dry-run=false").json()


def test_what_is_too_big_to_be_looked_at_at_once_is_refused(
    event: Event, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openevent.imports.calendar.PREVIEWED_BYTES", 10)

    assert [upload(as_user(olga), event, query=query).status_code for query in ("?dry-run", "")] == [413, 200]


@pytest.mark.parametrize("query", ["", "?dry-run=true"])
def test_only_the_team_brings_calendars_in(
    event: Event, olga: User, tom: User, ann: User, mallory: User, query: str
) -> None:
    askers = (olga, tom, ann, mallory, None)

    statuses = [upload(as_user(user), event, query=query).status_code for user in askers]

    assert statuses == [200, 200, 403, 403, 401]
    assert {job.asked_by for job in Job.objects.all()} <= {olga, tom}


def test_strangers_learn_nothing_of_a_draft(event: Event, mallory: User) -> None:
    Event.objects.update(state=Event.State.DRAFT)

    assert upload(as_user(mallory), event).status_code == 404


def test_who_left_the_team_meanwhile_changes_nothing(event: Event, olga: User, tom: User) -> None:
    answer = upload(as_user(tom), event)
    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    shown = outcome(as_user(olga), answer)

    assert shown == {"state": "FAILURE", "progress": 0, "result": "You do not organise this event any more."}
    assert event.sessions.count() == 0


def test_a_coorganizer_does_not_change_locked_sessions(event: Event, session: Session, olga: User, tom: User) -> None:
    reviewing.lock(session, by=olga)
    file = ics_file(vevent(session.uid, "SEQUENCE:9"))

    sentences = [upload(as_user(user), event, file, query="?dry-run=true").json()["sentence"] for user in (tom, olga)]

    assert sentences == ["nothing new, 1 left out", "1 moved"]


def test_the_team_follows_the_task_and_nobody_else(event: Event, olga: User, tom: User, mallory: User) -> None:
    url = upload(as_user(olga), event).json()["task_url"]

    assert [as_user(user).get(url).status_code for user in (olga, tom, mallory, None)] == [200, 200, 404, 401]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"BEGIN:VCALENDAR\r\n", b"<html/>", b"{}"])
def test_what_is_no_calendar_is_refused_with_one_sentence(event: Event, olga: User, content: bytes) -> None:
    client = as_user(olga)

    looked_at = upload(client, event, content or b" ", query="?dry-run=true")
    shown = outcome(client, upload(client, event, content or b" "))

    assert (looked_at.status_code, shown["state"]) == (400, "FAILURE")
    assert looked_at.json()["errors"][0]["detail"] == shown["result"]


def test_a_calendar_that_is_too_big_is_refused_at_once(event: Event, olga: User, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 100

    answers = [upload(as_user(olga), event, query=query) for query in ("", "?dry-run=true")]

    assert [answer.status_code for answer in answers] == [413, 413]
    assert Job.objects.count() == 0


def test_a_form_without_the_file_is_refused(event: Event, olga: User) -> None:
    answer = as_user(olga).post(f"/v1/events/{event.identifier}/import/calendar", {"file": "a text"})

    assert answer.status_code == 400
    assert "Send the calendar as the member “file”" in answer.json()["errors"][0]["detail"]


def test_the_upload_is_deleted_when_the_job_has_ended(event: Event, olga: User) -> None:
    for content in (FILE, b"no calendar"):
        answer = upload(as_user(olga), event, content)
        name = Job.objects.latest("asked_at").file
        assert requesting.storage().exists(name)

        outcome(as_user(olga), answer)

        assert not requesting.storage().exists(name)


def test_what_cannot_be_read_is_told_in_characters_that_every_database_takes(event: Event, olga: User) -> None:
    client = as_user(olga)
    file = ics_file(vevent("a\x00b", "RECURRENCE-ID:20261025T100000Z", summary="x\x00y"))

    (step,) = outcome(client, upload(client, event, file))["result"]["steps"]

    assert (step["uid"], step["title"], step["what"]) == ("ab", "xy", "left out")

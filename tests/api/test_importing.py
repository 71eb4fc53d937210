"""An archive uploaded, followed, and there as an event."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent import demonstration
from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.imports import building, requesting, sweeping
from openevent.imports import tasks as import_tasks
from openevent.jobs import running
from openevent.jobs.models import Job
from tests.conftest import as_user

ADDRESS = "/v1/events/import/json"


@pytest.fixture(autouse=True)
def _queue_that_nobody_empties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: True)


def upload(client: Client, content: bytes, **members: str) -> Any:
    file = SimpleUploadedFile("archive.zip", content, content_type="application/zip")
    return client.post(ADDRESS, {"file": file, **members})


def outcome(client: Client, answer: Any) -> dict[str, Any]:
    """Do the job, and see what its task says then."""
    url = answer.json()["task_url"]
    import_tasks.build(url.rsplit("/", 1)[1])
    shown: dict[str, Any] = client.get(url).json()
    return shown


def archive(**event: Any) -> bytes:
    facts = {
        "id": 1,
        "name": "Small",
        "starts-at": "2026-10-24T09:00:00+02:00",
        "ends-at": "2026-10-25T18:00:00+01:00",
        "timezone": "Europe/Berlin",
        "identifier": "c0ffee00",
        **event,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("event", json.dumps(facts))
    return buffer.getvalue()


def test_an_uploaded_archive_becomes_the_askers_event(olga: User) -> None:
    client = as_user(olga)

    shown = outcome(client, upload(client, archive()))

    event = Event.objects.get()
    assert shown == {
        "state": "SUCCESS",
        "progress": 100,
        "result": {
            "id": str(event.pk),
            "identifier": "c0ffee00",
            "event_name": "Small",
            "url": "/e/c0ffee00",
            "warnings": [],
        },
    }
    assert event.state == "draft"
    assert list(event.roles.values_list("user", "role")) == [(olga.pk, EventRole.Name.OWNER)]


def test_the_demonstration_comes_through_the_api_too(olga: User) -> None:
    client = as_user(olga)

    shown = outcome(client, upload(client, demonstration.archive()))

    assert (shown["state"], shown["result"]["identifier"]) == ("SUCCESS", demonstration.IDENTIFIER)


def test_the_same_archive_twice_is_refused_unless_asked_for_again(olga: User) -> None:
    client = as_user(olga)
    outcome(client, upload(client, archive()))

    second = outcome(client, upload(client, archive()))
    third = outcome(client, upload(client, archive(), again="true"))

    assert second["state"] == "FAILURE"
    assert "c0ffee00" in second["result"]
    assert third["state"] == "SUCCESS"
    assert Event.objects.count() == 2


def test_mallory_learns_nothing_of_what_others_have_imported(olga: User, mallory: User) -> None:
    outcome(as_user(olga), upload(as_user(olga), archive()))

    shown = outcome(as_user(mallory), upload(as_user(mallory), archive()))

    assert shown["state"] == "SUCCESS"
    assert shown["result"]["identifier"] != "c0ffee00"


@pytest.mark.parametrize(
    "content", [b"", b"no zip", archive()[:-30], archive(timezone="Mars/Olympus"), archive(name=["x"])]
)
def test_a_bad_archive_is_a_failure_with_one_sentence(olga: User, content: bytes) -> None:
    client = as_user(olga)

    answer = upload(client, content)
    shown = outcome(client, answer)

    assert shown["state"] == "FAILURE"
    assert shown["result"]
    assert "Traceback" not in shown["result"]
    assert Event.objects.count() == 0


def test_an_archive_that_is_too_big_is_refused_at_once(olga: User, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1000

    small_form = upload(as_user(olga), b"x" * 1001)
    big_form = upload(as_user(olga), b"x" * 200_000)

    assert [small_form.status_code, big_form.status_code] == [413, 413]
    assert "at most" in big_form.json()["errors"][0]["detail"]
    assert Job.objects.count() == 0


def test_a_form_without_the_file_is_refused(olga: User) -> None:
    for body in ({}, {"file": "a text"}, {"archive": SimpleUploadedFile("x.zip", b"x")}):
        answer = as_user(olga).post(ADDRESS, body)
        assert answer.status_code == 400
        assert "“file”" in answer.json()["errors"][0]["detail"]


def test_another_kind_of_body_is_refused(olga: User) -> None:
    answer = as_user(olga).post(ADDRESS, "{}", content_type="application/json")

    assert answer.status_code == 415


def test_only_verified_accounts_import(db: None, client: Client) -> None:
    newcomer = joining.join("newcomer@example.org", "a long and secret sentence")

    assert upload(client, archive()).status_code == 401
    assert upload(as_user(newcomer), archive()).status_code == 403
    assert Job.objects.count() == 0


def test_only_the_asker_and_staff_follow_an_import(olga: User, mallory: User, staff: User) -> None:
    url = upload(as_user(olga), archive()).json()["task_url"]

    assert [as_user(user).get(url).status_code for user in (olga, staff, mallory, None)] == [200, 200, 404, 401]


def test_the_upload_is_deleted_when_the_job_has_ended(olga: User) -> None:
    for content in (archive(), b"no zip"):
        client = as_user(olga)
        answer = upload(client, content)
        name = Job.objects.latest("asked_at").file
        assert requesting.storage().exists(name)

        outcome(client, answer)

        assert not requesting.storage().exists(name)


def test_a_sweep_deletes_what_a_killed_worker_left(olga: User, settings: Any) -> None:
    upload(as_user(olga), archive())
    job = Job.objects.get()
    running.run(str(job.pk), building.build)
    job.refresh_from_db()
    assert requesting.storage().exists(job.file)

    settings.JOB_LEASE = settings.JOB_LEASE * 0
    sweeping.sweep()

    assert not requesting.storage().exists(job.file)


def test_an_import_whose_claim_was_lost_leaves_no_event(olga: User) -> None:
    """The event and the end of its job come true together: a second worker makes no second event."""
    upload(as_user(olga), archive(), again="true")
    job = Job.objects.get()
    slow = running.claim(str(job.pk))
    assert slow is not None
    Job.objects.update(seen_at=None, state=Job.State.QUEUED)
    running.run(str(job.pk), building.build)
    assert Event.objects.count() == 1

    with pytest.raises(running.ClaimLost):
        building.build(slow)

    assert Event.objects.count() == 1


def test_one_accounts_imports_do_not_keep_the_workers_from_the_others(olga: User, mallory: User) -> None:
    statuses = [upload(as_user(mallory), archive()).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert upload(as_user(olga), archive()).status_code == 200


@pytest.mark.parametrize("fields", [{f"f{number}": "x" for number in range(1500)}, {"again": "x" * 3_000_000}])
def test_a_form_that_is_too_much_is_refused_without_a_trace(
    olga: User, fields: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = as_user(olga).post(ADDRESS, fields)

    assert answer.status_code in {400, 413}
    assert "Traceback" not in caplog.text


def test_an_archive_that_takes_too_long_is_given_up(olga: User, settings: Any) -> None:
    settings.IMPORT_MAX_TIME = settings.IMPORT_MAX_TIME * 0
    client = as_user(olga)

    shown = outcome(client, upload(client, archive()))

    assert (shown["state"], Event.objects.count()) == ("FAILURE", 0)
    assert "takes too long" in shown["result"]

"""What the original did wrong with exports, imports and the tasks that do them."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event, EventRole
from openevent.exports import building
from openevent.imports import tasks as import_tasks
from openevent.jobs import files, running
from openevent.jobs.models import Job
from openevent.program.models import Session, Speaker
from tests.api.defects.documents import get, ids, journeys, plain, refusal, send
from tests.conftest import as_user


@pytest.fixture(autouse=True)
def _queue_that_nobody_empties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.jobs.asking.send", lambda _job: True)


def ask(user: User, event: Event) -> str:
    """The task of an export that is asked for."""
    answer = plain(user, f"/v1/events/{event.identifier}/export/ical", {})
    assert answer.status_code == 202
    return str(answer.json()["task_url"])


def work_off() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)


def shown(user: User | None, task_url: str) -> Any:
    return as_user(user).get(task_url).json()


@pytest.fixture
def url(olga: User, session: Session) -> str:
    """Where olga downloads a finished export."""
    task_url = ask(olga, session.event)
    work_off()
    return str(shown(olga, task_url)["result"]["download_url"])


def body(answer: Any) -> bytes:
    content: bytes = answer.getvalue()
    return content


# --- D77, D78, D79: files ---


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "etc/passwd", "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "none"]
)
def test_d77_a_download_leads_to_no_path_of_the_machine(olga: User, event: Event, path: str) -> None:
    there = get(olga, f"/v1/events/{event.identifier}/exports/{path}")
    also = get(olga, f"/v1/events/{event.identifier}/exports/{uuid4()}/{path}")

    assert refusal(there)[0] == refusal(also)[0] == 404


def test_d77_the_name_in_a_download_address_opens_nothing(url: str) -> None:
    folder, query = url.split("?", maxsplit=1)[0].rpartition("/")[0], url.split("?")[1]

    for name in ("..%2f..%2f..%2fetc%2fpasswd", "passwd"):
        answer = Client().get(f"{folder}/{name}?{query}")
        assert answer.status_code == 404 or body(answer).startswith(b"BEGIN:VCALENDAR")


def test_d77_what_is_there_and_what_is_not_are_answered_alike(olga: User, event: Event) -> None:
    answers = [get(olga, f"/v1/events/{event.pk}/exports/{path}") for path in ("etc/hostname", "etc/no-such-file")]

    assert answers[0].json() == answers[1].json()


def test_d78_an_export_lies_where_nobody_finds_it_without_its_address(
    url: str, mallory: User, session: Session
) -> None:
    job = Job.objects.get()
    path = urlsplit(url).path

    assert str(job.pk) in job.file
    for address in (path, f"/static/{job.file}", f"/media/{job.file}", f"/static/media/{job.file}", f"/{job.file}"):
        for client in (Client(), as_user(mallory)):
            answer = client.get(address)
            assert refusal(answer)[0] == 404
    assert Client().get(f"{path}?for={mallory.pk}&{url.partition('&')[2]}").status_code == 404


def test_d78_one_export_leaves_the_file_of_another_as_it_is(olga: User, url: str, session: Session) -> None:
    first = body(Client().get(url))
    Session.objects.filter(pk=session.pk).update(title="Renamed")
    send(
        olga, "PATCH", f"/v1/sessions/{session.pk}",
        {"data": {"type": "session", "id": str(session.pk), "attributes": {"title": "Soldering for Everybody"}}},
    )  # fmt: skip

    second = ask(olga, session.event)
    work_off()

    names = list(Job.objects.values_list("file", flat=True))
    assert len(set(names)) == 2
    assert all(files.storage().exists(file) for file in names)
    assert body(Client().get(url)) == first
    assert body(Client().get(shown(olga, second)["result"]["download_url"])) != first


def test_d78_a_download_address_ends(olga: User, url: str, settings: Any) -> None:
    settings.DOWNLOAD_LIFETIME = timedelta(seconds=-1)

    late = shown(olga, f"/v1/tasks/{Job.objects.get().pk}")["result"]["download_url"]

    assert refusal(Client().get(late))[0] == 410
    assert body(Client().get(url)).startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_d79_a_download_address_is_of_the_configured_host_or_of_none(
    olga: User, session: Session, settings: Any, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    task_url = ask(olga, session.event)
    work_off()

    settings.SITE_URL = ""
    path = as_user(olga).get(task_url, headers={"Host": host}).json()["result"]["download_url"]
    settings.SITE_URL = "https://events.example.org"
    absolute = as_user(olga).get(task_url, headers={"Host": host}).json()["result"]["download_url"]

    assert path.startswith("/v1/events/")
    assert absolute.startswith("https://events.example.org/v1/events/")


# --- D80: asking ---


def test_d80_work_is_asked_for_with_post_and_not_begun_by_looking(olga: User, event: Event) -> None:
    address = f"/v1/events/{event.identifier}/export/ical"

    assert as_user(olga).head(address).status_code == 405
    assert not Job.objects.exists()
    posted = plain(olga, address, {})
    assert (posted.status_code, posted["Location"]) == (202, posted.json()["task_url"])
    alias = as_user(olga).get(address)
    assert (alias.status_code, alias.json()) == (200, posted.json())  # prefetched again and again, it is one job
    assert Job.objects.count() == 1


def test_d80_a_browser_that_is_led_here_starts_nothing(olga: User, event: Event) -> None:
    client = Client()
    client.force_login(olga)

    answers = [client.get(f"/v1/events/{event.identifier}/export/ical") for _ in range(2)]

    assert [answer.status_code for answer in answers] in ([401, 401], [404, 404])
    assert not Job.objects.exists()


def test_d80_every_export_has_a_task_of_its_own(olga: User, coming: Event, session: Session) -> None:
    tasks = {ask(olga, coming), ask(olga, session.event)}

    assert len(tasks) == Job.objects.count() == 2


# --- D81, D82, D83: tasks ---


@pytest.mark.parametrize(
    "task", ["4d3bdb3e-2d0a-4bd6-a1a1-0d8f5a2f8f1e", "7", "x", "00000000-0000-0000-0000-000000000000"]
)
def test_d81_an_unknown_task_is_not_found(olga: User, task: str) -> None:
    assert refusal(get(olga, f"/v1/tasks/{task}"))[0] == 404


def test_d82_a_task_is_followed_by_those_whose_it_is(
    olga: User, tom: User, ann: User, mallory: User, staff: User, event: Event
) -> None:
    task_url = ask(olga, event)

    assert [as_user(user).get(task_url).status_code for user in (olga, tom, staff)] == [200, 200, 200]
    assert refusal(as_user(None).get(task_url)) == (401, "")
    for user in (ann, mallory):
        assert refusal(as_user(user).get(task_url)) == (404, "")


def test_d83_what_went_wrong_inside_is_not_told(olga: User, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_event: Event) -> None:
        raise ZeroDivisionError("/srv/secret.py, line 7")

    monkeypatch.setattr("openevent.program.calendar.schedule", broken)
    task_url = ask(olga, session.event)
    waiting = shown(olga, task_url)

    work_off()

    failed = shown(olga, task_url)
    assert waiting == {"state": "PENDING", "progress": 0}
    assert failed["state"] == "FAILURE"
    assert failed["result"] == running.UNEXPECTED
    assert "secret" not in str(failed)


# --- D84, D85: imports ---


EVENT = {
    "id": 1,
    "name": "Small",
    "starts-at": "2026-10-24T09:00:00+02:00",
    "ends-at": "2026-10-25T18:00:00+01:00",
    "timezone": "Europe/Berlin",
    "identifier": "c0ffee00",
}


def packed(files: dict[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files; what is no bytes is written as JSON."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return buffer.getvalue()


def bring(user: User, content: bytes) -> Any:
    file = SimpleUploadedFile("archive.zip", content, content_type="application/zip")
    return as_user(user).post("/v1/events/import/json", {"file": file})


def imported(user: User, content: bytes) -> Any:
    """What the task says of the archive in the end."""
    task_url = bring(user, content).json()["task_url"]
    import_tasks.build(task_url.rsplit("/", 1)[1])
    return shown(user, task_url)


def test_d84_an_import_is_followed_by_whoever_asked_for_it(olga: User, mallory: User) -> None:
    task_url = bring(olga, packed({"event": EVENT})).json()["task_url"]
    job = Job.objects.get()

    assert refusal(as_user(mallory).get(task_url)) == (404, "")
    assert refusal(as_user(None).get(task_url)) == (401, "")
    for method in ("GET", "PATCH", "DELETE"):
        assert refusal(send(mallory, method, f"/v1/import-jobs/{job.pk}"))[0] == 404
        assert send(mallory, method, task_url).status_code in {404, 405}
    assert refusal(get(mallory, "/v1/import-jobs"))[0] == 404
    assert Job.objects.get().state == Job.State.QUEUED


def test_d85_an_import_sets_only_what_an_archive_says(olga: User, mallory: User, event: Event) -> None:
    forged = {
        **EVENT,
        "id": event.pk,
        "pk": event.pk,
        "identifier": event.identifier,
        "revision": 999,
        "state": "published",
        "is-featured": True,
        "is_featured": True,
        "deleted-at": "2020-01-01T00:00:00Z",
        "owner": {"id": olga.pk},
        "roles": [{"user": olga.pk, "role": "owner"}],
        "__class__": "User",
    }
    before = Event.objects.filter(pk=event.pk).values().get()

    said = imported(mallory, packed({"event": forged}))

    made = Event.objects.exclude(pk=event.pk).get()
    assert said["state"] == "SUCCESS"
    assert Event.objects.filter(pk=event.pk).values().get() == before
    assert made.identifier != event.identifier
    assert (made.state, made.is_featured, made.deleted_at) == ("draft", False, None)
    assert [(role.user, role.role) for role in EventRole.objects.filter(event=made)] == [(mallory, "owner")]


@pytest.mark.parametrize("name", ["../outside", "/tmp/h2-outside", "..\\outside", "a/../../outside", "C:\\outside"])
def test_d85_no_name_in_an_archive_is_a_path_of_the_machine(olga: User, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))

    said = imported(olga, packed({"event": EVENT, name: b"<script>"}))

    assert said["state"] in {"SUCCESS", "FAILURE"}
    assert [one for one in sorted(tmp_path.rglob("*")) if one.is_file() and one not in before] == []
    assert not Path("/tmp/h2-outside").exists()


@pytest.mark.parametrize("path", ["../../../etc/passwd", "/etc/passwd", "/../../etc/passwd", "file:///etc/passwd"])
def test_d85_no_path_in_an_archive_is_read_as_a_picture(olga: User, path: str) -> None:
    speaker = {"id": 1, "name": "Ann", "email": "a@example.org", "photo-url": path, "photo": {"original": path}}

    said = imported(olga, packed({"event": {**EVENT, "logo-url": path}, "speakers": [speaker]}))

    assert said["state"] in {"SUCCESS", "FAILURE"}
    assert "root:" not in str(said)
    for made in Event.objects.all():
        assert made.logo_url == ""
    for row in Speaker.objects.all():
        assert "passwd" not in row.photo_url


def test_d85_an_import_goes_to_no_address_in_an_archive(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = "http://169.254.169.254/latest/meta-data"
    went = journeys(monkeypatch)
    speaker = {"id": 1, "name": "Ann", "email": "a@example.org", "photo-url": inside, "sessions": []}

    pictured = {**EVENT, "original-image-url": inside, "logo-url": inside}
    said = imported(olga, packed({"event": pictured, "speakers": [speaker]}))

    assert said["state"] == "SUCCESS"
    assert went == []


def test_d85_an_archive_that_swells_is_refused(olga: User) -> None:
    said = imported(olga, packed({"event": EVENT, "sessions": b" " * (20 * 1024 * 1024) + b"[]"}))

    assert said["state"] == "FAILURE"
    assert "MB" in said["result"]
    assert not Event.objects.exists()


def test_d85_an_archive_that_is_too_big_is_refused_before_it_is_kept(olga: User, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1000

    answer = bring(olga, packed({"event": EVENT, "sessions": b" " * 200_000}, zipfile.ZIP_STORED))

    assert refusal(answer)[0] == 413
    assert not Job.objects.exists()
    assert ids(get(olga, "/v1/events")) == []

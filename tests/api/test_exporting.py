"""The main road: ask for the export, follow the task, download the file."""

import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import icalendar
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import policy, publishing, removing, team
from openevent.events.models import Event, EventRole
from openevent.exports import building, requesting
from openevent.jobs import files, running
from openevent.jobs.models import Job
from openevent.program import editing
from openevent.program.models import Session
from tests.conftest import as_user


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of jobs that were given to the queue, which nobody empties."""
    ids: list[str] = []
    monkeypatch.setattr("openevent.jobs.asking.send", lambda job: ids.append(str(job.pk)))
    return ids


def ask(client: Client, event: Event, method: str = "get") -> Any:
    return getattr(client, method)(f"/v1/events/{event.identifier}/export/ical")


def body(answer: Any) -> bytes:
    """What a streamed answer brings, read to its end."""
    return b"".join(answer.streaming_content)


def opened(client: Client, url: str, **headers: str) -> int:
    """The status with which the address answers; the file is read to its end."""
    answer = client.get(url, headers=headers)
    if answer.streaming:
        assert body(answer).endswith(b"END:VCALENDAR\r\n")
    return answer.status_code


def work_off() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)


@pytest.mark.django_db(transaction=True)
def test_an_organiser_asks_follows_and_downloads(olga: User, session: Session, sent: list[str]) -> None:
    client = as_user(olga)

    task_url = ask(client, session.event).json()["task_url"]
    waiting = client.get(task_url).json()
    work_off()
    done = client.get(task_url).json()
    file = Client().get(done["result"]["download_url"])

    assert re.fullmatch(r"/v1/tasks/[0-9a-f-]{36}", task_url)
    assert sent == [task_url.rsplit("/", 1)[1]]
    assert waiting == {"state": "PENDING", "progress": 0}
    assert (done["state"], done["progress"], done["result"]["skipped"]) == ("SUCCESS", 100, [])
    assert file.status_code == 200
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == (
        "attachment; filename=\"Autumn-Conference.ics\"; filename*=UTF-8''Autumn%20Conference.ics"
    )
    content = body(file)
    assert len(content) == done["result"]["size"] == int(file["Content-Length"])
    read = icalendar.Calendar.from_ical(content)
    assert [str(entry["SUMMARY"]) for entry in read.walk("VEVENT")] == ["Soldering for All"]


def test_posting_answers_202_with_the_task_in_location(olga: User, event: Event, sent: list[str]) -> None:
    answer = ask(as_user(olga), event, "post")

    assert answer.status_code == 202
    assert answer["Location"] == answer.json()["task_url"]


def test_the_id_serves_like_the_identifier(olga: User, event: Event, sent: list[str]) -> None:
    answer = as_user(olga).get(f"/v1/events/{event.pk}/export/ical")

    assert answer.status_code == 200


def test_an_unchanged_event_is_not_exported_twice(olga: User, tom: User, session: Session, sent: list[str]) -> None:
    first = ask(as_user(olga), session.event).json()
    while_waiting = ask(as_user(tom), session.event).json()
    work_off()
    when_done = ask(as_user(tom), session.event).json()

    assert first == while_waiting == when_done
    assert Job.objects.count() == 1


def test_a_changed_event_is_exported_anew(olga: User, session: Session, sent: list[str]) -> None:
    first = ask(as_user(olga), session.event).json()
    work_off()

    editing.change(session, by=olga, title="Welding for All")
    second = ask(as_user(olga), session.event).json()

    assert first != second


def test_a_file_that_is_gone_or_cut_short_is_made_anew(olga: User, session: Session, sent: list[str]) -> None:
    client = as_user(olga)
    ask(client, session.event)
    work_off()
    job = Job.objects.get()
    storage = files.storage()

    storage.delete(job.file)
    storage.save(job.file, ContentFile(b"BEGIN:VCALENDAR"))
    second = ask(client, session.event).json()["task_url"]

    assert second != f"/v1/tasks/{job.pk}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_may_not_export_what_they_see_and_find_no_draft(
    olga: User, mallory: User, ann: User, event: Event, sent: list[str], method: str
) -> None:
    registrar = ann
    team.appoint(registrar, EventRole.Name.REGISTRAR, event, by=olga)

    askers = (Client(), as_user(mallory), as_user(registrar))

    published = [ask(asker, event, method).status_code for asker in askers]
    publishing.unpublish(event, by=olga)
    draft = [ask(asker, event, method).status_code for asker in askers]

    assert (published, draft) == ([401, 403, 403], [401, 404, 404])
    assert Job.objects.count() == 0


@pytest.mark.parametrize("key", ["ffffffff", "0", "99999999999999999999", "..", "%2e%2e%2fetc", "١"])
def test_unknown_events_are_not_found(olga: User, sent: list[str], key: str) -> None:
    answer = as_user(olga).get(f"/v1/events/{key}/export/ical")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["status"] == "404"


def test_an_unknown_kind_is_not_found(olga: User, event: Event, sent: list[str]) -> None:
    assert as_user(olga).get(f"/v1/events/{event.identifier}/export/exe").status_code == 404


def test_a_refusal_names_those_who_may_export(
    monkeypatch: pytest.MonkeyPatch, event: Event, tom: User, sent: list[str]
) -> None:
    monkeypatch.setitem(policy.TABLE["event"], policy.Act.EXPORT, policy.ORGANIZERS)

    answer = as_user(tom).get(f"/v1/events/{event.pk}/export/ical")

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["detail"] == "Only organizers and the owner of the event may do this."


def test_a_deleted_event_is_not_exported(olga: User, event: Event, sent: list[str]) -> None:
    asked = ask(as_user(olga), event).json()["task_url"]

    removing.delete(event, by=olga)
    work_off()

    assert ask(as_user(olga), event).status_code == 404
    assert as_user(olga).get(asked).status_code == 404
    assert Job.objects.get().state == Job.State.FAILURE


def test_only_the_team_follows_a_task(
    olga: User, tom: User, mallory: User, staff: User, event: Event, sent: list[str]
) -> None:
    task_url = ask(as_user(olga), event).json()["task_url"]

    answers = [as_user(user).get(task_url).status_code for user in (olga, tom, staff, mallory, None)]

    assert answers == [200, 200, 200, 404, 401]


def test_an_unknown_task_is_not_found(olga: User) -> None:
    assert as_user(olga).get(f"/v1/tasks/{uuid4()}").status_code == 404
    assert as_user(olga).get("/v1/tasks/7").status_code == 404


def test_a_failure_is_one_sentence_and_the_trace_stays_in_the_log(
    olga: User, event: Event, sent: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_event: Event) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("openevent.program.calendar.schedule", broken)
    task_url = ask(as_user(olga), event).json()["task_url"]

    work_off()

    answer = as_user(olga).get(task_url).json()
    assert answer["state"] == "FAILURE"
    assert answer["result"] == running.UNEXPECTED
    assert "secret detail" not in str(answer)
    assert "a job failed" in caplog.text


@pytest.fixture
def download_url(olga: User, session: Session, sent: list[str]) -> str:
    task_url = ask(as_user(olga), session.event).json()["task_url"]
    work_off()
    url: str = as_user(olga).get(task_url).json()["result"]["download_url"]
    return url


def test_a_download_address_says_event_task_and_name(download_url: str, session: Session) -> None:
    path = urlsplit(download_url).path

    job = Job.objects.get()
    assert path == f"/v1/events/{session.event.identifier}/exports/{job.pk}/Autumn-Conference.ics"


def test_a_download_address_is_absolute_where_the_site_has_one(olga: User, download_url: str, settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"

    url = as_user(olga).get(f"/v1/tasks/{Job.objects.get().pk}").json()["result"]["download_url"]

    assert url.startswith("https://events.example.org/v1/events/")


@pytest.mark.parametrize(
    ("part", "by"),
    [
        ("signature=", "signature=0"),
        ("expires=", "expires=9"),
        ("for=", "for=9"),
        ("?for=", "?for=x&was="),
        ("?for=", "?nothing="),
        ("expires=", "expires=-1&was="),
        ("expires=", "expires=١&was="),
    ],
)
def test_a_download_address_that_we_did_not_sign_leads_nowhere(
    download_url: str, client: Client, part: str, by: str
) -> None:
    answer = client.get(download_url.replace(part, by))

    assert answer.status_code == 404


def test_a_download_address_of_another_event_or_task_leads_nowhere(
    download_url: str, client: Client, session: Session
) -> None:
    identifier, job = session.event.identifier, str(Job.objects.get().pk)

    assert client.get(download_url.replace(identifier, "deadbeef")).status_code == 404
    assert client.get(download_url.replace(job, str(uuid4()))).status_code == 404


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "x.ics"])
def test_no_path_of_the_machine_is_ever_opened(download_url: str, client: Client, name: str) -> None:
    """The name in the address is for people; only the signed task decides which file it is."""
    path, query = download_url.split("?")

    answer = client.get(f"{path.rsplit('/', 1)[0]}/{name}?{query}")

    if answer.status_code == 200:
        assert body(answer).startswith(b"BEGIN:VCALENDAR")
    else:
        assert answer.status_code == 404


def test_an_expired_download_address_is_gone(olga: User, client: Client, download_url: str, settings: Any) -> None:
    settings.DOWNLOAD_LIFETIME = timedelta(seconds=-1)
    url = as_user(olga).get(f"/v1/tasks/{Job.objects.get().pk}").json()["result"]["download_url"]

    answer = client.get(url)

    assert answer.status_code == 410
    assert "no longer good" in answer.json()["errors"][0]["detail"]


def test_a_download_address_ends_with_the_role_of_its_holder(
    olga: User, tom: User, session: Session, client: Client, download_url: str
) -> None:
    toms = as_user(tom).get(f"/v1/tasks/{Job.objects.get().pk}").json()["result"]["download_url"]
    assert opened(client, toms) == 200

    team.dismiss(tom, EventRole.Name.COORGANIZER, session.event, by=olga)

    assert opened(client, toms) == 404
    assert opened(client, download_url) == 200


def test_calendar_programs_may_accept_what_they_like(client: Client, download_url: str) -> None:
    for accept in ("text/calendar", "image/png", "*/*", "nonsense"):
        assert opened(client, download_url, Accept=accept) == 200
    with closing(client.head(download_url)) as answer:
        assert answer.status_code == 200


def test_old_exports_are_forgotten_with_their_files(olga: User, client: Client, download_url: str) -> None:
    job = Job.objects.get()
    folder = files.storage().path(str(job.pk))
    Job.objects.update(finished_at=timezone.now() - timedelta(days=8))

    assert files.sweep(requesting.TASK) == 1

    assert client.get(download_url).status_code == 410
    assert not files.storage().exists(folder)
    assert not Job.objects.exists()


def test_the_whole_export_takes_five_queries_however_many_sessions(
    olga: User, session: Session, sent: list[str], django_assert_num_queries: Any
) -> None:
    """Claim, job with event, sessions, speakers, finish."""
    ask(as_user(olga), session.event)
    job = Job.objects.get()

    with django_assert_num_queries(5):
        running.run(str(job.pk), building.build)

    for number in range(3):
        session.pk, session.uid = None, f"copy-{number}"
        session.save(force_insert=True)
    again = Job.objects.create(task=job.task, kind="ical", event=session.event, asked_at=timezone.now())
    with django_assert_num_queries(5):
        running.run(str(again.pk), building.build)
    again.refresh_from_db()
    assert again.state == Job.State.SUCCESS


def test_a_file_that_other_settings_would_make_otherwise_is_not_used_again(
    olga: User, session: Session, sent: list[str], settings: Any
) -> None:
    first = ask(as_user(olga), session.event).json()
    work_off()

    settings.SITE_URL = "https://events.example.org"
    second = ask(as_user(olga), session.event).json()

    assert first != second


def test_a_full_disk_leaves_no_half_file(
    olga: User, session: Session, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = files.storage()

    def fill(name: str, content: Any) -> str:
        Path(storage.path(name)).parent.mkdir(parents=True)
        Path(storage.path(name)).write_bytes(content.read(100))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storage), "save", lambda _self, name, content: fill(name, content))
    ask(as_user(olga), session.event)

    work_off()

    job = Job.objects.get()
    assert job.state == Job.State.FAILURE
    assert storage.listdir(str(job.pk)) == ([], [])


def test_looking_at_the_address_starts_nothing(olga: User, event: Event) -> None:
    assert as_user(olga).head(f"/v1/events/{event.identifier}/export/ical").status_code == 405
    assert Job.objects.count() == 0


def test_what_is_downloaded_is_kept_by_no_cache_and_taken_for_nothing_else(client: Client, download_url: str) -> None:
    with closing(client.get(download_url)) as answer:
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


def test_a_file_that_will_be_deleted_before_its_address_ends_is_made_anew(olga: User, download_url: str) -> None:
    job = Job.objects.get()
    Job.objects.update(finished_at=timezone.now() - timedelta(days=6, hours=12))
    assert job.event is not None

    assert ask(as_user(olga), job.event).json()["task_url"] != f"/v1/tasks/{job.pk}"


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_at_the_same_moment_gets_the_same_task(olga: User, event: Event, sent: list[str]) -> None:
    start, found = Barrier(6), []

    def ask_too() -> None:
        try:
            start.wait()
            found.append(requesting.request(event, "ical", by=olga).pk)
        finally:
            connection.close()

    threads = [Thread(target=ask_too) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found))) == (6, 1)


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("Plain", 'attachment; filename="Plain.ics"'),
        ("Straßen", "attachment; filename=\"Straen.ics\"; filename*=UTF-8''Stra%C3%9Fen.ics"),
        ('a"b\r\nX: y/../z', "attachment; filename=\"a-b-X-y-..-z.ics\"; filename*=UTF-8''a-b%20X-%20y-..-z.ics"),
        ("会議", "attachment; filename=\"{identifier}.ics\"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.ics"),
    ],
)
def test_a_download_has_a_name_for_old_programs_and_the_events_own(
    olga: User, client: Client, session: Session, sent: list[str], name: str, disposition: str
) -> None:
    Event.objects.filter(pk=session.event_id).update(name=name)
    task_url = ask(as_user(olga), session.event).json()["task_url"]
    work_off()

    with closing(client.get(as_user(olga).get(task_url).json()["result"]["download_url"])) as answer:
        assert answer["Content-Disposition"] == disposition.format(identifier=session.event.identifier)

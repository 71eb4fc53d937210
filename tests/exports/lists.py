"""Lists asked for, made and downloaded."""

from typing import Any

from django.test import Client

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import building, requesting
from openevent.jobs import running
from openevent.jobs.models import Job
from tests import spreadsheets
from tests.conftest import as_user
from tests.spreadsheets import Value


def ask(by: User | None, event: Event, kind: str, query: str = "", *, method: str = "get") -> Any:
    return getattr(as_user(by), method)(f"/v1/events/{event.identifier}/export/{kind}{query}")


def work_off() -> None:
    """What waits is done."""
    for job in Job.objects.filter(task=requesting.TASK, state=Job.State.QUEUED):
        running.run(str(job.pk), building.build)


def done(by: User, task_url: str) -> Any:
    """What the task says in the end."""
    work_off()
    return as_user(by).get(task_url).json()


def downloaded(by: User, task_url: str) -> bytes:
    """The file behind the task's address, which needs no account."""
    answer = Client().get(done(by, task_url)["result"]["download_url"])
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file


def status(url: str) -> int:
    """How a download address answers to who holds it."""
    answer = Client().get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file, which is closed when it was read
    return answer.status_code


def exported(by: User, event: Event, kind: str, query: str = "") -> bytes:
    """The file, from the question to the download."""
    return downloaded(by, ask(by, event, kind, query).json()["task_url"])


def listed(by: User, event: Event, kind: str, query: str = "") -> list[dict[str, Value]]:
    """The rows of a list in a spreadsheet, by their heads."""
    return spreadsheets.records(exported(by, event, kind, query))

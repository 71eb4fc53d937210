"""Killing what works: the work is done all the same, and no half file is ever handed out."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
import requests

from tests.databases import started_postgresql
from tests.processes.stack import (
    Stack,
    children,
    command_of,
    descendants,
    free_port,
    is_running,
    kill,
    redis,
    started_redis,
    wait_until,
)

pytestmark = pytest.mark.processes
SESSIONS = 20_000  # an export of so many takes long enough to be caught in the middle


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Stack]:
    """One command, SQLite, the embedded queue."""
    stack = Stack(folder=tmp_path)
    yield stack
    stack.stop()


@pytest.fixture
def big(tmp_path: Path) -> Iterator[Stack]:
    """PostgreSQL, Redis; web, worker and scheduler run apart."""
    with redis(tmp_path) as (url, _):
        settings = {"CELERY_BROKER_URL": url, "DATABASE_URL": started_postgresql()}
        stack = Stack(folder=tmp_path, settings=settings)
        yield stack
        stack.stop()


def filled(stack: Stack, sessions: int = SESSIONS) -> str:
    """A migrated database with one event; its identifier."""
    stack.migrate()
    command = [sys.executable, "-m", "tests.processes.filling", str(sessions)]
    done = subprocess.run(command, env=stack.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def asked(stack: Stack, client: requests.Session, identifier: str) -> str:
    url: str = stack.get(client, f"/v1/events/{identifier}/export/ical")["task_url"]
    return url


def in_the_middle(stack: Stack, client: requests.Session, task_url: str) -> None:
    """Wait until a worker is at it."""
    wait_until(lambda: stack.get(client, task_url)["state"] == "STARTED", "the export's beginning")


def succeeded(stack: Stack, client: requests.Session, task_url: str) -> dict[str, Any]:
    """Wait for the end, looking at every answer on the way: none may offer a file too early."""

    def result() -> dict[str, Any] | None:
        shown = stack.get(client, task_url)
        assert shown["state"] in {"PENDING", "STARTED", "SUCCESS"}, shown
        if shown["state"] != "SUCCESS":
            assert "result" not in shown
            return None
        done: dict[str, Any] = shown["result"]
        return done

    found = wait_until(result, "the export's success")
    assert found is not None
    return found


def check_file(stack: Stack, result: dict[str, Any], sessions: int = SESSIONS) -> None:
    """The file is whole."""
    answer = requests.get(f"{stack.url}{result['download_url']}", timeout=60)
    assert answer.status_code == 200
    assert len(answer.content) == result["size"]
    assert answer.content.count(b"BEGIN:VEVENT\r\n") == answer.content.count(b"END:VEVENT\r\n") == sessions
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    head, tail = answer.content.split(b"BEGIN:VEVENT", 1)[0], answer.content.rsplit(b"END:VEVENT\r\n", 1)[1]
    assert icalendar.Calendar.from_ical(head + tail)["PRODID"] == "-//fossasia//open-event//EN"


def worker_of(supervisor: int) -> int:
    """The worker that this server has started."""
    return next(pid for pid in children(supervisor) if " worker" in command_of(pid))


def test_a_killed_worker_of_the_embedded_server_is_replaced_and_its_export_made(embedded: Stack) -> None:
    identifier = filled(embedded)
    server = embedded.serve()
    client = embedded.client()
    task_url = asked(embedded, client, identifier)
    in_the_middle(embedded, client, task_url)

    worker = worker_of(server.pid)
    pool = children(worker)
    kill(worker)

    assert embedded.get(client, task_url)["state"] == "STARTED"
    check_file(embedded, succeeded(embedded, client, task_url))
    wait_until(lambda: not any(is_running(process) for process in pool), "the end of the worker's processes")
    assert worker_of(server.pid) != worker


def test_a_killed_embedded_server_ends_whole_and_goes_on_when_it_is_started_again(embedded: Stack) -> None:
    identifier = filled(embedded)
    server = embedded.serve()
    client = embedded.client()
    task_url = asked(embedded, client, identifier)
    in_the_middle(embedded, client, task_url)

    everything = descendants(server.pid)
    kill(server.pid)
    server.wait()

    wait_until(lambda: not any(is_running(process) for process in everything), "the end of every process")
    assert not embedded.is_live()
    embedded.serve()
    check_file(embedded, succeeded(embedded, client, task_url))


def test_a_killed_worker_on_postgresql_and_redis_is_replaced_and_its_export_made(big: Stack) -> None:
    identifier = filled(big)
    big.serve()
    big.start("scheduler")
    worker = big.start("worker", "--concurrency=1")
    client = big.client()
    task_url = asked(big, client, identifier)
    in_the_middle(big, client, task_url)

    pool = children(worker.pid)
    kill(worker.pid)
    worker.wait()

    assert big.get(client, task_url)["state"] == "STARTED"
    wait_until(lambda: not any(is_running(process) for process in pool), "the end of the worker's processes")
    big.start("worker", "--concurrency=1")
    check_file(big, succeeded(big, client, task_url))


def test_killing_everything_on_postgresql_and_redis_loses_nothing(big: Stack) -> None:
    identifier = filled(big)
    running = [big.serve(), big.start("scheduler"), big.start("worker", "--concurrency=1")]
    client = big.client()
    task_url = asked(big, client, identifier)
    in_the_middle(big, client, task_url)

    for process in running:
        kill(process.pid)
        process.wait()

    wait_until(lambda: not big.is_live(), "the end of the web processes")
    for words in (["scheduler"], ["worker", "--concurrency=1"]):
        big.start(*words)
    big.serve()
    check_file(big, succeeded(big, client, task_url))


def test_a_broker_that_is_down_delays_the_export_and_nothing_else(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    stack = Stack(folder=tmp_path, settings=settings)
    identifier = filled(stack, sessions=3)
    try:
        stack.serve()
        client = stack.client()

        task_url = asked(stack, client, identifier)  # answers, and does not hang: the client's time-out would tell

        assert stack.get(client, task_url) == {"state": "PENDING", "progress": 0}
        ready = client.get(f"{stack.url}/health/ready", timeout=20)
        assert (ready.status_code, ready.json()["queue"]) == (503, "unavailable")
        server = started_redis(tmp_path, port)
        try:
            stack.start("scheduler")
            stack.start("worker", "--concurrency=1")
            check_file(stack, succeeded(stack, client, task_url), sessions=3)
            assert client.get(f"{stack.url}/health/ready", timeout=20).json()["queue"] == "ok"
        finally:
            server.kill()
            server.wait()
    finally:
        stack.stop()


def test_a_second_worker_does_not_do_a_job_that_the_first_has(big: Stack) -> None:
    identifier = filled(big)
    big.serve()
    for _ in range(2):
        big.start("worker", "--concurrency=1")
    client = big.client()

    task_url = asked(big, client, identifier)
    job_id = task_url.rsplit("/", 1)[1]
    message = (
        "from openevent.celery import app; import openevent.cli;"
        f" [app.send_task('openevent.exports.tasks.build', args=['{job_id}']) for _ in range(5)]"
    )
    subprocess.run([sys.executable, "-c", message], env=big.environment, check=True)

    result = succeeded(big, client, task_url)
    check_file(big, result)
    files = list((big.folder / "data" / "exports" / job_id).iterdir())
    assert len(files) == 1

"""Killing the server while it does what is to be done once: sent again, it is done once all the same (kill -9)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.databases import started_postgresql
from tests.processes.stack import EMAIL, PASSWORD, Stack, descendants, is_running, kill, wait_until

pytestmark = pytest.mark.processes
EACH, AFTER, ROUNDS = 30, 8, 3  # so many are sent at a time, and after so many answers the server is killed
LEASE = {"IDEMPOTENCY_KEY_LEASE": "1"}
JOIN = f"""
import openevent.cli
from openevent.accounts import joining
joining.join({EMAIL!r}, {PASSWORD!r}, verified=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """A database with olga's account, and no server yet."""
    database = {"DATABASE_URL": started_postgresql()} if request.param == "postgresql" else {}
    made = Stack(folder=tmp_path, settings=LEASE | database)
    made.migrate()
    subprocess.run([sys.executable, "-c", JOIN], env=made.environment, check=True)
    yield made
    made.stop()


def serve(stack: Stack) -> subprocess.Popen[bytes]:
    """Start the web alone, and wait until it answers."""
    web = stack.start("web", f"--port={stack.port}")
    wait_until(stack.is_live, "the server's first answer")
    return web


def end(web: subprocess.Popen[bytes]) -> None:
    everything = [web.pid, *descendants(web.pid)]
    for process in everything:
        with suppress(ProcessLookupError):
            kill(process)
    web.wait()
    wait_until(lambda: not any(map(is_running, everything)), "the end of every process")


class Client:
    """Asks for events by their numbers, each under a key of its own, and notes the answers."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.session = stack, stack.client()
        self.session.headers["Content-Type"] = "application/vnd.api+json"
        self.answered: dict[int, bytes] = {}

    def ask(self, number: int) -> requests.Response | None:
        """None where the server ended over it."""
        times = {"starts-at": "2027-01-01T09:00:00Z", "ends-at": "2027-01-02T09:00:00Z", "timezone": "UTC"}
        body = {"data": {"type": "event", "attributes": {"name": f"Number {number}", **times}}}
        headers = {"Idempotency-Key": f'"{number}"'}
        with suppress(requests.ConnectionError):
            answer = self.session.post(f"{self.stack.url}/v1/events", json.dumps(body), headers=headers, timeout=60)
            if answer.status_code == 201:
                self.answered.setdefault(number, answer.content)
            return answer
        return None

    def made(self, number: int) -> requests.Response:
        """The answer, asked for until it is no more in anybody's hands."""

        def answer() -> requests.Response | None:
            found = self.ask(number)
            return None if found is not None and found.status_code == 409 else found

        found = wait_until(answer, f"the answer to number {number}")
        assert found is not None
        return found


def test_what_was_asked_for_while_the_server_was_killed_is_done_once(
    stack: Stack, request: pytest.FixtureRequest
) -> None:
    web = serve(stack)
    client = Client(stack)
    request.addfinalizer(client.session.close)
    for start in range(0, EACH * ROUNDS, EACH):
        with ThreadPoolExecutor(4) as senders:
            futures = [senders.submit(client.ask, number) for number in range(start, start + EACH)]
            wait_until(lambda start=start: len(client.answered) >= start + AFTER, "some answers")  # type: ignore[misc]  # mypy knows no such default
            end(web)
            assert [future.exception() for future in futures] == [None] * EACH
        web = serve(stack)
        for number in range(start, start + EACH):
            client.made(number)

    told = {number: client.made(number) for number in range(EACH * ROUNDS)}
    names = []
    for page in range(1, 2 + EACH * ROUNDS // 100):
        found = stack.get(client.session, f"/v1/events?page[size]=100&page[number]={page}")
        names += [event["attributes"]["name"] for event in found["data"]]

    assert sorted(names) == sorted(f"Number {number}" for number in told)
    assert {answer.headers.get("Idempotent-Replayed") for answer in told.values()} == {"true"}
    assert {number: answer.content for number, answer in told.items()} == client.answered

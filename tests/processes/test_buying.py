"""Many buyers on the last tickets, over HTTP, against several processes: who is told so has one, and nobody else."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import requests

from tests.databases import started_postgresql
from tests.processes.stack import Stack, wait_until

pytestmark = pytest.mark.processes
LAST, BUYERS = 5, 20
SOLD_OUT = {"status": "409", "detail": 'Ticket "Last" already sold out', "pointer": "/tickets"}
WITHOUT_GUARDS = {"DJANGO_SETTINGS_MODULE": "tests.processes.without_guards.settings"}


@pytest.fixture(params=["sqlite", "postgresql"])
def stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """A database of its own, and no server yet."""
    database = {"DATABASE_URL": started_postgresql()} if request.param == "postgresql" else {}
    made = Stack(folder=tmp_path, settings={"LOG_LEVEL": "WARNING", **database})
    made.migrate()
    yield made
    made.stop()


def selling(stack: Stack, *words: str) -> dict[str, Any]:
    """What `tests.processes.selling` says."""
    command = [sys.executable, "-m", "tests.processes.selling", *words]
    done = subprocess.run(command, env=stack.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def serve(stack: Stack, **settings: str) -> None:
    """Three web processes, with four threads each."""
    stack.settings |= {"PYTHONPATH": os.getcwd(), **settings}  # noqa: PTH109 - where the tests are
    stack.start("web", f"--port={stack.port}", "--processes=3")
    wait_until(stack.is_live, "the server's first answer")


class Buyer(requests.Session):
    """Somebody with an account."""

    def __init__(self, stack: Stack, token: str) -> None:
        super().__init__()
        self.url, self.headers["Authorization"] = stack.url, f"JWT {token}"

    def order(self, ticket: int, start: Barrier) -> requests.Response:
        """Order one, in the moment in which all others do."""
        self.get(f"{self.url}/health/live", timeout=60)  # connected
        start.wait(60)
        said = {"tickets": [{"id": ticket}]}
        return self.post(f"{self.url}/v1/orders/create-order?include=attendees", json=said, timeout=60)

    def change(self, kind: str, row_id: str, **attributes: str) -> None:
        said = json.dumps({"data": {"type": kind, "id": row_id, "attributes": attributes}})
        headers = {"Content-Type": "application/vnd.api+json"}
        answer = self.patch(f"{self.url}/v1/{kind}s/{row_id}", said, headers=headers, timeout=60)
        assert answer.ok, answer.text

    def finish(self, order: Any) -> None:
        """Fill the form in, and complete the order."""
        (attendee,) = order["relationships"]["attendees"]["data"]
        self.change("attendee", attendee["id"], email="guest@example.org")
        self.change("order", order["id"], status="completed")


@contextmanager
def people(stack: Stack, tokens: list[str]) -> Iterator[list[Buyer]]:
    """Buyers, who leave at the end."""
    with ExitStack() as leaving:
        yield [leaving.enter_context(Buyer(stack, token)) for token in tokens]


def all_order(buyers: list[Buyer], ticket: int) -> list[requests.Response]:
    start = Barrier(len(buyers))
    with ThreadPoolExecutor(len(buyers)) as pool:
        return list(pool.map(lambda buyer: buyer.order(ticket, start), buyers))


def statuses(answers: list[requests.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def told(answer: requests.Response) -> dict[str, str]:
    (error,) = answer.json()["errors"]
    return {"status": error["status"], "detail": error["detail"], "pointer": error["source"]["pointer"]}


def test_the_last_tickets_are_sold_once(stack: Stack) -> None:
    made = selling(stack, "fair", str(LAST), str(BUYERS))
    serve(stack)
    with people(stack, made["tokens"]) as buyers:
        answers = all_order(buyers, made["ticket"])

        assert statuses(answers) == {201: LAST, 409: BUYERS - LAST}
        assert [told(answer) for answer in answers if answer.status_code == 409] == [SOLD_OUT] * (BUYERS - LAST)
        got = [(buyer, answer.json()["data"]) for buyer, answer in zip(buyers, answers, strict=True) if answer.ok]
        for buyer, order in got[:2]:
            buyer.finish(order)
        held = {"completed": 2, "initializing": LAST - 2}
        assert selling(stack, "late") == {"taken": LAST, "people": LAST, "orders": held, "faults": []}

        # What was not finished in time is anybody's again, in the same moment.
        answers = all_order(buyers, made["ticket"])

    assert statuses(answers) == {201: LAST - 2, 409: BUYERS - LAST + 2}
    selling(stack, "late")
    ended = {"completed": 2, "expired": 2 * (LAST - 2)}
    assert selling(stack, "sweep") == {"taken": 2, "people": 2, "orders": ended, "faults": []}


def test_without_its_guards_more_are_sold_than_there_are(stack: Stack) -> None:
    """The control of the test above: the same server, but for what `tests.tickets.unguarded` replaces."""
    made = selling(stack, "fair", str(LAST), str(BUYERS))
    selling(stack, "unguard")
    serve(stack, **WITHOUT_GUARDS)
    with people(stack, made["tokens"]) as buyers:
        sold = statuses(all_order(buyers, made["ticket"]))[201]

    assert sold > LAST
    stand = selling(stack, "late")
    assert (stand["people"], stand["faults"]) == (sold, [f"ticket Last: {sold} of {LAST} sold"])

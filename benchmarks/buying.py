"""Completed free orders a second, of eight buyers of one event on PostgreSQL: with all guards against without any.

The buyers are processes: threads of one would wait for its interpreter more than for each other. Each order is three
acts in three transactions, as over HTTP: it is held, its attendee is filled in, it is completed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import customers, polling
from benchmarks.installation import FOLDER
from benchmarks.table import Ratio, show
from tests.databases import started_postgresql

BUYERS, ROUNDS, SECONDS = 8, 7, 2.0
GUARDED, UNGUARDED = 8769, 8770


@dataclass(frozen=True, kw_only=True)
class Fair:
    """An event on PostgreSQL with as many kinds of tickets as buyers."""

    environment: dict[str, str]
    tickets: list[int]
    tokens: list[str]


def prepared(folder: Path) -> Fair:
    """A server in this folder, with the event."""
    folder.mkdir()
    environment = {"DATABASE_URL": started_postgresql(), "DATA_DIR": str(folder / "data")}
    (folder / "data" / "queue" / "messages").mkdir(parents=True)  # no worker is there to make it

    def run(*words: str) -> str:
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    run("openevent", "migrate")
    return Fair(environment=environment, **json.loads(run("benchmarks.fair", str(BUYERS))))


@contextmanager
def buyers(fair: Fair) -> Iterator[list[subprocess.Popen[str]]]:
    """A process for each buyer, who waits to be told what to do."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "benchmarks.buyer", str(number)],
                    env={**os.environ, **fair.environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                )
            )
            for number in range(BUYERS)
        ]  # fmt: skip


def rate(people: Sequence[Any], how: str, tickets: Sequence[int], seconds: float = SECONDS) -> float:
    """How many orders a second all of them complete together, each of the ticket at their place."""
    for number, one in enumerate(people):
        print(how, tickets[number % len(tickets)], seconds, file=one.stdin, flush=True)
    return sum(float(one.stdout.readline()) for one in people)


def ratio(what: str, rates: Sequence[tuple[float, float]], wanted: float) -> Ratio:
    """The median of the ratios of all rounds: both were measured right after each other."""
    found = median(ours / other for ours, other in rates)
    return Ratio(
        what=what,
        ours=f"{median(ours for ours, _ in rates):,.1f}/s",
        other=f"{median(other for _, other in rates):,.1f}/s",
        ratio=found,
        wanted=f"at least {wanted:.2f}",
        met=found >= wanted,
    )


def by_acts(fair: Fair) -> list[Ratio]:
    """The acts themselves; and whether those who want the same ticket have to wait for each other."""
    one, all_kinds = fair.tickets[:1], fair.tickets
    guards, kinds = [], []
    with buyers(fair) as people:
        for how in ("guarded", "unguarded"):
            rate(people, how, one, 0.5)
        for _ in range(ROUNDS):
            guarded = rate(people, "guarded", one)
            guards.append((guarded, rate(people, "unguarded", one)))
            kinds.append((guarded, rate(people, "guarded", all_kinds)))
    return [
        ratio(f"free orders of {BUYERS} buyers : the same rows, no lock, condition or check", guards, 0.7),
        ratio(f"free orders of {BUYERS} buyers, one kind of tickets : {BUYERS} kinds", kinds, 0.8),
    ]


def over_http(fair: Fair) -> list[Ratio]:
    """The same over HTTP, against a server whose acts have no guard."""
    rates = []
    with (
        polling.serving("openevent.wsgi:application", GUARDED, workers=2, **fair.environment),
        polling.serving("benchmarks.unguarded_wsgi:application", UNGUARDED, workers=2, **fair.environment),
    ):
        for seconds in (1.0, *([SECONDS] * ROUNDS)):
            ours, other = (customers.rate(port, fair.tokens, fair.tickets[0], seconds) for port in (GUARDED, UNGUARDED))
            rates.append((ours, other))
    return [ratio("free orders over HTTP : a server whose acts have no guard", rates[1:], 0.7)]


def measure() -> list[Ratio]:
    """All of it."""
    fair = prepared(FOLDER / "buying")
    return [*by_acts(fair), *over_http(fair)]


if __name__ == "__main__":
    show(measure())

"""Killing what works at any one of its steps (`victim`), one after the other until it gets through."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings
from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a process came to: its steps, of which it did not take the last one if it was killed; what it answered."""

    steps: tuple[str, ...]
    was_killed: bool
    answer: requests.Response | None = None


@dataclass(kw_only=True)
class Victim:
    """The program of which each request, and each function that it is told to call, gets a process of its own."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, method: str, path: str, document: Any, *, kill_at: int | None = None, **headers: str) -> Report:
        """Send a request to the web; its process ends at this step. Without one it must get through."""
        url = f"http://127.0.0.1:{self.port}{path}"
        headers = {"Content-Type": "application/vnd.api+json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

        def send() -> requests.Response | None:
            try:
                return requests.request(method, url, data=json.dumps(document), headers=headers, timeout=30)
            except requests.ConnectionError:  # it was killed
                return None

        with ThreadPoolExecutor(1) as sender:
            sending = sender.submit(send)
            return self._done("serve", kill_at, lambda: sending.result(30))

    def run(self, function: str, *, kill_at: int | None = None) -> Report:
        """Call `module:function`; its process ends at this step. Without one it must get through."""
        return self._done(function, kill_at, lambda: None)

    def _done(self, what: str, kill_at: int | None, answer: Callable[[], requests.Response | None]) -> Report:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"do": what, "kill_at": kill_at}), file=self.process.stdin, flush=True)
        done = json.loads(self.process.stdout.readline())
        was_killed = done["status"] == -signal.SIGKILL
        assert done["status"] == 0 or (was_killed and kill_at is not None), done
        return Report(steps=tuple(done["steps"]), was_killed=was_killed, answer=answer())


@contextmanager
def victim(folder: Path, **environment: str) -> Iterator[Victim]:
    """The program, on the database of the test, with these further settings."""
    for queue in ("messages", "control"):
        (folder / "queue" / queue).mkdir(parents=True)
    known = {"DATABASE_URL": _database(), "DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.processes.victim"],
        env={**os.environ, "LOG_LEVEL": "ERROR", **known, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield Victim(process=process, port=json.loads(process.stdout.readline())["port"])
        # Its input ends with the block, and so does it.


def _database() -> str:
    """The address of the database that the test uses."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def at_every_step(attempt: Callable[[int], Report]) -> Iterator[tuple[int, Report]]:
    """Attempt it again and again, killed at its first step, its second, and so on, until it gets through."""
    for step in count(1):
        report = attempt(step)
        yield step, report
        if not report.was_killed:
            return

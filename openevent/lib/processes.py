"""Processes that belong together: children that end with their parent, and a parent that keeps them running."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

PARENT = "OPENEVENT_PARENT"  # the process id of the parent with which a child ends
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
GRACE = 20.0  # seconds that a child has to end what it is doing
STABLE = 10.0  # seconds after which a child counts as well started


def end_with_parent() -> None:
    """Make this process end when the process that started it does, even if that was killed."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()
    if os.getppid() != parent:  # it ended while we asked
        os._exit(1)


def end_with_supervisor() -> None:
    """As `end_with_parent`, where a supervisor has started this process or the one above it."""
    if PARENT in os.environ:
        end_with_parent()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


@dataclass(kw_only=True)
class Child:
    """A process to be kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the process; it ends with this one."""
        # A group of its own: Ctrl-C reaches the supervisor alone, which ends its children in good order.
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command, env={**os.environ, PARENT: str(os.getpid())}, start_new_session=True
        )
        self.started = time.monotonic()

    def look(self) -> None:
        """Start the process again if it ended, at once the first time, then ever more slowly."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.failures = 0 if now - self.started > STABLE else self.failures + 1
        wait = min(30.0, 0.2 * 2**self.failures) if self.failures else 0.0
        log.error("a process ended and is started again", process=self.name, status=status, wait=wait)
        self.process, self.due = None, now + wait


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = threading.Event()

    def run(self) -> None:
        """Start all children, keep them running; returns after SIGINT or SIGTERM, when they have ended."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self.stopping.is_set():
            for child in self.children:
                child.look()
            self.stopping.wait(0.2)
        sys.stderr.write("Ending; what is being done is done first …\n")
        self._end_children()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _end_children(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

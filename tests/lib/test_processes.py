"""A supervisor keeps its children running, and takes them with it. Real, small processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A child notes its process id in a folder and then waits, or ends at once.
CHILD = """
import os, pathlib, sys, time
{first}
pathlib.Path(sys.argv[1], str(os.getpid())).touch()
time.sleep({seconds})
"""
PARENT = """
import sys
from openevent.lib import processes
from openevent.lib.processes import Child, Supervisor
processes.GRACE = 1.0
command = [sys.executable, "-c", *sys.argv[1:]]
Supervisor([Child(name=str(number), command=command) for number in range({children})]).run()
"""
ENDS_WITH_PARENT = "from openevent.lib.processes import end_with_supervisor; end_with_supervisor()"
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def wait_for(what: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def is_alive(number: int) -> bool:
    """Whether the process runs; one that has ended and waits to be noticed does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}


class Family:
    """A supervisor in a process of its own, and the children that it has ever started."""

    def __init__(self, folder: Path, *, children: int = 1, first: str = "", seconds: float = 600) -> None:
        self.folder = folder
        child = CHILD.format(first=first, seconds=seconds)
        command = [sys.executable, "-c", PARENT.format(children=children), child, str(folder)]
        self.parent = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)

    def born(self) -> set[int]:
        return {int(file.name) for file in self.folder.iterdir()}

    def living(self) -> set[int]:
        return {number for number in self.born() if is_alive(number)}


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Callable[..., Family]]:
    made: list[Family] = []

    def start(**facts: object) -> Family:
        made.append(Family(tmp_path, **facts))  # type: ignore[arg-type]  # passed on as they are
        return made[-1]

    yield start
    for one in made:
        one.parent.kill()
        one.parent.wait()
        for number in one.living():
            os.kill(number, signal.SIGKILL)


def test_a_child_that_was_killed_is_started_again(family: Callable[..., Family]) -> None:
    here = family()
    assert wait_for(lambda: len(here.living()) == 1)
    (first,) = here.living()

    os.kill(first, signal.SIGKILL)

    assert wait_for(lambda: len(here.living()) == 1 and here.living() != {first})


def test_a_child_that_ends_by_itself_is_started_again_ever_more_slowly(family: Callable[..., Family]) -> None:
    here = family(seconds=0)

    assert wait_for(lambda: len(here.born()) >= 3)
    time.sleep(1)
    assert len(here.born()) <= 5  # without waiting there would be about five starts a second


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_supervisor_that_is_stopped_ends_its_children(family: Callable[..., Family], number: signal.Signals) -> None:
    here = family(children=2)
    assert wait_for(lambda: len(here.living()) == 2)

    here.parent.send_signal(number)

    assert here.parent.wait(timeout=15) == 0
    assert (len(here.born()), here.living()) == (2, set())


def test_a_child_that_will_not_end_is_killed(family: Callable[..., Family]) -> None:
    here = family(first=IGNORES_TERM)
    assert wait_for(lambda: len(here.living()) == 1)

    here.parent.terminate()

    assert here.parent.wait(timeout=15) == 0
    assert (len(here.born()), here.living()) == (1, set())


def test_children_end_when_their_supervisor_is_killed(family: Callable[..., Family]) -> None:
    here = family(children=2, first=ENDS_WITH_PARENT)
    assert wait_for(lambda: len(here.living()) == 2)

    here.parent.kill()
    here.parent.wait()

    assert wait_for(lambda: here.living() == set())


def test_a_process_without_a_supervisor_does_not_end_with_its_parent(tmp_path: Path) -> None:
    asks = f"{ENDS_WITH_PARENT}; import pathlib; pathlib.Path({str(tmp_path)!r}, 'asked').touch()"
    environment = {name: value for name, value in os.environ.items() if name != "OPENEVENT_PARENT"}

    ended = subprocess.run([sys.executable, "-c", asks], env=environment, check=False, timeout=30)

    assert (ended.returncode, (tmp_path / "asked").exists()) == (0, True)

"""The README's commands do what it says, exactly as they are printed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest

from openevent import demonstration
from tests.processes.stack import Stack

pytestmark = pytest.mark.processes
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(folder=tmp_path)
    yield stack
    stack.stop()


def block(containing: str) -> str:
    """The shell commands of the README that have these words in them."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return next(commands for commands in blocks if containing in commands)


def run(stack: Stack, commands: str) -> str:
    """Run the commands in the stack's folder, with the tools of the suite; what they printed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=stack.folder,
        env={**os.environ, "PATH": path, "HOME": str(stack.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_export_works_with_curl_as_printed(stack: Stack) -> None:
    stack.migrate()
    stack.run("demonstration")
    stack.serve()
    commands = block("auth/session").replace("http://localhost:8000", stack.url)

    printed = run(stack, commands)

    read = icalendar.Calendar.from_ical((stack.folder / "conference.ics").read_bytes())
    assert printed.split()[-1] == str(len(read.walk("VEVENT"))) == "62"
    shown = run(stack, block("khal -c"))
    assert "09:30-10:00 Good morning, and which morning do you mean? (" in shown
    assert "22:30→ Night of the slow satellites" in shown
    assert f"/v1/events/{demonstration.IDENTIFIER}/exports/" in printed


def test_a_feed_is_followed_as_printed(stack: Stack) -> None:
    stack.migrate()
    stack.run("demonstration")
    stack.serve()

    printed = run(stack, f"SERVER={stack.url}\n{block('live.ics')}")

    read = icalendar.Calendar.from_ical((stack.folder / "live.ics").read_bytes())
    assert printed.split() == ["304"]
    assert len(read.walk("VEVENT")) == 62

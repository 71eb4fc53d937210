"""The README's commands do what it says, exactly as they are printed."""

import re
import subprocess
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


def test_the_export_works_with_curl_as_printed(stack: Stack) -> None:
    stack.run("migrate")
    stack.run("demonstration")
    stack.serve()
    commands = block("curl").replace("http://localhost:8000", stack.url)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=stack.folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    read = icalendar.Calendar.from_ical((stack.folder / "conference.ics").read_bytes())
    assert done.stdout.split()[-1] == str(len(read.walk("VEVENT"))) == "62"
    assert f"/v1/events/{demonstration.IDENTIFIER}/exports/" in done.stdout

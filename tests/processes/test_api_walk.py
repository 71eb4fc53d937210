"""The walk in docs/api.md does what it says, over real HTTP, exactly as it is printed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest

from tests import documents
from tests.processes.stack import Stack

pytestmark = pytest.mark.processes
PAGE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(folder=tmp_path, settings={"EMAIL_URL": f"filemail://{tmp_path}/letters"})
    yield stack
    stack.stop()


def test_a_conference_is_made_as_printed(stack: Stack) -> None:
    stack.migrate()
    stack.serve()
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    walk = blocks[1].replace("http://localhost:8000", stack.url)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walk],
        cwd=stack.folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert b"visitor@example.com" in (stack.folder / "attendees.csv").read_bytes()
    for name, word in (("tickets", "Supporter"), ("invoice", "Hedgehog Days")):
        assert word in "".join(documents.pages((stack.folder / f"{name}.pdf").read_bytes()))
    calendar = icalendar.Calendar.from_ical((stack.folder / "hedgehogs.ics").read_bytes())
    [entry] = calendar.walk("VEVENT")
    assert str(entry["SUMMARY"]) == "Who sleeps in the leaves?"
    assert str(entry["LOCATION"]) == "Barn, Old Mill, Berlin"
    assert entry["ATTENDEE"].params["CN"] == "Sonja Speaker"
    public = done.stdout[done.stdout.index('"links":{"self":"/v1/events/') :]
    assert "speaker@example.com" not in public.split('"task_url"')[0].rsplit('"revision"', 1)[-1]

"""Killing a worker while it speaks to the mail server: no letter that must not go twice goes twice."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.accounts.mail_server import mail_server
from tests.databases import started_postgresql
from tests.processes.stack import Stack, kill

pytestmark = pytest.mark.processes

BEGIN = """
import django
from django.utils import timezone
django.setup()
from openevent.accounts import posting
from openevent.accounts.models import Letter
"""
POST = "print(posting.post('ann@example.org', subject='Hello', text='a secret', once=True).pk)"
SEND = "posting.send({})"
LATER = """
Letter.objects.exclude(next_try_at=None).update(next_try_at=timezone.now())
posting.sweep()
posting.send({})
letter = Letter.objects.get()
print("sent" if letter.sent_at else "in doubt" if letter.is_in_doubt else letter.error)
"""


def python(stack: Stack, lines: str) -> subprocess.Popen[str]:
    """A process of its own that does this."""
    command = [sys.executable, "-c", f"{BEGIN}{lines}"]
    environment = {**stack.environment, "DJANGO_SETTINGS_MODULE": "openevent.settings"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """What it printed when it ended."""
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return shown.split("\n")[-2]


@pytest.fixture
def stack(pytestconfig: pytest.Config, tmp_path: Path) -> Stack:
    """An installation with a database of its own, of the kind that the suite runs on."""
    is_postgresql = pytestconfig.getoption("database") == "postgresql"
    url = started_postgresql() if is_postgresql else f"sqlite:///{tmp_path}/db.sqlite3"
    made = Stack(folder=tmp_path, settings={"DATABASE_URL": url})
    made.migrate()
    return made


@pytest.mark.parametrize(
    ("step", "known"),
    [
        ("on_recipient", "sent"),  # by the next worker
        ("on_letter", "in doubt"),  # the server has it, from the worker that was killed
    ],
)
def test_a_killed_worker_costs_no_letter_and_doubles_none(stack: Stack, step: str, known: str) -> None:
    with mail_server() as server:
        stack.settings["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        pk = said(python(stack, POST))
        workers: list[subprocess.Popen[str]] = []

        def end_it() -> None:
            setattr(server, step, lambda: None)
            kill(workers[0].pid)

        setattr(server, step, end_it)
        workers.append(python(stack, SEND.format(pk)))
        workers[0].communicate(timeout=60)

        assert workers[0].returncode == -signal.SIGKILL
        assert said(python(stack, LATER.format(pk))) == known
        assert said(python(stack, LATER.format(pk))) == known
        assert len(server.raw) == 1

"""`openevent import --event` as its users call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openevent.cli import main
from openevent.events.models import Event
from openevent.program.models import Session
from tests.imports.calendar.files import ics_file, vevent


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def file(tmp_path: Path, session: Session) -> str:
    path = tmp_path / "talks.ics"
    gone = vevent(session.uid, "STATUS:CANCELLED", "SEQUENCE:9")
    path.write_bytes(ics_file(vevent("a@x", "LOCATION:Cellar"), gone, vevent("late@x", end="20261130T100000Z")))
    return str(path)


LINES = [
    "made for it: microlocation “Cellar”",
    "new: Growing Oysters (2026-10-25 11:00–12:00 Europe/Berlin)",
    "cancelled: Growing Oysters",
    "left out: Growing Oysters (The session would end after the event.)",
]


def test_a_calendar_is_brought_into_an_event(event: Event, file: str) -> None:
    result = call("import", file, "--event", event.identifier)

    last = f"{event.identifier} Autumn Conference: 1 new, 1 cancelled, 1 left out"
    assert (result.exit_code, result.stdout.splitlines()) == (0, [*LINES, last])
    assert sorted(Session.objects.values_list("state", flat=True)) == ["accepted", "canceled"]


def test_a_dry_run_says_what_would_be_and_changes_nothing(event: Event, file: str) -> None:
    result = call("import", file, "--event", event.identifier, "--dry-run")

    last = f"{event.identifier} Autumn Conference: 1 new, 1 cancelled, 1 left out (nothing was changed)"
    assert (result.exit_code, result.stdout.splitlines()) == (0, [*LINES, last])
    assert [session.state for session in Session.objects.all()] == ["accepted"]


def test_the_plan_is_one_line_of_json(event: Event, file: str) -> None:
    result = call("import", file, "--event", event.identifier, "--json")

    plan = json.loads(result.stdout)
    assert (plan["identifier"], plan["dry_run"], plan["sentence"]) == (
        event.identifier,
        False,
        "1 new, 1 cancelled, 1 left out",
    )
    assert [step["uid"] for step in plan["steps"]] == ["a@x", Session.objects.earliest("pk").uid, "late@x"]


def test_a_calendar_without_an_event_is_told_where_to_go(event: Event, file: str) -> None:
    result = call("import", file)

    assert result.exit_code == 1
    assert "--event IDENTIFIER" in result.stderr


def test_what_is_no_calendar_is_refused(event: Event, tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_bytes(b"PK\x03\x04")

    result = call("import", str(tmp_path / "x.ics"), "--event", event.identifier)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "This is no calendar that this server reads" in result.stderr


def test_an_unknown_event_is_refused(event: Event, file: str) -> None:
    result = call("import", file, "--event", "00000000")

    assert (result.exit_code, "There is no event 00000000." in result.stderr) == (1, True)


@pytest.mark.parametrize("words", [["--dry-run"], ["--event", "x", "--publish"], ["--event", "x", "--again"]])
def test_options_that_do_not_go_together_are_a_wrong_call(event: Event, file: str, words: list[str]) -> None:
    assert call("import", file, *words).exit_code == 2

"""`openevent export` of a part of an event, of what is rich, and of what does not take place."""

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from openevent.accounts.models import User
from openevent.cli import main
from openevent.events.models import Event
from openevent.program import reviewing
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at


def export(event: Event, *options: str) -> Result:
    return CliRunner().invoke(main, ["export", event.identifier, "--output", "-", *options])


@pytest.fixture
def gone(event: Event, session: Session, olga: User) -> Session:
    """A session that was public, and does not take place after all."""
    made = accepted(event, olga, "Etching", Slot(starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-24 11:00")))
    return reviewing.change_state(made, to="withdrawn", side=Side.ORGANIZER, by=olga)


NAMES = "track, room, speaker, type, session, language, text, day, state, profile, cancelled"
RICH, GONE = b"\r\nSTYLED-DESCRIPTION;", b"\r\nSTATUS:CANCELLED\r\n"


@pytest.mark.parametrize(
    ("options", "rich", "cancelled"),
    [
        ([], False, False),
        (["--rich"], True, False),
        (["--cancelled"], False, True),
        (["--rich", "--cancelled"], True, True),
        (["--select", "profile=rich"], True, False),
        (["--select", "cancelled=true"], False, True),
        (["--select", "profile=rich", "--cancelled"], True, True),
        (["--select", "profile=rich", "--select", "?cancelled=true"], True, True),
        (["--select", "cancelled=true", "--rich"], True, True),
        (["--select", "?day=2026-10-24&profile=rich&cancelled"], True, True),
        (["--select", "profile=plain&cancelled=false", "--rich", "--cancelled"], True, True),
    ],
)
def test_what_is_rich_or_cancelled_is_there_when_it_is_asked_for(
    event: Event, gone: Session, options: list[str], *, rich: bool, cancelled: bool
) -> None:
    made = export(event, *options)

    assert made.exit_code == 0, made.stderr
    assert (RICH in made.stdout_bytes, GONE in made.stdout_bytes) == (rich, cancelled)
    assert (b"Etching" in made.stdout_bytes, b"Soldering for All" in made.stdout_bytes) == (cancelled, True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=red", f"“colour” means nothing here. One selects by {NAMES}."),
        ("tracks=3", "“tracks” means nothing here: write “track”."),
        ("track", "“track” has no value."),
        ("day=2026-10-24&room=", "“room” has no value."),
        ("profile=poor", "“profile” must be plain or rich."),
        ("cancelled=maybe", "“cancelled” must be true or false."),
        ("day=today", "“day” must be a day, such as 2026-10-24."),
        (
            "&".join(f"x{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
            "The selection has too many members.",
        ),
    ],
)
def test_what_selects_nothing_is_refused(event: Event, session: Session, query: str, sentence: str) -> None:
    made = export(event, "--select", query)

    assert (made.exit_code, made.stdout_bytes) == (1, b"")
    assert f"Error: {sentence}\n" in made.stderr

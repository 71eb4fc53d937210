"""The `openevent` command as its users call it."""

import io
import json
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from openevent import demonstration
from openevent.accounts.models import User
from openevent.calendars.document import Calendar
from openevent.calendars.formats import FORMATS
from openevent.cli import main
from openevent.events.models import Event, EventRole
from openevent.lib import media
from openevent.program.models import Track
from openevent.tickets.models import Ticket

EMPTY = Calendar(name="", description="", zone="UTC", entries=())
PASSWORD = "a long and secret sentence"


def call(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, words, input=typed)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "demonstration.zip"
    file.write_bytes(demonstration.archive())
    return file


def test_help_names_every_command_and_how_it_ends() -> None:
    result = call("--help")

    assert result.exit_code == 0
    for word in ("migrate", "serve", "worker", "scheduler", "user", "import", "export", "2 for a wrong call"):
        assert word in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", ["migrate", "serve", "worker", "scheduler", "user", "import", "export"])
def test_every_command_explains_itself(command: str) -> None:
    result = call(command, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def test_the_help_of_import_says_which_files_are_taken() -> None:
    said = " ".join(call("import", "--help").stdout.split())

    for word in ("Open Event archive (a .zip of JSON files)", ".ics, schedule.xml or schedule.json", "with --event"):
        assert word in said


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["import"],
        ["import", "/nowhere.zip"],
        ["export", "0fe5c0de"],
        ["export", "0fe5c0de", "--output", "-", "--format", "exe"],
        ["export", "0fe5c0de", "--output", "-", "--json"],
        ["serve", "--port", "many"],
        ["user", "create"],
    ],
)
def test_a_wrong_call_ends_with_2(db: None, words: list[str]) -> None:
    Event.objects.create(
        identifier="0fe5c0de", name="x", starts_at="2026-01-01T00:00Z", ends_at="2026-01-02T00:00Z", timezone="UTC",
        revised_at="2026-01-01T00:00Z", created_at="2026-01-01T00:00Z",
    )  # fmt: skip

    result = call(*words)

    assert result.exit_code == 2
    assert "Error: " in result.stderr or "Usage: " in result.stderr


def test_an_archive_goes_in_and_a_calendar_comes_out(db: None, archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.ics"

    imported = call("import", str(archive), "--owner", "Olga@Example.org", "--publish", "--json")
    exported = call("export", demonstration.IDENTIFIER, "--format", "ics", "--output", str(file), "--json")

    assert (imported.exit_code, exported.exit_code) == (0, 0), imported.stderr + exported.stderr
    said = json.loads(imported.stdout)
    event = Event.objects.get()
    assert (said["identifier"], said["id"]) == (demonstration.IDENTIFIER, str(event.pk))
    assert imported.stdout.count("\n") == exported.stdout.count("\n") == 1
    assert event.state == "published"
    assert EventRole.objects.get().user.email == "olga@example.org"
    assert not EventRole.objects.get().user.has_usable_password()
    result = json.loads(exported.stdout)
    assert (result["file"], result["size"]) == (str(file), file.stat().st_size)
    assert [left_out["reason"] for left_out in result["skipped"]] == ["It has no start."]
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 62


def test_an_export_to_standard_output_is_the_file_and_nothing_else(db: None, archive: Path) -> None:
    call("import", str(archive))

    result = call("export", demonstration.IDENTIFIER, "--output", "-")

    assert result.stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")
    assert result.stdout_bytes.endswith(b"END:VCALENDAR\r\n")
    assert "Left out: session" in result.stderr


def test_without_an_owner_the_event_is_the_first_super_admins(db: None, archive: Path) -> None:
    call("user", "create", "chief@example.org", "--password", PASSWORD, "--admin")

    call("import", str(archive))

    assert EventRole.objects.get().user.email == "chief@example.org"


def test_without_any_staff_the_event_is_nobodys(db: None, archive: Path) -> None:
    assert call("import", str(archive)).exit_code == 0

    assert not EventRole.objects.exists()


def test_what_was_not_taken_over_is_told(db: None, archive: Path) -> None:
    result = call("import", str(archive))

    assert "Not taken over: forms" in result.stderr
    assert result.stdout.startswith(demonstration.IDENTIFIER)


def test_a_refused_import_ends_with_1_and_its_sentence(db: None, tmp_path: Path) -> None:
    file = tmp_path / "no.zip"
    file.write_bytes(b"no zip")

    result = call("import", str(file), "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: " in result.stderr
    assert not Event.objects.exists()


def test_the_same_archive_twice_is_refused_unless_again(db: None, archive: Path) -> None:
    call("import", str(archive))

    second = call("import", str(archive), "--owner", "somebody@example.org")
    third = call("import", str(archive), "--again")

    assert (second.exit_code, third.exit_code) == (1, 0)
    assert f"event {demonstration.IDENTIFIER}" in second.stderr
    assert "--again" in second.stderr
    assert Event.objects.count() == 2
    assert not User.objects.filter(email="somebody@example.org").exists()


def test_an_owner_that_is_no_address_is_refused(db: None, archive: Path) -> None:
    result = call("import", str(archive), "--owner", "olga")

    assert result.exit_code == 1
    assert "“olga” is not an e-mail address." in result.stderr


def test_an_unknown_event_is_refused(db: None) -> None:
    result = call("export", "ffffffff", "--output", "-")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no event ffffffff." in result.stderr


def test_a_file_that_cannot_be_written_is_refused_and_no_half_one_left(db: None, archive: Path, tmp_path: Path) -> None:
    call("import", str(archive))

    result = call("export", demonstration.IDENTIFIER, "--output", str(tmp_path / "nowhere" / "x.ics"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["demonstration.zip"]


def test_a_link_and_a_pipe_stay_what_they_are(db: None, archive: Path, tmp_path: Path) -> None:
    call("import", str(archive))
    file, link, pipe = tmp_path / "file.ics", tmp_path / "link.ics", tmp_path / "pipe"
    file.write_text("old")
    link.symlink_to(file)
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)

        results = [call("export", demonstration.IDENTIFIER, "--output", str(path)) for path in (link, pipe)]

    assert [result.exit_code for result in results] == [0, 0]
    assert link.is_symlink()
    assert pipe.is_fifo()
    assert read.result() == file.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demonstration.zip", "file.ics", "link.ics", "pipe"]


def test_accounts_are_made_and_get_passwords(db: None) -> None:
    made = call("user", "create", "Olga@example.org", typed=f"{PASSWORD}\n{PASSWORD}\n")
    twice = call("user", "create", "olga@example.org", "--password", PASSWORD)
    short = call("user", "create", "tom@example.org", "--password", "short")
    changed = call("user", "password", "OLGA@example.org", "--password", "another long sentence")
    unknown = call("user", "password", "nobody@example.org", "--password", PASSWORD)

    assert [made.exit_code, twice.exit_code, short.exit_code, changed.exit_code, unknown.exit_code] == [0, 1, 1, 0, 1]
    assert "already an account" in twice.stderr
    assert "too short" in short.stderr
    olga = User.objects.get()
    assert (olga.email, olga.is_verified, olga.is_admin, olga.token_generation) == ("olga@example.org", True, False, 2)
    assert olga.check_password("another long sentence")


def test_an_admin_is_staff(db: None) -> None:
    result = call("user", "create", "chief@example.org", "--password", PASSWORD, "--admin", "--json")

    chief = User.objects.get()
    assert json.loads(result.stdout) == {"id": str(chief.pk), "email": "chief@example.org", "admin": True}
    assert (chief.is_staff, chief.is_super_admin) == (True, True)


def test_a_persons_data_is_erased_once_somebody_has_said_yes(db: None) -> None:
    call("user", "create", "ann@example.org", "--password", PASSWORD)
    call("demonstration")

    unsaid, said = (
        call("user", "erase", "ann@example.org", typed="n\n"),
        call("user", "erase", "ann@example.org", "--yes"),
    )
    unknown = call("user", "erase", "ann@example.org", "--yes")
    owner = call("user", "erase", EventRole.objects.get(role="owner").user.email, "--yes")

    assert [unsaid.exit_code, said.exit_code, unknown.exit_code, owner.exit_code] == [1, 0, 1, 1]
    assert said.stdout == "The personal data of ann@example.org is erased.\n"
    assert "owns the event" in owner.stderr
    assert User.objects.filter(erased_at__isnull=False, email__endswith="@erased.invalid.deleted").count() == 1


def test_a_persons_data_that_could_not_be_erased_yet_is_not_called_erased(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_arguments: object, **_more: object) -> None:
        raise OSError("The storage is down.")

    call("user", "create", "ann@example.org", "--password", PASSWORD)
    monkeypatch.setattr(media, "delete", down)

    result = call("user", "erase", "ann@example.org", "--yes")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "its data is not erased yet, and is tried again" in result.stderr
    assert User.objects.get().erased_at is not None


def test_the_demonstration_is_put_in_once(db: None) -> None:
    first, second = call("demonstration"), call("demonstration")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert Event.objects.get().identifier == demonstration.IDENTIFIER
    assert User.objects.get().check_password("demonstration")


def test_the_demonstration_sells_a_free_ticket_and_one_that_is_paid(client: Client, db: None) -> None:
    call("demonstration")

    page = client.get(f"/e/{demonstration.IDENTIFIER}", headers={"accept": "text/html"}).content.decode()
    shop = client.get(f"/e/{demonstration.IDENTIFIER}/tickets", headers={"accept": "text/html"}).content.decode()

    on_sale = Ticket.objects.on_sale(timezone.now()).values_list("type", "price")
    assert list(on_sale) == [("free", 0), ("paid", 2500)]
    assert f'<a class="button" href="/e/{demonstration.IDENTIFIER}/tickets">' in page
    assert "tickets.example" not in page
    assert "€25.00" in shop
    assert "There are no tickets here now" not in shop


def test_a_zip_that_is_not_an_archive_is_refused(db: None, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("readme", "hello")
    file = tmp_path / "other.zip"
    file.write_bytes(buffer.getvalue())

    result = call("import", str(file))

    assert result.exit_code == 1


def test_a_database_that_was_never_set_up_is_said_without_a_trace(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openevent", "export", "0fe5c0de", "--output", "-"]
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "`openevent migrate` makes its tables" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_account_that_an_import_made_gets_its_first_password(db: None, archive: Path) -> None:
    imported = call("import", str(archive), "--owner", "olga@example.org")

    made = call("user", "create", "olga@example.org", "--password", PASSWORD)

    assert "`openevent user password olga@example.org` gives one" in imported.stderr
    assert made.exit_code == 0
    olga = User.objects.get()
    assert (olga.check_password(PASSWORD), olga.is_verified) == (True, True)


def test_an_import_that_belongs_to_nobody_says_so(db: None, archive: Path) -> None:
    assert "belongs to nobody yet" in call("import", str(archive)).stderr


def test_the_demonstrations_password_is_told_while_it_is_the_one(db: None) -> None:
    first = call("demonstration")
    call("user", "password", "olga@example.org", "--password", PASSWORD)
    second = call("demonstration")

    assert "“demonstration”" in first.stderr
    assert "“demonstration”" not in second.stderr


def test_a_part_of_an_event_is_exported_in_any_format(db: None, archive: Path) -> None:
    call("import", str(archive), "--publish")
    track = Track.objects.order_by("pk").first()
    assert track is not None

    def export(*options: str) -> bytes:
        return call("export", demonstration.IDENTIFIER, "--output", "-", *options).stdout_bytes

    whole, part = export(), export("--select", f"track={track.pk}")
    assert 0 < part.count(b"BEGIN:VEVENT") < whole.count(b"BEGIN:VEVENT")
    for name, written in FORMATS.items():
        assert export("--format", name, "--rich", "--cancelled").startswith(written.write(EMPTY)[:12])


def test_a_selection_that_can_mean_nothing_is_refused(db: None, archive: Path) -> None:
    call("import", str(archive))

    results = [
        call("export", demonstration.IDENTIFIER, "--output", "-", "--select", query)
        for query in ("track=red", "track=999999")
    ]

    assert [result.exit_code for result in results] == [1, 1]
    assert "“track” must be an id" in results[0].stderr
    assert "This event has no such track." in results[1].stderr

"""Programs that people use, following a server that runs: python-caldav, vdirsyncer and khal."""

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import caldav.davclient
import icalendar
import pytest
import requests
from caldav.lib.error import AuthorizationError

from tests.conftest import at
from tests.feeds.calendars import instant
from tests.processes.filling import START
from tests.processes.stack import Stack

pytestmark = pytest.mark.processes
TOOLS = Path(sys.executable).parent
DAY = START.date().isoformat()
LIST = ("list", DAY, "1d", "--format", "{start-time} {title} {status}", "--day-format", "")


class Followed(NamedTuple):
    """A server with an event of three sessions, two of which somebody has marked, and their key to these."""

    stack: Stack
    folder: Path
    email: str
    user: str
    client: requests.Session
    identifier: str
    sessions: list[str]
    secret: str

    @property
    def home(self) -> str:
        return f"{self.stack.url}/caldav/"

    def favourites(self) -> Any:
        """The calendar that a program finds who is told address, e-mail address and key."""
        [calendar] = self.dav(username=self.email, password=self.secret).principal().calendars()
        return calendar

    def dav(self, username: str | None = None, password: str | None = None) -> Any:
        """The library's client, as this one or as nobody."""
        client: Any = caldav.davclient.DAVClient(self.home, username=username, password=password)
        self.stack.clients.append(client)
        return client

    def post(self, path: str, kind: str, attributes: dict[str, str], **relations: tuple[str, str]) -> Any:
        related = {name: {"data": {"type": type_, "id": id_}} for name, (type_, id_) in relations.items()}
        return _sent(self.client, "POST", f"{self.stack.url}{path}", kind, None, attributes, related)

    def change(self, session: str, **attributes: str) -> None:
        named = {name.replace("_", "-"): value for name, value in attributes.items()}
        _sent(self.client, "PATCH", f"{self.stack.url}/v1/sessions/{session}", "session", session, named, {})


def _sent(
    client: requests.Session, method: str, url: str, kind: str, number: str | None, attributes: Any, relations: Any
) -> Any:
    data = {"type": kind, "attributes": attributes, "relationships": relations} | ({"id": number} if number else {})
    headers = {"Content-Type": "application/vnd.api+json"}
    answer = client.request(method, url, data=json.dumps({"data": data}), headers=headers, timeout=20)
    assert answer.ok, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A server that all of these follow: each somebody's with an event of their own."""
    started = Stack(folder=tmp_path_factory.mktemp("stack"))
    started.migrate()
    started.serve()
    yield started
    started.stop()


@pytest.fixture
def followed(stack: Stack, tmp_path: Path) -> Followed:
    email = f"{uuid.uuid4()}@example.org"
    filled = [sys.executable, "-m", "tests.processes.filling", "3", email]
    identifier = subprocess.run(
        filled, env=stack.environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    client = stack.client(email)
    [user] = stack.get(client, f"/v1/events/{identifier}?include=owner")["included"]
    listed = stack.get(client, f"/v1/events/{identifier}/sessions?sort=starts-at")["data"]
    found = Followed(stack, tmp_path, email, user["id"], client, identifier, [one["id"] for one in listed], "")
    for session in found.sessions[:2]:
        found.post("/v1/user-favourite-sessions", "user-favourite-session", {}, session=("session", session))
    made = found.post("/v1/feed-tokens", "feed-token", {"name": "Laptop", "scope": "favourites"})
    secret = re.search(r"/feeds/([A-Za-z0-9_-]+)\.ics", json.dumps(made["meta"]))
    assert secret is not None
    return found._replace(secret=secret[1])


def run(followed: Followed, tool: str, *words: str) -> str:
    """Run a program of the suite's; what it printed, on both streams."""
    done = subprocess.run(
        [TOOLS / tool, *words],
        env={
            **os.environ,
            "HOME": str(followed.folder),
            "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "TZ": "Europe/Berlin",
        },
        input="y\n" * 10,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- python-caldav ---


def test_the_library_finds_reads_and_follows(followed: Followed) -> None:
    calendar = followed.favourites()
    first, second, _ = followed.sessions
    known = calendar.get_objects_by_sync_token(load_objects=True)
    assert sorted(one.icalendar_component["SUMMARY"] for one in known) == ["Session 0", "Session 1"]

    followed.change(first, starts_at=f"{DAY}T12:00:00Z", ends_at=f"{DAY}T12:30:00Z")
    moved = calendar.get_objects_by_sync_token(known.sync_token, load_objects=True)
    followed.change(first, state="canceled")
    cancelled = calendar.get_objects_by_sync_token(moved.sync_token, load_objects=True)

    [entry] = [one.icalendar_component for one in moved]
    assert (str(entry["SUMMARY"]), instant(entry.start)) == ("Session 0", at(f"{DAY} 12:00"))
    assert [str(one.icalendar_component["STATUS"]) for one in cancelled] == ["CANCELLED"]
    assert list(calendar.get_objects_by_sync_token(cancelled.sync_token)) == []
    noon = calendar.search(event=True, start=at(f"{DAY} 11:00"), end=at(f"{DAY} 13:00"))
    assert [str(one.icalendar_component["SUMMARY"]) for one in noon] == ["Session 0"]
    assert str(calendar.event_by_uid("1-big").url).endswith(f"/{second}.ics")


def test_the_library_reads_what_is_public_without_signing_in(followed: Followed) -> None:
    events = followed.dav().calendar(url=f"{followed.home}events/{followed.identifier}/").events()

    assert sorted(str(one.icalendar_component["SUMMARY"]) for one in events) == ["Session 0", "Session 1", "Session 2"]


def test_the_library_takes_a_favourite_away_and_changes_nothing_else(followed: Followed) -> None:
    calendar = followed.favourites()
    event = calendar.event_by_uid("0-big")

    event.delete()
    with pytest.raises(AuthorizationError):
        calendar.save_event(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:new\nDTSTART:20261024T080000Z\nEND:VEVENT\nEND:VCALENDAR"
        )

    assert [str(one.icalendar_component["SUMMARY"]) for one in calendar.events()] == ["Session 1"]
    marks = followed.stack.get(followed.client, f"/v1/users/{followed.user}/user-favourite-sessions")
    assert len(marks["data"]) == 1


def test_the_server_tester_has_nothing_to_say_of_what_is_offered(followed: Followed) -> None:
    """It writes what it then reads, as a rule; these checks need nothing written."""
    said = run(
        followed,
        *("caldav-server-tester", "--caldav-url", followed.home, "--caldav-username", followed.email),
        *("--caldav-password", followed.secret, "--caldav-calendar", "My favourites", "--format", "json"),
        *("--run-checks", "CheckGetCurrentUserPrincipal", "--run-checks", "CheckPropfindAllprop"),
    )

    assert json.loads(said[said.index("{") : said.rindex("}") + 1])["features"] == {}


# --- vdirsyncer and khal ---


def configured(followed: Followed) -> None:
    """vdirsyncer follows the favourites and the event over CalDAV, and the event as a file; khal shows all three."""
    folder, pairs = followed.folder, []
    remote = {
        "mine": f'type = "caldav"\nurl = "{followed.stack.url}/"\n'
        f'username = "{followed.email}"\npassword = "{followed.secret}"',
        "event": f'type = "caldav"\nurl = "{followed.home}events/{followed.identifier}/"',
        "file": f'type = "http"\nurl = "{followed.stack.url}/e/{followed.identifier}/schedule.ics"',
    }
    for name, storage in remote.items():
        chosen = '["favourites"]' if name == "mine" else "null"
        pairs.append(
            f'[pair {name}]\na = "{name}_there"\nb = "{name}_here"\ncollections = {chosen}\n'
            'conflict_resolution = "a wins"\n'
            f"[storage {name}_there]\n{storage}\n"
            f'[storage {name}_here]\ntype = "filesystem"\npath = "{folder}/{name}/"\nfileext = ".ics"\n'
        )
    (folder / "vdirsyncer").write_text(f'[general]\nstatus_path = "{folder}/status/"\n' + "".join(pairs))
    here = {"mine": folder / "mine" / "favourites", "event": folder / "event", "file": folder / "file"}
    calendars = "".join(f"[[{name}]]\npath = {path}\n" for name, path in here.items())
    (folder / "khal").write_text(
        f"[calendars]\n{calendars}[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"local_timezone = Europe/Berlin\n[sqlite]\npath = {folder}/khal.db\n"
    )


def synced(followed: Followed) -> list[str]:
    """Bring every folder up to date; what travelled, as vdirsyncer tells it."""
    said = run(followed, "vdirsyncer", "-c", str(followed.folder / "vdirsyncer"), "sync")
    return sorted(re.findall(r"^(?:Copying|Deleting) .*$", said, re.MULTILINE))


def shown(followed: Followed, calendar: str) -> list[str]:
    """What khal shows of a calendar on the first day."""
    said = run(followed, "khal", "-c", str(followed.folder / "khal"), *LIST, "-a", calendar)
    return [line.strip() for line in said.splitlines() if "Session" in line]


def test_a_subscriber_sees_what_moves_and_what_is_cancelled(followed: Followed) -> None:
    configured(followed)
    run(followed, "vdirsyncer", "-c", str(followed.folder / "vdirsyncer"), "discover")
    synced(followed)
    assert shown(followed, "event") == shown(followed, "file")
    assert shown(followed, "mine") == ["09:00 Session 0 CONFIRMED", "09:01 Session 1 CONFIRMED"]

    followed.change(followed.sessions[0], starts_at=f"{DAY}T12:00:00Z", ends_at=f"{DAY}T12:30:00Z")
    travelled = synced(followed)

    assert [line for line in travelled if "file" not in line] == [
        "Copying (updating) item 0-big to event_here",
        "Copying (updating) item 0-big to mine_here/favourites",
    ]
    assert shown(followed, "mine") == ["09:01 Session 1 CONFIRMED", "14:00 Session 0 CONFIRMED"]
    assert shown(followed, "event") == shown(followed, "file")

    followed.change(followed.sessions[0], state="canceled")
    synced(followed)

    assert shown(followed, "mine") == ["09:01 Session 1 CONFIRMED", "14:00 Session 0 CANCELLED"]
    assert shown(followed, "event") == shown(followed, "file")
    assert synced(followed) == []


def test_what_is_deleted_here_is_no_favourite_any_more(followed: Followed) -> None:
    configured(followed)
    run(followed, "vdirsyncer", "-c", str(followed.folder / "vdirsyncer"), "discover")
    synced(followed)
    [item] = [
        path for path in (followed.folder / "mine" / "favourites").iterdir()
        if icalendar.Calendar.from_ical(path.read_bytes()).events[0]["SUMMARY"] == "Session 1"
    ]  # fmt: skip

    item.unlink()
    synced(followed)

    assert [str(one.icalendar_component["SUMMARY"]) for one in followed.favourites().events()] == ["Session 0"]

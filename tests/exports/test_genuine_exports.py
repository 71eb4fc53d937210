"""Whole conferences in, calendar files out, read back with parsers that are not ours and compared with the archive."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from openevent import demonstration
from openevent.exports import building
from openevent.exports.made import Made
from openevent.imports import archive

GENUINE = Path(__file__).parents[3] / "shared" / "data" / "open-event-archives"


def genuine(name: str) -> Any:
    file = GENUINE / f"{name}.zip"
    missing = pytest.mark.skipif(not file.exists(), reason=f"the genuine archive {name} is not on this machine")
    return pytest.param(file, id=name, marks=missing)


class Both:
    """An archive as it is, and what our export of it says."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self.archive = {name.removesuffix(".json"): json.loads(packed.read(name)) for name in packed.namelist()}
        self.imported = archive.take_over(io.BytesIO(content), owner=None, by=None)
        self.made: Made = building.make(self.imported.event, "ical")
        self.file = b"".join(self.made.stream)

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = self.archive["event"]
        return found

    def taking_place(self) -> dict[str, tuple[str, datetime, datetime]]:
        """By uid: title, start and end of the sessions that a calendar can show."""
        sessions = {
            f"{session['id']}-{self.event['identifier']}": (
                " ".join(session["title"].split()) or "Untitled session",
                moment(session, "start_time", "starts-at"),
                moment(session, "end_time", "ends-at"),
            )
            for session in self.archive["sessions"]
            if session["state"] in {"accepted", "confirmed"} and moment(session, "start_time", "starts-at")
        }
        return {uid: (title, start, end) for uid, (title, start, end) in sessions.items() if start and end > start}


def moment(session: dict[str, Any], *names: str) -> Any:
    text = next((session[name] for name in names if session.get(name)), None)
    return text and datetime.fromisoformat(text).astimezone(UTC)


ARCHIVES = [genuine("FOSSASIASummit2018"), genuine("OpenTechSummit2017"), genuine("OSCON17"), "the demonstration"]


@pytest.fixture(params=ARCHIVES)
def both(request: pytest.FixtureRequest, db: None) -> Both:
    source = request.param
    return Both(demonstration.archive() if isinstance(source, str) else source.read_bytes())


def test_every_session_that_takes_place_is_there_at_its_instant(both: Both) -> None:
    # vobject remembers zones by their names for the whole process: a name of its own makes it read the file's rules.
    text = both.file.decode().replace(f"TZID:{both.event['timezone']}", f"TZID:{both.event['identifier']}")
    text = text.replace(f"TZID={both.event['timezone']}", f"TZID={both.event['identifier']}")
    calendar = vobject.readOne(text)

    read = {
        entry.uid.value: (
            " ".join(entry.summary.value.split()),
            entry.dtstart.value.astimezone(UTC),
            entry.dtend.value.astimezone(UTC),
        )
        for entry in calendar.vevent_list
    }
    assert read == both.taking_place()


def test_the_zone_is_the_archives_and_every_entry_is_complete(both: Both) -> None:
    calendar: Any = icalendar.Calendar.from_ical(both.file)

    assert calendar["X-WR-TIMEZONE"] == both.event["timezone"]
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == [both.event["timezone"]]
    assert calendar["X-WR-CALDESC"] == f"Schedule for sessions at {both.event['name']}"
    assert "METHOD" not in calendar
    for entry in calendar.walk("VEVENT"):
        assert entry["STATUS"] == "CONFIRMED"
        assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt
        assert entry["URL"].endswith(f"/e/{both.event['identifier']}/session/{entry['URL'].rsplit('/', 1)[1]}")
        for attendee in people(entry):
            assert attendee.params["ROLE"] == "NON-PARTICIPANT"
            assert attendee.startswith("mailto:speaker-")
            assert attendee.endswith("@noreply.invalid")


def people(entry: Any) -> list[Any]:
    found = entry.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def test_the_speakers_are_the_archives_in_their_order(both: Both) -> None:
    calendar: Any = icalendar.Calendar.from_ical(both.file)
    names = {
        f"{session['id']}-{both.event['identifier']}": [
            " ".join(speaker["name"].split()) for speaker in session["speakers"] or []
        ]
        for session in both.archive["sessions"]
    }

    read = {str(entry["UID"]): [str(person.params["CN"]) for person in people(entry)] for entry in calendar.events}

    assert {uid: [name.replace('"', "'") for name in found] for uid, found in read.items()} == {
        uid: [name.replace('"', "'") for name in names[uid]] for uid in read
    }


def test_no_address_of_a_speaker_occurs_anywhere(both: Both) -> None:
    unfolded = both.file.replace(b"\r\n ", b"").decode().lower()
    addresses = {speaker["email"].lower() for speaker in both.archive["speakers"] if speaker.get("email")}

    assert addresses
    assert not [address for address in addresses if address in unfolded]


def test_what_is_left_out_is_named(both: Both) -> None:
    accepted = [session for session in both.archive["sessions"] if session["state"] in {"accepted", "confirmed"}]

    assert len(both.made.skipped) == len(accepted) - len(both.taking_place())
    assert all(skipped.reason and skipped.title for skipped in both.made.skipped)


@pytest.mark.parametrize("file", [genuine("FOSSASIASummit2018")])
def test_the_summit_has_233_entries_and_one_session_that_is_left_out(db: None, file: Path) -> None:
    both = Both(file.read_bytes())

    assert both.file.count(b"BEGIN:VEVENT\r\n") == 233
    assert [(left_out.title, left_out.reason) for left_out in both.made.skipped] == [
        ("VideoLAN booth", "Its end is not after its start.")
    ]
    states: dict[str, int] = {}
    for session in both.imported.event.sessions.all():
        states[session.state] = states.get(session.state, 0) + 1
    assert states == {"accepted": 234, "rejected": 131, "pending": 4, "draft": 2}

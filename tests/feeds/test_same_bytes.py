"""The same rows are the same bytes: on every machine, in every process, in both databases.

Whoever means to change what every calendar in the world is sent writes the files anew: `GOLDEN=write` does it.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from openevent.calendars.formats import FORMATS
from openevent.events.models import Event
from openevent.program.models import Microlocation, Session, SessionSpeaker, SessionType, Speaker, Track
from tests.conftest import at
from tests.feeds.calendars import get

GOLDEN = Path(__file__).parent / "golden"
IDENTIFIER = "c0ffee42"
REVISED = datetime(2026, 5, 1, 12, 30, 15, tzinfo=UTC)


@pytest.fixture
def conference(db: None, settings: Any) -> Event:
    """A conference of which every row is written down: ids, times and all."""
    settings.SITE_URL = "https://events.example.org"
    settings.NOREPLY_DOMAIN = "events.example.org"
    event = Event.objects.create(
        pk=4711,
        identifier=IDENTIFIER,
        uid="3f0e6a2c-5d0f-4c57-9a43-0c4b0f9d7e11",
        name="Herbsttagung; “Größe”",
        starts_at=at("2026-10-24 07:00"),
        ends_at=at("2126-10-26 17:00"),  # so that what was cancelled is told in every year in which this is run
        timezone="Europe/Berlin",
        location_name="Old Mill, Hamburg",
        latitude=53.55,
        longitude=9.99,
        owner_name="Olga & Friends",
        description="<p>All of it</p>",
        description_text="All of it",
        state=Event.State.PUBLISHED,
        revision=42,
        sequence=1,
        revised_at=REVISED,
        created_at=REVISED,
        changed_at=REVISED,
    )
    track = Track.objects.create(pk=31, event=event, name="Open Hardware", color="#ff0000")
    room = Microlocation.objects.create(pk=32, event=event, name="Blue Hall", latitude=53.5, longitude=9.9)
    kind = SessionType.objects.create(pk=33, event=event, name="Workshop", length="01:00")
    people = [
        Speaker.objects.create(pk=40 + n, event=event, name=name, email=f"private{n}@example.org", photo_url=photo)
        for n, (name, photo) in enumerate([("Ann Onymous", "https://example.org/ann.png"), ('Eve "the net" Moss', "")])
    ]
    times = [
        ("2026-10-24 08:00", "2026-10-24 09:00"),
        ("2026-10-25 00:30", "2026-10-25 01:15"),
        ("2026-10-26 10:00", "2026-10-26 10:45"),
    ]
    for number, (start, end) in enumerate(times):
        session = Session.objects.create(
            pk=100 + number,
            event=event,
            uid=f"{100 + number}-{IDENTIFIER}",
            title=["Soldering for All", "The night that is too long", "Withdrawn"][number],
            subtitle="For beginners" if number == 0 else "",
            language="English" if number == 0 else "",
            short_abstract="<p>Bring an <b>iron</b>, please;<br>and time.</p>" if number == 0 else "",
            short_abstract_text="Bring an iron, please;\nand time." if number == 0 else "",
            slides_url="https://example.org/slides" if number == 0 else "",
            stream_url="https://example.org/live" if number == 1 else "",
            state=Session.State.WITHDRAWN if number == 2 else Session.State.ACCEPTED,
            public_title="Withdrawn" if number == 2 else "",
            public_place="Old Mill, Hamburg" if number == 2 else "",
            public_starts_at=at(start) if number == 2 else None,
            public_ends_at=at(end) if number == 2 else None,
            starts_at=at(start),
            ends_at=at(end),
            track=track if number == 0 else None,
            microlocation=room if number == 0 else None,
            session_type=kind if number == 0 else None,
            sequence=number,
            revised_at=REVISED,
            created_at=REVISED,
        )
        for position, person in enumerate(people[: 2 - number]):
            SessionSpeaker.objects.create(session=session, speaker=person, position=position)
    return event


def written(extension: str, profile: str) -> bytes:
    """What a program is sent."""
    answer = get(f"/e/{IDENTIFIER}/schedule.{extension}?profile={profile}")
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.parametrize("profile", ["plain", "rich"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_are_the_same_bytes_everywhere(conference: Event, name: str, profile: str) -> None:
    extension = FORMATS[name].extension
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / f"{profile}.{extension}").write_bytes(written(extension, profile))

    assert written(extension, profile) == (GOLDEN / f"{profile}.{extension}").read_bytes()


def test_there_is_a_file_for_every_format() -> None:
    wanted = {f"{profile}.{one.extension}" for one in FORMATS.values() for profile in ("plain", "rich")}

    assert {file.name for file in GOLDEN.iterdir()} == wanted

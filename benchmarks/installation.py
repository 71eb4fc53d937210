"""An installation of the benchmarks' own: importing this sets Django up on an empty database in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="openevent-benchmarks-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.update(DATA_DIR=str(FOLDER), LOG_LEVEL="ERROR")
for setting in ("DATABASE_URL", "CELERY_BROKER_URL", "SITE_URL", "S3_BUCKET"):
    os.environ.pop(setting, None)

from django.core.management import call_command  # noqa: E402 - as above

import openevent.cli  # noqa: E402, F401 - sets Django up, with the settings above
from openevent.accounts import joining  # noqa: E402 - as above
from openevent.accounts.models import User  # noqa: E402 - as above
from openevent.events import creating, publishing, revising  # noqa: E402 - as above
from openevent.events.models import Event  # noqa: E402 - as above
from openevent.program.models import (  # noqa: E402 - as above
    Microlocation,
    Session,
    SessionSpeaker,
    SessionType,
    Speaker,
    Track,
)

START = datetime(2026, 10, 24, 7, tzinfo=UTC)
WORDS = (
    "What the talk is about, in some sentences; with commas, semicolons and now and then a ”quotation“. "
    "We shall see how it works, why it works, and what to do when it does not. "
)


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)


def organiser() -> User:
    """The account that owns the events of the benchmarks."""
    email = "olga@example.org"
    return User.objects.by_email(email) or joining.join(email, "a long and secret sentence", verified=True)


def event_of(number: int) -> Event:
    """An event with this many accepted sessions: 600-character abstracts, 1.5 speakers each, tracks, rooms, types."""
    olga = organiser()
    event = creating.create(
        by=olga, name=f"Event of {number}", starts_at=START, ends_at=START + timedelta(days=10),
        timezone="Europe/Berlin", location_name="Old Mill", latitude=52.5, longitude=13.4,
    )  # fmt: skip
    tracks = Track.objects.bulk_create(Track(event=event, name=f"Track {n}", color=f"#{n:02x}80ff") for n in range(8))
    rooms = Microlocation.objects.bulk_create(Microlocation(event=event, name=f"Room {n}") for n in range(12))
    kinds = SessionType.objects.bulk_create(
        SessionType(event=event, name=f"Type {n}", length="00:30") for n in range(4)
    )
    speakers = Speaker.objects.bulk_create(
        Speaker(event=event, name=f"Speaker {n}") for n in range(max(2, number // 2))
    )
    now = revising.now()
    sessions = Session.objects.bulk_create(
        Session(
            event=event,
            title=f"Session {n}: a title of a usual length",
            short_abstract_text=(WORDS * 4)[:600],
            state=Session.State.ACCEPTED,
            starts_at=START + timedelta(minutes=30 * (n % 400)),
            ends_at=START + timedelta(minutes=30 * (n % 400) + 25),
            track=tracks[n % 8],
            microlocation=rooms[n % 12],
            session_type=kinds[n % 4],
            uid=f"{n}-{event.identifier}",
            revised_at=now,
            created_at=now,
        )
        for n in range(number)
    )
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=session, speaker=speakers[(n + place) % len(speakers)], position=place)
        for n, session in enumerate(sessions)
        for place in range(1 + n % 2)
    )
    return publishing.publish(event, by=olga)

"""The cast that every test knows: olga organises, tom helps, ann attends, mallory is a stranger."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client

from openevent.accounts import joining, tokens
from openevent.accounts.models import User
from openevent.events import creating, freshness, publishing, team
from openevent.events.models import Event, EventRole
from openevent.feeds import overview
from openevent.program import arranging, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side

# Where a change is judged, the same examples every time; everywhere else new ones, which find new faults.
hypothesis.settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

PASSWORD = "a long and secret sentence"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Each test has its own storage and queue."""
    changed = {name: {**storage} for name, storage in settings.STORAGES.items()}
    for name in ("exports", "imports", "media"):
        changed[name] = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / name},
        }
    settings.STORAGES = changed
    yield
    storages._storages.clear()  # type: ignore[attr-defined]  # made again from the settings of the next test


@pytest.fixture(autouse=True)
def _no_remembered_answers() -> None:
    """What one test's server remembered, the next one's does not know."""
    cache.clear()


@pytest.fixture(autouse=True)
def _an_event_is_never_long_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The days of the tests' event are fixed, today is not: tests of what is told no more say when that is."""
    monkeypatch.setattr(freshness, "REMEMBERED", timedelta(days=36_500))
    monkeypatch.setattr(overview, "KEPT", timedelta(days=36_500))
    freshness._limit.cache_clear()
    yield
    freshness._limit.cache_clear()


@pytest.fixture
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and every event of the test is long over."""

    def later() -> None:
        monkeypatch.setattr(freshness, "REMEMBERED", timedelta(days=-36_500))
        freshness._limit.cache_clear()

    return later


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hashing with argon2 is slow on purpose; tests of passwords themselves ask for it again."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_static_files(settings: Any) -> None:
    """Every client would list the files of all packages first, which takes longer than most answers."""
    settings.WHITENOISE_USE_FINDERS = False


def account(name: str) -> User:
    return joining.join(f"{name}@example.org", PASSWORD, verified=True)


@pytest.fixture
def olga(db: None) -> User:
    return account("olga")


@pytest.fixture
def tom(db: None) -> User:
    return account("tom")


@pytest.fixture
def ann(db: None) -> User:
    return account("ann")


@pytest.fixture
def mallory(db: None) -> User:
    return account("mallory")


@pytest.fixture
def staff(db: None) -> User:
    return joining.join("staff@example.org", PASSWORD, verified=True, admin=True)


def at(text: str) -> datetime:
    """An instant, written in UTC: at("2026-10-25 14:00")."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.fixture
def event(olga: User, tom: User) -> Event:
    """Olga's published conference on the weekend on which Berlin goes back to winter time; tom helps her."""
    made = creating.create(
        by=olga,
        name="Autumn Conference",
        starts_at=at("2026-10-24 07:00"),
        ends_at=at("2026-10-26 17:00"),
        timezone="Europe/Berlin",
        location_name="Old Mill",
        owner_name="Olga & Friends",
        latitude=52.5,
        longitude=13.4,
        is_sessions_speakers_enabled=True,
    )
    team.appoint(tom, EventRole.Name.COORGANIZER, made, by=olga)
    return publishing.publish(made, by=olga)


@pytest.fixture
def track(event: Event, olga: User) -> Track:
    return arranging.add(Track(event=event, name="Open Hardware", color="#ff0000"), by=olga)


@pytest.fixture
def room(event: Event, olga: User) -> Microlocation:
    return arranging.add(Microlocation(event=event, name="Blue Hall", floor=1), by=olga)


@pytest.fixture
def speaker(event: Event, olga: User, ann: User) -> Speaker:
    return speaking.add(event, by=olga, name="Ann Onymous", email=ann.email, user=ann)


def accepted(event: Event, by: User, title: str, slot: Slot | None, **facts: Any) -> Session:
    """An accepted session, in this slot if there is one."""
    session = submitting.submit(event, by=by, state="pending", title=title, **facts)
    session = reviewing.change_state(session, to="accepted", side=Side.ORGANIZER, by=by)
    return scheduling.move(session, to=slot, by=by) if slot is not None else session


@pytest.fixture
def session(event: Event, olga: User, track: Track, room: Microlocation, speaker: Speaker) -> Session:
    """An accepted, scheduled session that ann gives."""
    slot = Slot(starts_at=at("2026-10-24 08:00"), ends_at=at("2026-10-24 09:00"), room=room)
    made = accepted(event, olga, "Soldering for All", slot, track=track, short_abstract="<p>Bring an <b>iron</b>.</p>")
    speaking.link(speaker, made, by=olga)
    made.refresh_from_db()
    return made


def as_user(user: User | None) -> Client:
    """An HTTP client that signs in as this user; nobody for None."""
    if user is None:
        return Client()
    return Client(headers={"Authorization": f"JWT {tokens.access_token(user, fresh=True)}"})

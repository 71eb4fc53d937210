"""A session's calendar uid is written once and never changes; its entry's sequence never goes back."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.calendars.document import Entry
from openevent.events import creating, publishing, team
from openevent.events import editing as event_editing
from openevent.events import removing as event_removing
from openevent.events.models import Event, EventRole
from openevent.lib.errors import Refused
from openevent.program import arranging, calendar, editing, removing, reviewing, scheduling, speaking, submitting
from openevent.program.models import Microlocation, Session, SessionType, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import account, at

PLACES = {"starts_at", "ends_at", "location", "geo", "status"}  # what a calendar takes for another time or place


def test_a_uid_is_the_id_and_the_events_identifier(event: Event, olga: User) -> None:
    made = submitting.submit(event, by=olga, title="New")

    assert made.uid == f"{made.pk}-{event.identifier}"


def test_a_uid_that_an_imported_session_has_is_not_given_again(event: Event, session: Session, olga: User) -> None:
    taken = f"{session.pk + 1}-{event.identifier}"
    Session.objects.filter(pk=session.pk).update(uid=taken)

    made = submitting.submit(event, by=olga, title="New")

    assert made.pk == session.pk + 1
    assert made.uid != taken
    assert made.uid.startswith(f"{made.pk}-")
    assert made.uid.endswith(f"-{event.identifier}")


def test_a_uid_survives_everything_that_happens(
    event: Event, session: Session, room: Microlocation, olga: User
) -> None:
    uid = session.uid

    editing.change(session, by=olga, title="Renamed")
    scheduling.move(session, to=Slot(starts_at=at("2026-10-25 08:00"), ends_at=at("2026-10-25 09:00")), by=olga)
    scheduling.unschedule(session, by=olga)
    removing.delete(session, by=olga)
    removing.restore(session, by=olga)
    event_editing.change(event, by=olga, name="Renamed", timezone="UTC")
    event_removing.restore(event_removing.delete(event, by=olga), by=olga)
    arranging.remove(room, by=olga)

    session.refresh_from_db()
    assert session.uid == uid == f"{session.pk}-{event.identifier}"


# --- any acts, in any order ---


class Stage:
    """An event with a session, and everything that acts on it."""

    def __init__(self) -> None:
        self.olga = account("olga")
        self.event = creating.create(
            by=self.olga,
            name="Stage",
            timezone="UTC",
            starts_at=at("2026-10-24 07:00"),
            ends_at=at("2026-10-26 17:00"),
            location_name="Mill",
        )
        self.track = arranging.add(Track(event=self.event, name="Track", color="#00ff00"), by=self.olga)
        self.room = arranging.add(Microlocation(event=self.event, name="Room"), by=self.olga)
        self.kind = arranging.add(SessionType(event=self.event, name="Talk", length="00:30"), by=self.olga)
        self.speaker = speaking.add(self.event, by=self.olga, name="Ann")
        self.session = submitting.submit(self.event, by=self.olga, title="Session", state="pending")
        self.state("accepted")
        self.move(8)
        self.words(track=self.track, session_type=self.kind)

    def state(self, to: str) -> None:
        reviewing.change_state(self.session, to=to, side=Side.ORGANIZER, by=self.olga)

    def move(self, hour: int, *, room: bool = True) -> None:
        slot = Slot(
            starts_at=at(f"2026-10-24 {hour:02}:00"),
            ends_at=at(f"2026-10-24 {hour + 1:02}:00"),
            room=self.room if room else None,
        )
        scheduling.move(self.session, to=slot, by=self.olga)

    def words(self, **facts: Any) -> None:
        editing.change(self.session, by=self.olga, **facts)

    def part(self, member: str, **facts: Any) -> None:
        arranging.change(getattr(self, member), by=self.olga, **facts)

    def of_event(self, **facts: Any) -> None:
        event_editing.change(self.event, by=self.olga, **facts)

    def entry(self) -> Entry | None:
        """How calendars show the session now."""
        entries = calendar.schedule(Event.objects.get(pk=self.event.pk)).calendar.entries
        return entries[0] if entries else None


ACTS: dict[str, Callable[[Stage], object]] = {
    "move": lambda stage: stage.move(9),
    "move back": lambda stage: stage.move(8),
    "leave the room": lambda stage: stage.move(8, room=False),
    "unschedule": lambda stage: scheduling.unschedule(stage.session, by=stage.olga),
    "rename": lambda stage: stage.words(title="Other"),
    "rename back": lambda stage: stage.words(title="Session"),
    "stream": lambda stage: stage.words(stream_url="https://example.org/s"),
    "describe": lambda stage: stage.words(short_abstract="<b>Words</b>"),
    "describe at length": lambda stage: stage.words(long_abstract="<i>Many words</i>"),
    "leave the track": lambda stage: stage.words(track=None),
    "accept": lambda stage: stage.state("accepted"),
    "confirm": lambda stage: stage.state("confirmed"),
    "cancel": lambda stage: stage.state("canceled"),
    "lock": lambda stage: reviewing.lock(stage.session, by=stage.olga),
    "delete": lambda stage: removing.delete(stage.session, by=stage.olga),
    "restore": lambda stage: removing.restore(stage.session, by=stage.olga),
    "rename the room": lambda stage: stage.part("room", name="Hall"),
    "place the room": lambda stage: stage.part("room", latitude=1.0, longitude=2.0),
    "stream the room": lambda stage: stage.part("room", stream_url="https://example.org/r"),
    "remove the room": lambda stage: arranging.remove(stage.room, by=stage.olga),
    "rename the track": lambda stage: stage.part("track", name="Path"),
    "colour the track": lambda stage: stage.part("track", color="#0000ff"),
    "remove the track": lambda stage: arranging.remove(stage.track, by=stage.olga),
    "rename the type": lambda stage: stage.part("kind", name="Class"),
    "remove the type": lambda stage: arranging.remove(stage.kind, by=stage.olga),
    "speak": lambda stage: speaking.link(stage.speaker, stage.session, by=stage.olga),
    "be silent": lambda stage: speaking.unlink(stage.speaker, stage.session, by=stage.olga),
    "rename the speaker": lambda stage: speaking.change(stage.speaker, by=stage.olga, name="Bo"),
    "remove the speaker": lambda stage: speaking.remove(stage.speaker, by=stage.olga),
    "rename the event": lambda stage: stage.of_event(name="Festival"),
    "rename the organiser": lambda stage: stage.of_event(owner_name="Olga"),
    "move the event": lambda stage: stage.of_event(location_name="Barn"),
    "place the event": lambda stage: stage.of_event(latitude=3.0, longitude=4.0),
    "stream the event": lambda stage: stage.of_event(public_stream_link="https://example.org/e"),
    "describe the event": lambda stage: stage.of_event(description="Words"),
    "publish": lambda stage: publishing.publish(stage.event, by=stage.olga),
    "unpublish": lambda stage: publishing.unpublish(stage.event, by=stage.olga),
    "appoint": lambda stage: team.appoint(stage.olga, EventRole.Name.MODERATOR, stage.event, by=stage.olga),
}


def ticking() -> Iterator[datetime]:
    """A clock on which every look is a second later."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while True:
        moment += timedelta(seconds=1)
        yield moment


def reading(entry: Entry) -> dict[str, Any]:
    """What people read of the entry."""
    return {name: value for name, value in asdict(entry).items() if name not in {"sequence", "revised_at"}}


def differing(before: Entry, after: Entry) -> set[str]:
    old, new = reading(before), reading(after)
    return {name for name in old if old[name] != new[name]}


def check_noticed(before: Entry, after: Entry, act: str) -> None:
    """What reads otherwise is a later revision; another time, place or status a higher sequence; nothing goes back."""
    changed = differing(before, after)
    assert (after.uid, changed & {"uid"}) == (before.uid, set())
    assert after.sequence >= before.sequence, act
    assert after.revised_at >= before.revised_at, act
    assert not changed or after.revised_at > before.revised_at, (act, changed)
    assert not changed & PLACES or after.sequence > before.sequence, (act, changed)


@given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
@pytest.mark.django_db
def test_whatever_happens_calendars_notice_and_never_go_back(acts: list[str]) -> None:
    clock = ticking()
    with transaction.atomic(), patch("django.utils.timezone.now", lambda: next(clock)):
        stage = Stage()
        last = stage.entry()
        assert last is not None
        for name in acts:
            with suppress(Refused):
                ACTS[name](stage)
            seen = stage.entry()
            if seen is not None:
                check_noticed(last, seen, name)
                last = seen
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(ACTS))
@pytest.mark.django_db
def test_an_entry_that_reads_otherwise_is_a_new_revision_of_the_event(name: str) -> None:
    stage = Stage()
    before, revision = stage.entry(), stage.event.revision

    with suppress(Refused):
        ACTS[name](stage)

    after, row = stage.entry(), Event.objects.get(pk=stage.event.pk)
    reads_otherwise = before is None or after is None or differing(before, after) != set()
    assert row.revision > revision or not reads_otherwise

"""What several tests of the programme act on."""

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import creating
from openevent.events.models import Event
from openevent.program import arranging, editing, speaking
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at
from tests.events.pages import signed_in
from tests.program.house import House


@pytest.fixture
def house(
    event: Event,
    olga: User,
    tom: User,
    mallory: User,
    track: Track,
    room: Microlocation,
    speaker: Speaker,
    session: Session,
) -> House:
    kind = arranging.add(SessionType(event=event, name="Workshop", length="01:00"), by=olga)
    other_room = arranging.add(Microlocation(event=event, name="Red Hall"), by=olga)
    slot = Slot(starts_at=at("2026-10-25 12:00"), ends_at=at("2026-10-25 13:00"))
    made = House(
        olga=olga,
        tom=tom,
        mallory=mallory,
        event=event,
        track=track,
        room=room,
        other_room=other_room,
        kind=kind,
        speaker=speaker,
        second=speaking.add(event, by=olga, name="Bo", email="bo@example.org"),
        session=editing.change(session, by=olga, session_type=kind),
        bystander=accepted(event, olga, "Bystander", slot),
    )
    made.event.refresh_from_db()
    return made


@pytest.fixture
def browser(staff: User) -> Client:
    return signed_in(staff)


@pytest.fixture
def other_event(olga: User) -> Event:
    return creating.create(
        by=olga, name="Other", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )

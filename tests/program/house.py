"""An event with one of everything, for tests that walk through every act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.scheduling import Slot
from tests.conftest import at

LONG_AGO = at("2020-01-01 00:00")


@dataclass(kw_only=True)
class House:
    """An event with one of everything: what the acts act on."""

    olga: User
    tom: User
    mallory: User
    event: Event
    track: Track
    room: Microlocation
    other_room: Microlocation
    kind: SessionType
    speaker: Speaker
    second: Speaker
    session: Session
    bystander: Session  # in no room, on no track, given by nobody
    new: Any = None  # what the act made, if it made something

    @property
    def slot(self) -> Slot:
        """Where the session is."""
        assert self.session.starts_at is not None
        assert self.session.ends_at is not None
        return Slot(starts_at=self.session.starts_at, ends_at=self.session.ends_at, room=self.room)


Do = Callable[[House], Any]


def slot(text: str, end: str, room: Microlocation | None) -> Slot:
    return Slot(starts_at=at(text), ends_at=at(end), room=room)


def forget_revisions(house: House) -> None:
    """Make every entry old, so that a new revision is seen."""
    Event.objects.update(revised_at=LONG_AGO)
    Session.objects.update(revised_at=LONG_AGO)
    for row in (house.event, house.session, house.bystander):
        row.refresh_from_db()

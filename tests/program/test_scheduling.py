"""Moving sessions: time and room together or alone, refused where nothing can be, never for an overlap."""

from dataclasses import replace
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import arranging, calendar, conflicts, scheduling
from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import OutsideEvent, Slot
from tests.conftest import accepted, at

EARLY: dict[str, Any] = {"starts_at": at("2026-10-24 10:00"), "ends_at": at("2026-10-24 11:00")}


def test_the_time_moves_alone(session: Session, room: Microlocation, olga: User) -> None:
    moved = scheduling.move(session, to=replace(Slot.of(session), **EARLY), by=olga)

    assert Slot.of(moved) == Slot(**EARLY, room=room)


def test_the_room_moves_alone(event: Event, session: Session, olga: User) -> None:
    red, before = arranging.add(Microlocation(event=event, name="Red"), by=olga), Slot.of(session)

    moved = scheduling.move(session, to=replace(before, room=red), by=olga)

    assert Slot.of(moved) == replace(before, room=red)


def test_a_session_may_have_a_room_without_a_time_and_a_time_without_a_room(
    event: Event, room: Microlocation, olga: User
) -> None:
    made = accepted(event, olga, "Somewhere", Slot(room=room))
    somewhere = Slot.of(made)

    sometime = Slot.of(scheduling.move(made, to=Slot(**EARLY), by=olga))

    assert (somewhere, sometime) == (Slot(room=room), Slot(**EARLY))


def test_what_stays_is_not_asked_again(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    red = arranging.add(Microlocation(event=event, name="Red"), by=olga)
    arranging.remove(room, by=olga)
    in_removed_room = scheduling.move(session, to=replace(Slot.of(session), **EARLY), by=olga).microlocation
    Event.objects.filter(pk=event.pk).update(starts_at=at("2026-10-25 00:00"))

    outside = scheduling.move(session, to=replace(Slot.of(session), room=red), by=olga)

    assert (in_removed_room, Slot.of(outside)) == (room, Slot(**EARLY, room=red))


def test_half_of_a_time_is_no_slot_yet(event: Event, session: Session, olga: User) -> None:
    half = scheduling.move(session, to=replace(Slot.of(session), starts_at=None), by=olga)
    told = [one.kind for one in conflicts.of_session(half)]
    skipped = [one.session for one in calendar.schedule(event).skipped]

    whole = scheduling.move(half, to=replace(Slot.of(half), starts_at=at("2026-10-24 08:30")), by=olga)

    assert (half.ends_at, told, skipped) == (at("2026-10-24 09:00"), ["no-time"], [session.pk])
    assert (whole.starts_at, whole.ends_at) == (at("2026-10-24 08:30"), at("2026-10-24 09:00"))
    assert calendar.schedule(event).skipped == ()


def test_a_session_outside_its_event_is_refused_and_says_which_end(session: Session, olga: User) -> None:
    with pytest.raises(OutsideEvent) as early:
        scheduling.move(session, to=replace(Slot.of(session), starts_at=at("2026-10-24 06:59")), by=olga)
    with pytest.raises(OutsideEvent) as late:
        scheduling.move(session, to=replace(Slot.of(session), ends_at=at("2026-10-26 17:01")), by=olga)

    assert (early.value.pointer, late.value.pointer) == ("/data/attributes/starts-at", "/data/attributes/ends-at")


def test_a_room_that_is_needed_twice_is_allowed_and_told(
    event: Event, session: Session, room: Microlocation, olga: User
) -> None:
    other = accepted(event, olga, "Other", None)

    moved = scheduling.move(other, to=Slot.of(session), by=olga)

    assert Slot.of(moved) == Slot.of(session)
    assert [found.kind for found in conflicts.of_session(moved)] == ["room-overlap"]

"""Two who move one session: who has not seen the other's move makes none. Also at the same moment, in threads."""

from dataclasses import replace
from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import amending, arranging, reviewing, scheduling
from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import MovedMeanwhile, Slot
from openevent.program.states import Side
from tests.conftest import at
from tests.racing import Act, together

EARLY: dict[str, Any] = {"starts_at": at("2026-10-24 10:00"), "ends_at": at("2026-10-24 11:00")}
LATE: dict[str, Any] = {"starts_at": at("2026-10-24 14:00"), "ends_at": at("2026-10-24 15:00")}


def revision(event: Event) -> int:
    return Event.objects.values_list("revision", flat=True).get(pk=event.pk)


def test_who_has_seen_the_last_move_moves_on(event: Event, session: Session, olga: User, tom: User) -> None:
    scheduling.move(session, to=Slot(**EARLY), by=tom, seen=revision(event))

    moved = scheduling.move(session, to=Slot(**LATE), by=olga, seen=revision(event))

    assert Slot.of(moved) == Slot(**LATE)


def test_who_has_not_seen_it_is_told_whose_it_was(event: Event, session: Session, olga: User, tom: User) -> None:
    seen = revision(event)
    scheduling.move(session, to=Slot(**EARLY), by=tom, seen=seen)

    with pytest.raises(MovedMeanwhile) as refused:
        scheduling.move(session, to=Slot(**LATE), by=olga, seen=seen)

    session.refresh_from_db()
    assert (refused.value.by, Slot.of(refused.value.session), Slot.of(session)) == (tom, Slot(**EARLY), Slot(**EARLY))


def test_there_and_back_again_is_a_move_too_and_another_one_is_named_before_oneself(
    event: Event, session: Session, olga: User, tom: User
) -> None:
    seen, before = revision(event), Slot.of(session)
    for mover, to in ((tom, Slot(**EARLY)), (olga, before)):
        scheduling.move(session, to=to, by=mover)

    with pytest.raises(MovedMeanwhile) as refused:
        scheduling.move(session, to=Slot(**LATE), by=olga, seen=seen)

    assert refused.value.by == tom


def test_other_changes_stand_in_nobody_s_way(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    seen = revision(event)
    arranging.change(room, by=olga, name="Green Hall")
    reviewing.change_state(session, to="confirmed", side=Side.ORGANIZER, by=olga)

    moved = scheduling.move(session, to=Slot(**LATE), by=olga, seen=seen)

    assert Slot.of(moved) == Slot(**LATE)


def test_amending_asks_for_the_slot_alone(event: Event, session: Session, olga: User, tom: User) -> None:
    seen = revision(event)
    scheduling.move(session, to=replace(Slot.of(session), **EARLY), by=tom)

    def amend(**facts: Any) -> Session:
        return amending.amend(session, by=olga, side=Side.ORGANIZER, may_lock=True, seen=seen, **facts)

    assert amend(title="Soldering", **EARLY).title == "Soldering"
    with pytest.raises(MovedMeanwhile):
        amend(title="Brazing", **LATE)
    session.refresh_from_db()
    assert (session.title, session.starts_at) == ("Soldering", EARLY["starts_at"])


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_moves_it_and_the_others_are_told(
    event: Event, session: Session, olga: User, tom: User
) -> None:
    seen = revision(event)

    def mover(by: User, minute: int) -> Act:
        to = Slot(starts_at=at(f"2026-10-24 10:{minute}"), ends_at=at("2026-10-24 12:00"))
        return lambda: scheduling.move(Session.objects.get(pk=session.pk), to=to, by=by, seen=seen)

    outcomes = together(*(mover(by, minute) for minute in (10, 20, 30, 40) for by in (olga, tom)))

    session.refresh_from_db()
    (moved,) = [one for one in outcomes if isinstance(one, Session)]
    assert [type(one) for one in outcomes].count(MovedMeanwhile) == 7
    assert (session.starts_at, revision(event)) == (moved.starts_at, seen + 1)

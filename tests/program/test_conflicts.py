"""Conflicts: what overlaps and what is nowhere, the same by either question, and quickly."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import creating
from openevent.events.models import Event
from openevent.program import arranging, conflicts, removing, reviewing, scheduling, speaking
from openevent.program.conflicts import Conflict, Kind
from openevent.program.models import Microlocation, Session, SessionSpeaker, Speaker
from openevent.program.overlapping import Span, pairs
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, account, at

MORNING = Slot(starts_at=at("2026-10-24 08:30"), ends_at=at("2026-10-24 09:30"))


@pytest.fixture
def other(event: Event, olga: User, session: Session, room: Microlocation) -> Session:
    """In the room of the session while it is there, given by nobody."""
    return accepted(event, olga, "Other", replace(MORNING, room=room))


def shared_room(session: Session, other: Session, room: Microlocation) -> Conflict:
    return Conflict(
        kind=Kind.ROOM_OVERLAP,
        sessions=(session.pk, other.pk),
        room=room.pk,
        detail="“Soldering for All” and “Other” are both in Blue Hall at the same time.",
    )


def test_a_programme_that_fits_has_no_conflict(event: Event, session: Session) -> None:
    found = conflicts.of_event(event)

    assert (found.conflicts, found.more, conflicts.of_session(session)) == ((), False, [])


def test_two_sessions_in_one_room_at_once(event: Event, session: Session, other: Session, room: Microlocation) -> None:
    found = [shared_room(session, other, room)]

    assert list(conflicts.of_event(event).conflicts) == found
    assert [conflicts.of_session(session), conflicts.of_session(other)] == [found, found]


def test_a_speaker_in_two_sessions_at_once(
    event: Event, session: Session, other: Session, speaker: Speaker, olga: User
) -> None:
    red = arranging.add(Microlocation(event=event, name="Red"), by=olga)
    scheduling.move(other, to=replace(MORNING, room=red), by=olga)
    speaking.link(speaker, other, by=olga)
    found = [
        Conflict(
            kind=Kind.SPEAKER_OVERLAP,
            sessions=(session.pk, other.pk),
            speaker=speaker.pk,
            detail="Ann Onymous speaks in “Soldering for All” and in “Other” at the same time.",
        )
    ]

    assert list(conflicts.of_event(event).conflicts) == found
    assert [conflicts.of_session(session), conflicts.of_session(other)] == [found, found]


def test_what_is_nowhere_or_outside(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    nowhere = accepted(event, olga, "Nowhere", None)
    Event.objects.filter(pk=event.pk).update(starts_at=at("2026-10-24 08:30"))
    event.refresh_from_db()

    found = conflicts.of_event(event).conflicts

    assert [(one.kind, one.sessions, one.detail) for one in found] == [
        (
            Kind.OUTSIDE_EVENT,
            (session.pk,),
            "“Soldering for All” begins before the event, or ends after it.",
        ),
        (Kind.NO_TIME, (nowhere.pk,), "“Nowhere” has no start and end."),
        (Kind.NO_ROOM, (nowhere.pk,), "“Nowhere” has no room."),
    ]
    session.refresh_from_db()
    assert [*conflicts.of_session(session), *conflicts.of_session(nowhere)] == list(found)


def test_sessions_that_touch_fit(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    after = Slot(starts_at=at("2026-10-24 09:00"), ends_at=at("2026-10-24 10:00"), room=room)

    made = accepted(event, olga, "After", after)

    assert (conflicts.of_event(event).conflicts, conflicts.of_session(made)) == ((), [])


def withdraw(session: Session, olga: User) -> None:
    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)


def delete(session: Session, olga: User) -> None:
    removing.delete(session, by=olga)


@pytest.mark.parametrize("end", [withdraw, delete])
def test_what_does_not_take_place_is_in_nobodys_way(
    event: Event, session: Session, other: Session, olga: User, end: Any
) -> None:
    end(other, olga)

    assert (conflicts.of_event(event).conflicts, conflicts.of_session(session)) == ((), [])
    assert conflicts.of_session(other) == []


def test_a_removed_room_and_a_removed_speaker_do_not_count(
    event: Event, session: Session, other: Session, room: Microlocation, speaker: Speaker, olga: User
) -> None:
    speaking.link(speaker, other, by=olga)
    speaking.remove(speaker, by=olga)
    arranging.remove(room, by=olga)

    assert [one.kind for one in conflicts.of_event(event).conflicts] == [Kind.NO_ROOM, Kind.NO_ROOM]
    assert [one.kind for one in conflicts.of_session(session)] == [Kind.NO_ROOM]


def test_a_conflict_is_shown_as_plain_values(session: Session, other: Session, room: Microlocation) -> None:
    (found,) = conflicts.of_session(session)

    assert found.shown() == {
        "kind": "room-overlap",
        "sessions": [str(session.pk), str(other.pk)],
        "microlocation": str(room.pk),
        "speaker": None,
        "detail": "“Soldering for All” and “Other” are both in Blue Hall at the same time.",
    }


# --- against a reference that compares everything with everything ---

HOUR = timedelta(hours=1)
BEGIN, END = at("2026-10-24 07:00"), at("2026-10-26 17:00")


@dataclass(frozen=True)
class Made:
    """A session as it is to be made: hours after the event's start, and who and what by number."""

    start: int | None
    end: int | None
    room: int | None
    state: str
    is_deleted: bool
    speakers: tuple[int, ...]


hours = st.none() | st.integers(-2, 8)
made = st.builds(
    Made,
    start=hours,
    end=hours,
    room=st.none() | st.integers(0, 2),
    state=st.sampled_from(["accepted", "confirmed", "accepted", "pending", "withdrawn"]),
    is_deleted=st.sampled_from([False, False, False, True]),
    speakers=st.lists(st.integers(0, 2), unique=True, max_size=2).map(tuple),
)


def reference(sessions: dict[int, Made], rooms: list[Microlocation], speakers: list[Speaker]) -> set[Any]:
    """Everything that does not fit, by comparing all with all; the last room and the last speaker are removed."""
    real = {pk: one for pk, one in sessions.items() if one.state in {"accepted", "confirmed"} and not one.is_deleted}
    found: set[Any] = set()
    for pk, one in real.items():
        if one.room in {None, 2}:
            found.add(("no-room", (pk,), None))
        if not is_timed(one):
            found.add(("no-time", (pk,), None))
        elif one.start is not None and one.start < 0:
            found.add(("outside-event", (pk,), None))
    for (first, one), (second, other) in combinations(sorted(real.items()), 2):
        if not overlap(one, other):
            continue
        if one.room == other.room and one.room in {0, 1}:
            found.add(("room-overlap", (first, second), rooms[one.room].pk))
        for speaker in {0, 1}.intersection(one.speakers, other.speakers):
            found.add(("speaker-overlap", (first, second), speakers[speaker].pk))
    return found


def is_timed(one: Made) -> bool:
    return one.start is not None and one.end is not None and one.start < one.end


def overlap(one: Made, other: Made) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return is_timed(one) and is_timed(other) and one.start < other.end and other.start < one.end


def written(event: Event, wanted: list[Made], rooms: list[Microlocation], speakers: list[Speaker]) -> dict[int, Made]:
    """The sessions as rows, past the acts, which would not make all of them."""
    rows = {}
    for number, one in enumerate(wanted):
        row = Session.objects.create(
            event=event,
            title=f"Session {number}",
            uid=str(number),
            state=one.state,
            starts_at=None if one.start is None else BEGIN + one.start * HOUR,
            ends_at=None if one.end is None else BEGIN + one.end * HOUR,
            microlocation=None if one.room is None else rooms[one.room],
            deleted_at=BEGIN if one.is_deleted else None,
            revised_at=BEGIN,
            created_at=BEGIN,
        )
        SessionSpeaker.objects.bulk_create(SessionSpeaker(session=row, speaker=speakers[who]) for who in one.speakers)
        rows[row.pk] = one
    return rows


def comparable(found: list[Conflict]) -> list[Any]:
    return [
        (str(one.kind), one.sessions, (one.room if one.kind is Kind.ROOM_OVERLAP else one.speaker)) for one in found
    ]


@given(wanted=st.lists(made, max_size=9))
@settings(max_examples=60, deadline=None)
@pytest.mark.django_db
def test_both_questions_find_what_comparing_all_with_all_finds(wanted: list[Made]) -> None:
    with transaction.atomic():
        event = creating.create(by=account("olga"), name="New", timezone="UTC", starts_at=BEGIN, ends_at=END)
        rooms = [Microlocation.objects.create(event=event, name=f"Room {number}") for number in range(3)]
        speakers = [Speaker.objects.create(event=event, name=f"Speaker {number}") for number in range(3)]
        for gone in (rooms[2], speakers[2]):
            gone.deleted_at = BEGIN
            gone.save()
        rows = written(event, wanted, rooms, speakers)
        expected = reference(rows, rooms, speakers)

        by_event = comparable(list(conflicts.of_event(event).conflicts))
        by_session = [
            one for row in Session.objects.filter(event=event) for one in comparable(conflicts.of_session(row))
        ]
        transaction.set_rollback(True)

    assert sorted(by_event) == sorted(expected)
    assert set(by_session) == expected


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=30)


@given(spans)
def test_the_sweep_finds_each_pair_once(lengths: list[tuple[int, int]]) -> None:
    some = [
        Span(BEGIN + start * HOUR, number, BEGIN + (start + length) * HOUR)
        for number, (start, length) in enumerate(lengths)
    ]

    found = list(pairs(some))

    expected = {
        frozenset((one.number, other.number))
        for one, other in combinations(some, 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    }
    assert len(found) == len(expected)
    assert {frozenset((one.number, other.number)) for one, other in found} == expected


# --- much of it ---


def fill(event: Event, number: int, *, room: Microlocation | None, start: datetime, step: timedelta) -> None:
    """So many accepted sessions of 20 minutes, one every `step`."""
    Session.objects.bulk_create(
        Session(
            event=event,
            title=f"Session {n}",
            uid=f"many-{n}",
            state="accepted",
            starts_at=start + n * step,
            ends_at=start + n * step + timedelta(minutes=20),
            microlocation=room,
            revised_at=start,
            created_at=start,
        )
        for n in range(number)
    )


def statements(ask: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_more_overlaps_than_anybody_reads_are_cut_off(event: Event, room: Microlocation) -> None:
    fill(event, 50, room=room, start=event.starts_at, step=timedelta(0))  # 1,225 pairs

    found = conflicts.of_event(event)

    assert (len(found.conflicts), found.more) == (conflicts.MOST, True)


def test_ten_thousand_sessions_take_as_many_statements_as_one(
    event: Event, session: Session, other: Session, room: Microlocation, olga: User
) -> None:
    def asked() -> tuple[int, int, int]:
        fresh = Session.objects.select_related("event").get(pk=session.pk)
        moved = replace(Slot.of(fresh), ends_at=fresh.ends_at and fresh.ends_at + timedelta(minutes=1))
        return (
            statements(lambda: conflicts.of_event(event)),
            statements(lambda: conflicts.of_session(fresh)),
            statements(lambda: scheduling.move(fresh, to=moved, by=olga)),
        )

    before = asked()
    step = timedelta(minutes=20)
    fill(event, 10_000, room=room, start=event.starts_at - 5_000 * step, step=step)
    started = timezone.now()
    after = asked()

    assert after == before
    assert before[:2] == (2, 3)
    assert timezone.now() - started < timedelta(seconds=10)

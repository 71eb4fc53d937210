"""What a calendar would change in an event."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.imports.calendar import What, apply, compare
from openevent.program import editing, removing, reviewing, scheduling
from openevent.program.models import Microlocation, Session, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.imports.calendar.files import brought, exported, incoming, vevent

NOON = "2026-10-25 11:00–12:00 Europe/Berlin"


def whats(event: Event, *events: str) -> list[What]:
    return [step.what for step in compare(event, brought(*events)).steps]


def reasons(event: Event, *events: str) -> list[str]:
    return [step.reason for step in compare(event, brought(*events)).steps]


def of(session: Session, *more: str, **values: Any) -> str:
    """The session as another program writes it, unless said otherwise."""
    session.refresh_from_db()
    kept = {"summary": session.title, "start": "20261024T080000Z", "end": "20261024T090000Z", **values}
    return vevent(session.uid, *more, **kept)


def test_what_the_event_has_not_is_new(event: Event) -> None:
    plan = compare(event, brought(vevent("a@x"), vevent("b@x")))

    assert ([step.what for step in plan.steps], plan.sentence) == ([What.NEW, What.NEW], "2 new")


def test_an_events_own_calendar_says_nothing_new(event: Event, session: Session) -> None:
    plan = compare(event, incoming(exported(event)))

    assert ([step.what for step in plan.steps], plan.sentence) == ([What.SAME], "nothing new")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "move"),
    [
        ("20261024T083000Z", "20261024T093000Z", "2026-10-24 10:00–11:00 → 2026-10-24 10:30–11:30 Europe/Berlin"),
        ("20261024T080000Z", "20261024T093030Z", "2026-10-24 10:00–11:00 → 2026-10-24 10:00–11:30:30 Europe/Berlin"),
        (
            "20261024T213000Z",
            "20261025T003000Z",
            "2026-10-24 10:00–11:00 → 2026-10-24 23:30–2026-10-25 02:30 Europe/Berlin",
        ),
        ("20261025T080000Z", "20261025T090000Z", "2026-10-24 10:00–11:00 → 2026-10-25 09:00–10:00 Europe/Berlin"),
    ],
)
def test_a_move_says_when_it_was_and_when_it_will_be(
    event: Event, session: Session, starts_at: str, ends_at: str, move: str
) -> None:
    said = of(session, "SEQUENCE:9", start=starts_at, end=ends_at, summary="Soldering for Some")

    (step,) = compare(event, brought(said)).steps
    (done,) = apply(event, brought(said), by=None).steps

    assert (str(step), step.as_json()["move"]) == (f"moved: Soldering for Some ({move}, title)", move)
    assert str(done) == str(step)


def test_what_had_no_time_gets_one(event: Event, olga: User) -> None:
    session = accepted(event, olga, "Etching", None)
    said = brought(of(session, "SEQUENCE:9"))

    assert [str(step) for step in compare(event, said).steps] == [
        "moved: Etching (no time → 2026-10-24 10:00–11:00 Europe/Berlin)"
    ]


def test_what_only_changes_or_is_new_moves_nowhere(event: Event, session: Session) -> None:
    plan = compare(event, brought(of(session, "SEQUENCE:9", summary="Etching"), vevent("a@x")))

    assert [(str(step), step.move) for step in plan.steps] == [
        ("changed: Etching (title)", ""),
        (f"new: Growing Oysters ({NOON})", NOON),
    ]


def test_the_plan_names_what_would_be_made_for_it(event: Event, session: Session, track: Track) -> None:
    file = brought(
        vevent("a@x", "LOCATION:Cellar", "CATEGORIES:Food"),
        vevent("b@x", "LOCATION:cellar", f"CATEGORIES:{track.name}"),
        vevent("late@x", "LOCATION:Roof", end="20261130T100000Z"),
    )

    plan = compare(event, file)

    assert plan.parts == {"microlocation": ("Cellar",), "track": ("Food",)}
    assert plan.as_json()["parts"] == [{"type": "microlocation", "name": "Cellar"}, {"type": "track", "name": "Food"}]


def test_what_a_calendar_does_not_say_stays(event: Event, session: Session) -> None:
    assert whats(event, of(session)) == [What.SAME]


@pytest.mark.parametrize(
    ("said", "members"),
    [
        ({"start": "20261024T083000Z"}, ("starts-at",)),
        ({"end": "20261024T093000Z"}, ("ends-at",)),
        ({"start": "20261025T080000Z", "end": "20261025T090000Z"}, ("starts-at", "ends-at")),
    ],
)
def test_another_time_is_a_move(event: Event, session: Session, said: dict[str, str], members: tuple[str, ...]) -> None:
    (step,) = compare(event, brought(of(session, "SEQUENCE:9", **said))).steps

    assert (step.what, step.wanted.members) == (What.MOVED, members)


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("Blue Hall", What.SAME),
        ("blue  hall", What.SAME),
        (r"Blue Hall\, Old Mill", What.SAME),
        (r"Green Hall\, Old Mill", What.MOVED),
        ("Old Mill", What.MOVED),
    ],
)
def test_another_room_is_a_move(event: Event, session: Session, location: str, what: What) -> None:
    assert whats(event, of(session, f"LOCATION:{location}", "SEQUENCE:9")) == [what]


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("DESCRIPTION:Bring two irons.", "short-abstract"),
        ("CATEGORIES:Oysters", "track"),
        ("ATTENDEE;CN=Bo:mailto:speaker-7@x.example", "speakers"),
        ("CONFERENCE;VALUE=URI:https://live.example/1", "stream-url"),
    ],
)
def test_other_words_are_a_change(event: Event, session: Session, line: str, member: str) -> None:
    (step,) = compare(event, brought(of(session, "SEQUENCE:9", line))).steps

    assert (step.what, step.wanted.members) == (What.CHANGED, (member,))


def test_guests_are_no_speakers(event: Event, session: Session) -> None:
    assert whats(event, of(session, "ATTENDEE;CN=Bo:mailto:bo@example.net")) == [What.SAME]


def test_what_is_cancelled_in_the_file_is_cancelled(event: Event, session: Session) -> None:
    assert whats(event, of(session, "STATUS:CANCELLED", "SEQUENCE:9"), vevent("x", "STATUS:CANCELLED")) == [
        What.CANCELLED,
        What.LEFT_OUT,
    ]


def test_what_was_canceled_and_takes_place_is_revived_and_what_was_deleted_is_not(
    event: Event, session: Session, olga: User
) -> None:
    other = accepted(event, olga, "Knots", Slot(starts_at=at("2026-10-24 08:00"), ends_at=at("2026-10-24 09:00")))
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    removing.delete(other, by=olga)

    assert whats(event, of(session, "SEQUENCE:9"), of(other, "SEQUENCE:9")) == [What.REVIVED, What.LEFT_OUT]
    assert whats(event, of(session, "STATUS:CANCELLED"), of(other, "STATUS:CANCELLED")) == [What.SAME, What.SAME]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_states_of_one_session_the_later_one_counts(event: Event, order: tuple[int, int]) -> None:
    states = [vevent("a@x", "SEQUENCE:1", summary="Old"), vevent("a@x", "SEQUENCE:2", summary="New")]

    plan = compare(event, brought(*(states[number] for number in order)))

    assert {step.title: step.what for step in plan.steps} == {"Old": What.LEFT_OUT, "New": What.NEW}


def test_times_without_any_zone_are_the_events(event: Event) -> None:
    (step,) = compare(event, brought(vevent(start="20261026T100000", end="20261026T110000"))).steps

    assert (step.what, step.wanted.starts_at) == (What.NEW, at("2026-10-26 09:00"))


def test_what_an_earlier_calendar_brought_and_this_one_has_not_is_named_and_stays(
    event: Event, session: Session, olga: User
) -> None:
    apply(event, brought(vevent("a@x"), vevent("b@x", summary="Knots")), by=olga)

    plan = apply(event, brought(vevent("a@x")), by=olga)

    assert plan.sentence == "nothing new, 1 missing"
    assert [(step.what, step.title) for step in plan.told()] == [(What.MISSING, "Knots")]
    assert Session.objects.get(uid="b@x").state == "accepted"


def test_what_was_decided_otherwise_here_is_left_out_with_a_sentence(
    event: Event, session: Session, olga: User
) -> None:
    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)

    assert reasons(event, of(session, "SEQUENCE:9")) == ["It was withdrawn here: accept it first."]


def test_who_may_not_edit_locked_sessions_does_not_by_a_file_either(event: Event, session: Session, olga: User) -> None:
    reviewing.lock(session, by=olga)
    file = brought(of(session, "SEQUENCE:9", end="20261024T093000Z"))

    plans = [compare(event, file, may_lock=may_lock) for may_lock in (True, False)]

    assert [plan.sentence for plan in plans] == ["1 moved", "nothing new, 1 left out"]
    assert plans[1].steps[0].reason == "It is locked here: only organizers change it."


def test_an_old_file_is_outdated(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    old = exported(event)
    moved = Slot(starts_at=at("2026-10-25 08:00"), ends_at=at("2026-10-25 09:00"), room=room)
    scheduling.move(session, to=moved, by=olga)
    event.refresh_from_db()

    plan = compare(event, incoming(old))

    assert ([step.what for step in plan.steps], plan.sentence) == ([What.OUTDATED], "nothing new, 1 outdated")


def test_a_file_that_counts_no_changes_is_as_old_as_it_says(event: Event, session: Session) -> None:
    Session.objects.update(sequence=4, revised_at=at("2026-10-01 00:00"))
    event.revised_at = at("2026-10-01 00:00")

    old = of(session, "LAST-MODIFIED:20260930T000000Z", end="20261024T093000Z")
    new = of(session, "LAST-MODIFIED:20261002T000000Z", end="20261024T093000Z")

    assert [whats(event, old), whats(event, new)] == [[What.OUTDATED], [What.MOVED]]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([vevent(start="20261020T100000Z")], "The session would begin before the event."),
        ([vevent(end="20261030T100000Z")], "The session would end after the event."),
        ([vevent(summary="")], "It has no title."),
        ([vevent(), vevent()], "The file holds it twice: the later state counts, or the first one."),
        ([vevent("u" * 256)], "uid: Ensure this value has at most 255 characters (it has 256)."),
        ([vevent("x", f"LOCATION:{'r' * 256}")], f"“{'r' * 40}…” is longer than a name may be (255 characters)."),
        ([vevent("x", "RECURRENCE-ID:20261025T100000Z")], "It changes one date of a repeating event."),
    ],
)
def test_what_cannot_be_taken_over_is_left_out_with_a_sentence(event: Event, events: list[str], reason: str) -> None:
    last = compare(event, brought(*events)).steps[-1]

    assert (last.what, last.reason) == (What.LEFT_OUT, reason)


def test_an_end_before_the_start_is_left_out(event: Event) -> None:
    assert whats(event, vevent(end="20261025T100000Z")) == [What.LEFT_OUT]


def test_the_plan_in_words_and_in_json(event: Event, session: Session) -> None:
    plan = compare(event, brought(vevent("a@x"), of(session, "SEQUENCE:9", "STATUS:CANCELLED")))

    assert plan.sentence == "1 new, 1 cancelled"
    assert list(map(str, plan.told())) == [
        "new: Growing Oysters (2026-10-25 11:00–12:00 Europe/Berlin)",
        "cancelled: Soldering for All",
    ]
    assert plan.as_json()["counts"] == {
        "new": 1, "moved": 0, "changed": 0, "cancelled": 1, "revived": 0, "same": 0, "outdated": 0, "left out": 0,
        "missing": 0,
    }  # fmt: skip
    assert plan.as_json()["steps"][1] == {
        "what": "cancelled",
        "uid": session.uid,
        "title": "Soldering for All",
        "session": str(session.pk),
        "members": [],
        "move": "",
        "reason": "",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_takes_six_queries(
    event: Event, session: Session, olga: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        accepted(event, olga, f"Talk {number}", Slot.of(session))
    file = incoming(exported(event))
    editing.change(session, by=olga, title="Soldering for Some")
    event.refresh_from_db()

    with django_assert_num_queries(6):
        plan = compare(event, file)

    assert plan.counts["same"] == count

"""A calendar brought into an event: all of it, once."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.imports.calendar import What, apply
from openevent.program import removing, scheduling, speaking
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at
from tests.imports.calendar.files import brought, exported, incoming, vevent


def facts(session: Session) -> dict[str, Any]:
    session.refresh_from_db()
    return {
        "uid": session.uid,
        "title": session.title,
        "state": session.state,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "room": session.microlocation and session.microlocation.name,
        "track": session.track and session.track.name,
        "speakers": [
            speaker.name for speaker in session.speakers.filter(deleted_at=None).order_by("speaking__position")
        ],
        "sequence": session.sequence,
    }


def log(event: Event) -> list[tuple[str, str]]:
    """What the newest revision changed."""
    event.refresh_from_db()
    rows = Change.objects.filter(event=event, revision=event.revision)
    return [(row.kind, row.object_type) for row in rows]


RICH = (
    "SEQUENCE:3",
    r"LOCATION:Green Hall\, Old Mill",
    "CATEGORIES:Aquaculture",
    r"DESCRIPTION:Shells\, tides & <script>alert(1)</script>patience.",
    "ATTENDEE;CN=Olive Oyster:mailto:speaker-4@noreply.example",
    "ATTENDEE;CN=ann onymous:mailto:speaker-5@noreply.example",
)


def test_a_new_session_comes_with_all_that_it_names(event: Event, speaker: Speaker, olga: User) -> None:
    plan = apply(event, brought(vevent("oyster@example.net", *RICH)), by=olga)

    made = Session.objects.get()
    assert plan.sentence == "1 new"
    assert facts(made) == {
        "uid": "oyster@example.net",
        "title": "Growing Oysters",
        "state": "accepted",
        "starts_at": at("2026-10-25 10:00"),
        "ends_at": at("2026-10-25 11:00"),
        "room": "Green Hall",
        "track": "Aquaculture",
        "speakers": ["Olive Oyster", "Ann Onymous"],
        "sequence": 3,
    }
    assert (made.short_abstract, made.short_abstract_text) == (
        "Shells, tides &amp; patience.",
        "Shells, tides & patience.",
    )
    assert (made.creator, made.is_proposal) == (olga, False)
    assert log(event) == [
        ("imported", "event"),
        ("created", "microlocation"),
        ("created", "track"),
        ("created", "speaker"),
        ("created", "session"),
    ]


def test_the_same_file_again_changes_nothing(event: Event, session: Session, olga: User) -> None:
    file = brought(vevent("a@x", *RICH), vevent("b@x", "STATUS:TENTATIVE"), vevent("c@x", "DESCRIPTION:<p>x  y</p>"))
    apply(event, file, by=olga)
    event.refresh_from_db()
    revision = event.revision

    plan = apply(event, file, by=olga)

    event.refresh_from_db()
    assert ([step.what for step in plan.steps], event.revision) == ([What.SAME] * 3, revision)
    assert Session.objects.get(uid="b@x").state == "pending"


def test_a_moved_session_keeps_its_uid_and_counts_up(
    event: Event, session: Session, track: Track, room: Microlocation, olga: User
) -> None:
    Event.objects.update(revised_at=at("2026-08-01 00:00"))
    Session.objects.update(revised_at=at("2026-08-01 00:00"))
    before = facts(session)
    line = vevent(
        session.uid, r"LOCATION:Green Hall\, Old Mill", f"SEQUENCE:{before['sequence']}", summary=session.title
    )

    plan = apply(event, brought(line), by=olga)

    assert plan.sentence == "1 moved"
    assert facts(session) == before | {
        "starts_at": at("2026-10-25 10:00"),
        "ends_at": at("2026-10-25 11:00"),
        "room": "Green Hall",
        "sequence": before["sequence"] + 1,
    }
    assert log(event) == [("imported", "event"), ("created", "microlocation"), ("moved", "session")]


def test_a_session_with_other_words_is_revised_and_does_not_count_up(
    event: Event, session: Session, olga: User
) -> None:
    before = facts(session)
    Session.objects.update(revised_at=at("2026-01-01 00:00"))
    line = vevent(session.uid, "SEQUENCE:9", summary="Soldering", start="20261024T080000Z", end="20261024T090000Z")

    apply(event, brought(line), by=olga)

    assert facts(session) == before | {"title": "Soldering"}
    assert session.revised_at > at("2026-01-01 00:00")
    assert log(event) == [("imported", "event"), ("changed", "session")]


def test_calendars_hear_of_a_session_that_a_file_cancels(event: Event, session: Session, olga: User) -> None:
    sequence = session.sequence

    apply(event, brought(vevent(session.uid, "STATUS:CANCELLED", "SEQUENCE:9")), by=olga)

    session.refresh_from_db()
    assert (session.state, session.public_title) == ("canceled", "Soldering for All")
    assert session.sequence == max(sequence + 1, 9)
    assert b"STATUS:CANCELLED" in exported(event)
    assert log(event) == [("imported", "event"), ("state", "session")]


def test_a_session_that_a_file_cancelled_comes_back_with_the_uid_it_had(
    event: Event, session: Session, olga: User
) -> None:
    apply(event, brought(vevent(session.uid, "STATUS:CANCELLED", "SEQUENCE:9")), by=olga)

    plan = apply(event, brought(vevent(session.uid, "SEQUENCE:10", summary=session.title)), by=olga)

    uid = session.uid
    session.refresh_from_db()
    assert (plan.sentence, session.state, session.uid) == ("1 revived", "accepted", uid)
    assert log(event) == [("imported", "event"), ("state", "session"), ("moved", "session")]


def test_a_session_that_the_team_deleted_stays_deleted(event: Event, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)

    plan = apply(event, brought(vevent(session.uid, "SEQUENCE:9", summary=session.title)), by=olga)

    session.refresh_from_db()
    assert (plan.sentence, session.deleted_at is None) == ("nothing new, 1 left out", False)
    assert plan.steps[0].reason == "It was deleted here: restore it first."


def later(hour: int, *more: str) -> str:
    return vevent("a@x", *more, start=f"20261025T{hour}0000Z", end=f"20261025T{hour}3000Z")


def test_what_is_moved_here_does_not_make_the_files_next_revision_an_old_one(event: Event, olga: User) -> None:
    apply(event, brought(later(10, "SEQUENCE:0")), by=olga)
    made = Session.objects.get()
    for hour in (11, 12, 13):
        slot = Slot(starts_at=at(f"2026-10-25 {hour}:00"), ends_at=at(f"2026-10-25 {hour}:30"))
        scheduling.move(made, to=slot, by=olga)

    again = apply(event, brought(later(10, "SEQUENCE:0")), by=olga)
    stayed = facts(made)["starts_at"]
    newer = apply(event, brought(later(14, "SEQUENCE:1")), by=olga)
    old = apply(event, brought(later(10, "SEQUENCE:0")), by=olga)

    assert [plan.sentence for plan in (again, newer, old)] == [
        *("nothing new, 1 outdated", "1 moved", "nothing new, 1 outdated")
    ]
    assert (stayed, facts(made)["starts_at"]) == (at("2026-10-25 13:00"), at("2026-10-25 14:00"))


def stamped(hour: int, sequence: int, revised: str) -> str:
    return later(hour, f"SEQUENCE:{sequence}", f"LAST-MODIFIED:{revised}")


@pytest.mark.parametrize(
    ("sequence", "revised", "sentence"),
    [
        (1, "20260902T120000Z", "nothing new, 1 outdated"),  # between what came before and what was done here
        (1, "20260904T120000Z", "1 moved"),
        (99, "20260902T120000Z", "1 moved"),
        (1, "20260901T120000Z", "1 moved"),  # whoever tells the same time always tells none
    ],
)
def test_what_was_changed_here_stays_unless_the_file_was_revised_later(
    event: Event, olga: User, sequence: int, revised: str, sentence: str
) -> None:
    apply(event, brought(stamped(10, 0, "20260901T120000Z")), by=olga)
    Session.objects.update(sequence=5, revised_at=at("2026-09-03 12:00"), brought_at=at("2026-09-01 12:00"))

    assert apply(event, brought(stamped(14, sequence, revised)), by=olga).sentence == sentence


def test_an_older_file_brings_back_no_older_title(event: Event, session: Session, olga: User) -> None:
    Session.objects.update(revised_at=at("2026-09-01 12:00"))
    Event.objects.update(revised_at=at("2026-09-01 12:00"))
    old = exported(event)
    Session.objects.update(title="Renamed", revised_at=at("2026-09-03 12:00"))  # which calendars need not count

    plan = apply(event, incoming(old), by=olga)

    session.refresh_from_db()
    assert (plan.sentence, session.title) == ("nothing new, 1 outdated", "Renamed")


def test_a_later_revision_that_says_the_same_is_remembered(event: Event, olga: User) -> None:
    apply(event, brought(later(10, "SEQUENCE:0")), by=olga)
    event.refresh_from_db()
    revision = event.revision

    same = apply(event, brought(later(10, "SEQUENCE:4")), by=olga)

    event.refresh_from_db()
    made = Session.objects.get()
    assert (same.sentence, event.revision, made.imported_sequence) == ("nothing new", revision, 4)


def test_speakers_stand_in_the_order_of_the_file_and_who_was_removed_is_remembered(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    names = ["Ann Onymous", "Bo", "Cy"]

    def bring(sequence: int, *order: str) -> list[str]:
        people = [f"ATTENDEE;CN={name}:mailto:speaker-{names.index(name)}@x.example" for name in order]
        said = vevent(session.uid, f"SEQUENCE:{sequence}", *people, summary=session.title)
        apply(event, brought(said), by=olga)
        shown: list[str] = facts(session)["speakers"]
        return shown

    seen = [bring(9, "Bo", "Ann Onymous"), bring(10, "Ann Onymous", "Bo")]
    speaking.remove(speaker, by=olga)
    seen.append(bring(11, "Bo", "Cy"))
    speaking.restore(speaker, by=olga)

    assert seen == [["Bo", "Ann Onymous"], ["Ann Onymous", "Bo"], ["Bo", "Cy"]]
    assert set(facts(session)["speakers"]) == {"Ann Onymous", "Bo", "Cy"}


def test_what_an_event_exported_brings_it_back_to_where_it_was(event: Event, session: Session, olga: User) -> None:
    file = exported(event)
    before = facts(session)
    Session.objects.all().delete()

    apply(event, incoming(file), by=olga)

    assert facts(Session.objects.get()) == before
    assert exported(event).count(b"BEGIN:VEVENT") == 1


def test_a_file_that_counts_to_the_end_leaves_room_to_count(event: Event, olga: User) -> None:
    apply(event, brought(vevent("x", "SEQUENCE:2147483647")), by=olga)
    Event.objects.update(sequence=5)

    assert b"UID:x" in exported(event)


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_is_written_in_as_many_statements_whatever_it_holds(
    event: Event, session: Session, olga: User, count: int, django_assert_num_queries: Any
) -> None:
    old = [accepted(event, olga, f"Talk {number}", Slot.of(session)) for number in range(count)]
    moved = [vevent(one.uid, "SEQUENCE:9", *RICH[1:], summary=one.title) for one in old]
    file = brought(*moved, *(vevent(f"new-{number}", f"LOCATION:Room {number}") for number in range(count)))

    with django_assert_num_queries(20):
        apply(event, file, by=olga)


def test_nothing_is_half_saved(event: Event, session: Session, olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    event.refresh_from_db()
    before, revision = facts(session), event.revision

    def fail(*_: Any, **__: Any) -> int:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(revising, "bump", fail)
    with pytest.raises(RuntimeError):
        apply(event, brought(vevent("a@x", *RICH), vevent(session.uid, "SEQUENCE:9")), by=olga)

    event.refresh_from_db()
    assert (facts(session), Session.objects.count(), event.revision) == (before, 1, revision)
    assert not Track.objects.filter(name="Aquaculture").exists()

"""A calendar brought into an event: all of it, once."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Change, Event
from openevent.imports.calendar import What, apply
from openevent.program import removing
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
        "speakers": [speaker.name for speaker in session.speakers.order_by("speaking__position")],
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
    assert (session.state, session.was_public) == ("canceled", True)
    assert session.sequence == max(sequence + 1, 9)
    assert b"STATUS:CANCELLED" in exported(event)
    assert log(event) == [("imported", "event"), ("state", "session")]


def test_a_deleted_session_comes_back_with_the_uid_it_had(event: Event, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)
    before = facts(session)

    plan = apply(event, brought(vevent(session.uid, "SEQUENCE:9", summary=session.title)), by=olga)

    session.refresh_from_db()
    assert (plan.sentence, session.deleted_at, session.uid) == ("1 revived", None, before["uid"])
    assert log(event) == [("imported", "event"), ("restored", "session"), ("moved", "session")]


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

    with django_assert_num_queries(19):
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

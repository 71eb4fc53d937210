"""Sessions that were public and are not any more: calendars that follow the programme hear of it."""

from dataclasses import replace

import pytest

from openevent.accounts.models import User
from openevent.calendars.document import Entry, Status
from openevent.events import publishing
from openevent.events.models import Event
from openevent.program import arranging, calendar, editing, removing, reviewing, scheduling, submitting
from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at

SLOT = Slot(starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-24 11:00"))


def feed(event: Event) -> dict[str, Entry]:
    """What a calendar that follows the programme shows, by uid."""
    event.refresh_from_db()
    entries = calendar.schedule(event, Session.objects.of_feed(), departed=True).calendar.entries
    return {entry.uid: entry for entry in entries}


LATER = replace(SLOT, starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"))
EARLIER = replace(SLOT, starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-24 07:30"))


def state(session: Session, to: str, by: User, side: Side = Side.ORGANIZER) -> None:
    reviewing.change_state(session, to=to, side=side, by=by)


@pytest.mark.parametrize("after", ["withdrawn", "rejected", "canceled", "pending"])
def test_a_session_that_leaves_the_programme_is_cancelled(
    event: Event, session: Session, olga: User, after: str
) -> None:
    before = feed(event)[session.uid]

    state(session, after, olga)

    now = feed(event)[session.uid]
    assert (before.status, now.status) == (Status.CONFIRMED, Status.CANCELLED)
    assert now.sequence == before.sequence + 1
    assert now.revised_at >= before.revised_at
    assert (now.starts_at, now.summary, now.location) == (before.starts_at, before.summary, before.location)


def test_a_deleted_session_is_cancelled_and_says_no_more_than_what_and_when(
    event: Event, session: Session, olga: User
) -> None:
    before = feed(event)[session.uid]

    removing.delete(session, by=olga)

    now = feed(event)[session.uid]
    assert (before.description, len(before.attendees), bool(before.url)) == ("Bring an iron.", 1, True)
    assert (now.status, now.sequence) == (Status.CANCELLED, before.sequence + 1)
    assert (now.description, now.attendees, now.url, now.details.html) == ("", (), "", "")


@pytest.mark.parametrize("after", ["withdrawn", "rejected", "canceled"])
def test_a_session_that_comes_back_is_the_same_entry(event: Event, session: Session, olga: User, after: str) -> None:
    state(session, after, olga)
    gone = feed(event)[session.uid]

    state(session, "accepted", olga)

    back = feed(event)[session.uid]
    assert (back.status, back.sequence) == (Status.CONFIRMED, gone.sequence + 1)
    assert list(feed(event)) == [session.uid]


def test_a_restored_session_is_the_same_entry(event: Event, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)
    gone = feed(event)[session.uid]

    removing.restore(session, by=olga)

    back = feed(event)[session.uid]
    assert (back.status, back.sequence) == (Status.CONFIRMED, gone.sequence + 1)


def test_what_is_made_of_it_afterwards_is_nobodys_business(
    event: Event, session: Session, room: Microlocation, olga: User
) -> None:
    before = feed(event)[session.uid]
    state(session, "rejected", olga)
    state(session, "pending", olga)
    gone = feed(event)[session.uid]

    editing.change(session, by=olga, title="New secret plan")
    scheduling.move(session, to=SLOT, by=olga)
    arranging.change(room, by=olga, name="Secret hall")

    now = feed(event)[session.uid]
    assert (now.summary, now.location, now.starts_at, now.ends_at, now.status) == (
        *(before.summary, before.location, before.starts_at, before.ends_at),
        Status.CANCELLED,
    )
    assert (gone.categories, gone.color, gone.geo, gone.conference) == ((), "", None, "")
    assert (gone.details.number, gone.details.room) == (session.pk, "Blue Hall")


def test_a_session_that_loses_its_time_is_cancelled_until_it_has_one_again(
    event: Event, session: Session, olga: User
) -> None:
    before = feed(event)[session.uid]

    scheduling.unschedule(session, by=olga)
    gone = feed(event)[session.uid]
    scheduling.move(session, to=SLOT, by=olga)

    back = feed(event)[session.uid]
    assert (gone.status, gone.starts_at, gone.sequence) == (
        Status.CANCELLED,
        before.starts_at,
        before.sequence + 1,
    )
    assert (back.status, back.starts_at, back.sequence) == (Status.CONFIRMED, SLOT.starts_at, gone.sequence + 1)


def test_what_leaves_stands_where_it_was_among_the_others(event: Event, session: Session, olga: User) -> None:
    early = accepted(event, olga, "Early", EARLIER)
    state(session, "canceled", olga)
    scheduling.move(session, to=LATER, by=olga)
    late = accepted(event, olga, "Late", SLOT)

    assert list(feed(event)) == [early.uid, session.uid, late.uid]


def test_what_was_moved_while_its_event_was_a_draft_was_public_before(
    event: Event, session: Session, olga: User
) -> None:
    publishing.unpublish(event, by=olga)
    scheduling.move(session, to=SLOT, by=olga)
    state(session, "canceled", olga)
    publishing.publish(event, by=olga)

    assert [entry.status for entry in feed(event).values()] == [Status.CANCELLED]


def test_what_was_never_public_leaves_no_trace(event: Event, olga: User) -> None:
    proposed = submitting.submit(event, by=olga, title="Only proposed", state="pending")
    state(proposed, "rejected", olga)
    unscheduled = accepted(event, olga, "Without a time", None)
    state(unscheduled, "withdrawn", olga)
    deleted = submitting.submit(event, by=olga, title="Never decided", state="pending")
    removing.delete(deleted, by=olga)

    assert feed(event) == {}


def test_what_leaves_a_draft_event_was_never_public(event: Event, olga: User) -> None:
    publishing.unpublish(event, by=olga)
    made = accepted(event, olga, "In the draft", SLOT)
    state(made, "withdrawn", olga)
    publishing.publish(event, by=olga)

    assert feed(event) == {}


def test_what_was_public_before_its_event_was_taken_back_is_remembered(
    event: Event, session: Session, olga: User
) -> None:
    publishing.unpublish(event, by=olga)
    state(session, "withdrawn", olga)
    publishing.publish(event, by=olga)

    assert [entry.status for entry in feed(event).values()] == [Status.CANCELLED]


def test_what_got_its_time_while_its_event_was_a_draft_counts_as_new(event: Event, olga: User) -> None:
    made = accepted(event, olga, "Without a time", None)
    publishing.unpublish(event, by=olga)
    scheduling.move(made, to=SLOT, by=olga)
    state(made, "withdrawn", olga)
    publishing.publish(event, by=olga)

    assert feed(event) == {}


def test_what_lost_its_time_is_named_in_a_feed_and_in_an_export(event: Event, session: Session, olga: User) -> None:
    scheduling.unschedule(session, by=olga)
    event.refresh_from_db()

    feed = calendar.schedule(event, Session.objects.of_feed(), departed=True)
    export = calendar.schedule(event)

    assert [one.reason for one in feed.skipped] == [one.reason for one in export.skipped] == ["It has no start."]
    assert (len(feed.calendar.entries), export.calendar.entries) == (1, ())


def test_exports_hold_what_takes_place(event: Event, session: Session, olga: User) -> None:
    state(session, "withdrawn", olga)
    event.refresh_from_db()

    assert calendar.schedule(event).calendar.entries == ()


def test_a_cancelled_session_without_a_possible_time_is_missed_by_nobody(
    event: Event, session: Session, olga: User
) -> None:
    state(session, "withdrawn", olga)
    Session.objects.filter(pk=session.pk).update(public_starts_at=at("0202-01-01 00:00"))
    event.refresh_from_db()

    schedule = calendar.schedule(event, Session.objects.of_feed(), departed=True)

    assert (schedule.calendar.entries, schedule.skipped) == ((), ())


def test_the_team_sees_what_waits_as_tentative(event: Event, session: Session, olga: User) -> None:
    waiting = submitting.submit(event, by=olga, title="Perhaps", state="pending")
    scheduling.move(waiting, to=SLOT, by=olga)
    submitting.submit(event, by=olga, title="Without a time", state="pending")
    event.refresh_from_db()

    entries = calendar.schedule(event, Session.objects.of_team_feed(), departed=True).calendar.entries

    assert [(entry.summary, entry.status) for entry in entries] == [
        ("Soldering for All", Status.CONFIRMED),
        ("Perhaps", Status.TENTATIVE),
    ]

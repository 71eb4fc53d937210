"""What changed in a published programme, and what it was before: only what everybody may know."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import editing as event_editing
from openevent.events import publishing
from openevent.events.models import Change, Event
from openevent.program import arranging, editing, history, removing, reviewing, scheduling, submitting
from openevent.program.history import Seen
from openevent.program.models import Microlocation, Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at

EIGHT, NINE, TEN = at("2026-10-24 08:00"), at("2026-10-24 09:00"), at("2026-10-24 10:00")
SEEN = Seen(name="Soldering for All", place="Blue Hall", starts_at=EIGHT, ends_at=NINE)
Pair = tuple[Seen | None, Seen | None]


@pytest.fixture
def told(event: Event, session: Session) -> Any:
    """What is told of the session since yesterday; all that made it was done the day before."""
    Change.objects.filter(event=event).update(at=at("2026-01-01 12:00"))

    def since() -> list[Pair]:
        now = Event.objects.get(pk=event.pk)
        return [(news.before, news.after) for news in history.told(now, since=at("2026-01-02 00:00"))]

    return since


def test_what_is_new_is_told_as_it_is_now(event: Event, session: Session) -> None:
    (news,) = history.told(event)

    assert (news.session, news.before, news.after) == (session.pk, None, SEEN)


def test_a_moved_session_is_told_with_where_it_was(session: Session, olga: User, told: Any) -> None:
    scheduling.move(session, to=replace(Slot.of(session), starts_at=NINE, ends_at=TEN), by=olga)

    assert told() == [(SEEN, replace(SEEN, starts_at=NINE, ends_at=TEN))]


def test_a_move_of_which_the_log_has_not_where_it_was_does_not_make_a_session_new(
    session: Session, olga: User, told: Any
) -> None:
    scheduling.move(session, to=replace(Slot.of(session), starts_at=NINE, ends_at=TEN), by=olga)
    Change.objects.filter(kind=Change.Kind.MOVED).update(was={})  # as the log was kept before it had that

    assert told() == []


def test_the_moves_of_a_day_are_one_and_back_again_is_none(session: Session, olga: User, told: Any) -> None:
    for start, end in ((NINE, TEN), (TEN, at("2026-10-24 11:00"))):
        scheduling.move(session, to=replace(Slot.of(session), starts_at=start, ends_at=end), by=olga)
    moved = told()
    scheduling.move(session, to=replace(Slot.of(session), starts_at=EIGHT, ends_at=NINE), by=olga)

    assert (moved, told()) == ([(SEEN, replace(SEEN, starts_at=TEN, ends_at=at("2026-10-24 11:00")))], [])


def test_a_session_that_is_cancelled_or_deleted_has_nothing_after(session: Session, olga: User, told: Any) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    cancelled = told()
    removing.delete(Session.objects.get(pk=session.pk), by=olga)

    assert (cancelled, told()) == ([(SEEN, None)], [(SEEN, None)])


def test_a_new_title_is_told_and_other_words_are_not(session: Session, olga: User, told: Any) -> None:
    editing.change(session, by=olga, short_abstract="Bring two.")
    before = told()
    editing.change(session, by=olga, title="Soldering")

    assert (before, told()) == ([], [(SEEN, replace(SEEN, name="Soldering"))])


def test_what_a_proposal_was_before_it_was_accepted_is_nobody_s_business(
    event: Event, olga: User, ann: User, room: Microlocation, told: Any
) -> None:
    made = submitting.submit(event, by=olga, state="pending", title="A secret name")
    scheduling.move(made, to=Slot(starts_at=EIGHT, ends_at=NINE, room=room), by=olga)
    editing.change(made, by=olga, title="A working title")
    waiting = told()
    reviewing.change_state(made, to="accepted", side=Side.ORGANIZER, by=olga)

    assert (waiting, told()) == ([], [(None, replace(SEEN, name="A working title"))])
    assert list(Change.objects.filter(object_id=made.pk).exclude(was={})) == []


def test_of_a_draft_nothing_is_kept_and_after_it_is_shown_again_nothing_older_is_told(
    event: Event, session: Session, olga: User
) -> None:
    scheduling.move(session, to=replace(Slot.of(session), starts_at=NINE, ends_at=TEN), by=olga)
    publishing.unpublish(event, by=olga)
    scheduling.move(session, to=replace(Slot.of(session), starts_at=EIGHT, ends_at=NINE), by=olga)
    publishing.publish(Event.objects.get(pk=event.pk), by=olga)

    assert history.told(Event.objects.get(pk=event.pk)) == []
    assert history.former_start(event, Session.objects.get(pk=session.pk)) is None


def test_what_is_deleted_for_good_is_told_no_more(event: Event, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)
    Session.objects.all().delete()

    assert history.told(event) == []


def test_the_event_itself_moves_and_is_renamed(event: Event, olga: User, told: Any) -> None:
    event_editing.change(event, by=olga, name="Winter Conference", location_name="New Mill")
    event_editing.change(event, by=olga, owner_name="Nobody")

    ((before, after),) = told()
    assert before is not None
    assert after == replace(before, name="Winter Conference", place="New Mill")
    assert (before.name, before.place) == ("Autumn Conference", "Old Mill")


def test_the_former_start_is_the_last_that_was_another(event: Event, session: Session, olga: User) -> None:
    first = history.former_start(event, session)
    scheduling.move(session, to=replace(Slot.of(session), starts_at=NINE, ends_at=TEN), by=olga)
    event_editing.change(event, by=olga, starts_at=event.starts_at - timedelta(hours=1))

    moved = Event.objects.get(pk=event.pk)
    assert (first, history.former_start(moved, session)) == (None, EIGHT)
    assert history.former_start(moved) == at("2026-10-24 07:00")


def test_three_are_told_with_as_many_queries_as_one(event: Event, session: Session, olga: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            history.told(event)
        return len(asked)

    one = statements()
    for number in range(2):
        accepted(event, olga, f"Another {number}", Slot(starts_at=EIGHT, ends_at=NINE))
    arranging.add(Microlocation(event=event, name="Red"), by=olga)

    assert (statements(), len(history.told(event))) == (one, 3)

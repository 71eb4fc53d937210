"""An event's life: draft, published, deleted, restored; and the counter that notes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from openevent.accounts.models import User
from openevent.events import creating, editing, facts, publishing, removing, revising
from openevent.events.models import Change, Event
from tests.conftest import account, at

Do = Callable[[], object]


def test_a_new_event_is_a_draft(olga: User) -> None:
    made = creating.create(
        by=olga, name="New", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )

    assert (made.state, made.privacy, made.revision, made.sequence, made.is_public) == ("draft", "public", 1, 0, False)
    assert made.revised_at == made.created_at
    assert made.created_at.microsecond == 0


def test_publishing_shows_it_and_taking_it_back_hides_it(event: Event, olga: User) -> None:
    hidden = publishing.unpublish(event, by=olga)
    shown = publishing.publish(hidden, by=olga)

    assert [event.is_public, hidden.is_public, shown.is_public] == [True, False, True]


def test_impossible_dates_are_not_published(event: Event, olga: User) -> None:
    draft = publishing.unpublish(event, by=olga)
    long = draft.starts_at + timedelta(days=21)
    Event.objects.filter(pk=draft.pk).update(ends_at=long)  # as an import may have brought it
    draft.refresh_from_db()

    with pytest.raises(facts.WrongFact) as refusal:
        publishing.publish(draft, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/ends-at")
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_deleted_event_comes_back_as_it_was(event: Event, olga: User, state: str) -> None:
    Event.objects.filter(pk=event.pk).update(state=state)
    before = Event.objects.filter(pk=event.pk).values().get()

    gone = removing.delete(event, by=olga)
    back = removing.restore(gone, by=olga)

    after = Event.objects.filter(pk=event.pk).values().get()
    assert gone.deleted_at is not None
    assert back.deleted_at is None
    assert after == {**before, "revision": before["revision"] + 2, "changed_at": back.changed_at}


def test_a_deleted_event_stays_deleted(event: Event, olga: User) -> None:
    gone = removing.delete(event, by=olga)

    again = removing.delete(gone, by=olga)

    assert (again.deleted_at, again.revision) == (gone.deleted_at, gone.revision)


def test_a_deleted_event_is_not_public(event: Event, olga: User) -> None:
    gone = removing.delete(event, by=olga)

    assert (gone.state, gone.is_public, list(Event.objects.living())) == ("published", False, [])


@pytest.mark.django_db(transaction=True)
def test_the_revision_counts_in_a_transaction_only() -> None:
    olga = account("olga")
    event = creating.create(
        by=olga, name="New", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )

    with pytest.raises(transaction.TransactionManagementError):
        revising.bump(event, revising.Kind.CHANGED, event, by=olga)

    event.refresh_from_db()
    assert (event.revision, Change.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_does_not_count() -> None:
    olga = account("olga")
    event = creating.create(
        by=olga, name="New", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )

    with transaction.atomic():
        editing.change(event, by=olga, name="Renamed")
        transaction.set_rollback(True)

    event.refresh_from_db()
    assert (event.name, event.revision, Change.objects.count()) == ("New", 1, 1)


def test_two_readers_of_one_row_count_on_from_each_other(event: Event, olga: User) -> None:
    one, other = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)

    first = editing.change(one, by=olga, name="First")
    second = editing.change(other, by=olga, owner_name="Second")

    assert (second.name, second.owner_name) == ("First", "Second")
    assert (first.revision, second.revision) == (event.revision + 1, event.revision + 2)


def test_a_row_of_the_log_says_itself(event: Event) -> None:
    row = Change.objects.filter(event=event).first()

    assert str(row) == f"1: event {event.pk} created"


def test_lists_show_what_is_public_and_not_private(event: Event, olga: User) -> None:
    seen = [list(Event.objects.listed())]
    acts: tuple[Do, ...] = (
        lambda: editing.change(event, by=olga, privacy="private"),
        lambda: publishing.unpublish(editing.change(event, by=olga, privacy="public"), by=olga),
        lambda: removing.delete(publishing.publish(event, by=olga), by=olga),
    )
    for act in acts:
        act()
        seen.append(list(Event.objects.listed()))

    assert seen == [[event], [], [], []]


def test_upcoming_are_those_that_have_not_ended_the_next_one_first(event: Event, olga: User) -> None:
    sooner, draft = (
        creating.create(
            by=olga, name=name, timezone="UTC", starts_at=at("2026-10-20 07:00"), ends_at=at("2026-10-21 17:00")
        )
        for name in ("Sooner", "Draft")
    )
    publishing.publish(sooner, by=olga)

    days = ("2026-10-01 00:00", "2026-10-21 17:00", "2026-10-25 12:00", "2026-10-26 17:00")
    seen = [[row.name for row in Event.objects.upcoming(at(day))] for day in days]

    assert seen == [["Sooner", event.name], [event.name], [event.name], []]
    assert not draft.is_public

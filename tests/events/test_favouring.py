"""Events that people mark."""

import pytest

from openevent.accounts.models import User
from openevent.events import favouring
from openevent.events.favouring import MarkedAlready
from openevent.events.models import Change, Event, FavouriteEvent


def counters(event: Event) -> tuple[int, int, int]:
    row = Event.objects.get(pk=event.pk)
    return row.revision, row.reactions, Change.objects.filter(event=event).count()


def test_a_mark_counts_as_a_reaction_and_not_as_a_revision(event: Event, ann: User) -> None:
    revision, _, changes = counters(event)

    made = favouring.add(event, ann)

    assert list(ann.favourite_events.all()) == list(event.favourites.all()) == [made]
    assert counters(event) == (revision, 1, changes)
    assert str(made) == "Autumn Conference is a favourite of ann@example.org"


def test_an_event_is_marked_once(event: Event, ann: User, tom: User) -> None:
    favouring.add(event, ann)
    favouring.add(event, tom)

    with pytest.raises(MarkedAlready) as refusal:
        favouring.add(event, ann)

    assert (refusal.value.status, FavouriteEvent.objects.count(), counters(event)[1]) == (409, 2, 2)


def test_a_mark_is_taken_away_once(event: Event, ann: User) -> None:
    revision, _, changes = counters(event)
    made = favouring.add(event, ann)

    for _ in range(2):
        favouring.remove(made)

    assert (FavouriteEvent.objects.count(), counters(event)) == (0, (revision, 2, changes))

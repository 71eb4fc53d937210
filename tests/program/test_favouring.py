"""Favourite sessions: once for each user, counted where lists look, and no revision."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.program import favouring
from openevent.program.favouring import MarkedAlready
from openevent.program.models import FavouriteSession, Session


def state(event: Event, session: Session) -> tuple[int, int, int]:
    event.refresh_from_db()
    session.refresh_from_db()
    return session.favourite_count, event.reactions, event.revision


def test_marks_are_counted(event: Event, session: Session, ann: User, mallory: User) -> None:
    _, reactions, revision = state(event, session)

    mark = favouring.add(session, ann)
    favouring.add(session, mallory)
    both = state(event, session)
    favouring.remove(mark)

    assert both == (2, reactions + 2, revision)
    assert state(event, session) == (1, reactions + 3, revision)
    assert [one.user for one in FavouriteSession.objects.all()] == [mallory]


def test_nobody_marks_twice_nor_unmarks_twice(event: Event, session: Session, ann: User) -> None:
    mark = favouring.add(session, ann)
    before = state(event, session)

    with pytest.raises(MarkedAlready) as refusal:
        favouring.add(session, ann)
    unchanged = state(event, session)
    again = FavouriteSession.objects.get(pk=mark.pk)
    favouring.remove(mark)
    favouring.remove(again)

    assert (refusal.value.pointer, unchanged) == ("/data/relationships/session", before)
    assert state(event, session)[:2] == (0, before[1] + 1)

"""One order moved by several at the same moment: one of them moves it, once. Each with its control."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.tickets import expiring, finishing, forms, moving, recording
from openevent.tickets.models import Notice, Order, Ticket
from openevent.tickets.states import IllegalTransition
from tests.racing import Act, Pause, beside, outcome, together, until_somebody_waits
from tests.tickets import books, unguarded
from tests.tickets.conftest import BUYER, TEAM, fill, order

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the sweep it is an hour later than to buyers: every hold is over."""
    clock = SimpleNamespace(now=lambda: timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(expiring, "timezone", clock)


def filled(buyer: User, ticket: Ticket) -> Order:
    made = order(buyer, (ticket, 2))
    fill(made, buyer)
    return made


def to(made: Order, status: str, buyer: User, actors: Any = BUYER) -> Act:
    return partial(finishing.amend, made, by=buyer, actors=actors, status=status)


def history(made: Order) -> list[str]:
    return list(made.changes.filter(kind="status").values_list("after", flat=True))


def told() -> list[str]:
    return list(Notice.objects.values_list("kind", flat=True))


# --- finished or expired ----------------------------------------------------------------------------------------------


def test_an_order_is_finished_or_expires_and_never_both(ann: User, free: Ticket, later: None) -> None:
    for _ in range(ROUNDS):
        made = filled(ann, free)

        finished, expired = together(to(made, "completed", ann), expiring.expire_due)

        made.refresh_from_db()
        if isinstance(finished, Order):
            assert (expired, history(made)) == (0, ["initializing", "completed"])
        else:
            assert isinstance(finished, IllegalTransition)
            assert (expired, history(made)) == (1, ["initializing", "expired"])
        assert books.faults() == []


def test_an_order_that_is_being_finished_does_not_expire(
    ann: User, free: Ticket, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, pause = filled(ann, free), Pause()
    monkeypatch.setattr(forms, "check", pause.here)

    with beside(to(made, "completed", ann)) as finished:
        pause.wait()
        with beside(expiring.expire_due) as expired:
            until_somebody_waits()
            pause.end()

    assert (outcome(finished).status, outcome(expired)) == ("completed", 0)
    assert books.sold(free) == (2, 2)
    assert books.faults() == []


def test_an_order_that_expires_is_not_finished(
    ann: User, free: Ticket, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, pause = filled(ann, free), Pause()
    monkeypatch.setattr(recording, "note", pause.before(recording.note))

    with beside(expiring.expire_due) as expired:
        pause.wait()
        with beside(to(made, "completed", ann)) as finished:
            until_somebody_waits()
            pause.end()

    assert outcome(expired) == 1
    assert isinstance(outcome(finished), IllegalTransition)
    assert (books.sold(free), told()) == ((0, 0), [])
    assert books.faults() == []


def test_without_its_lock_an_order_would_be_finished_and_expire(
    ann: User, free: Ticket, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the tests above."""
    made, pause = filled(ann, free), Pause()
    monkeypatch.setattr(forms, "check", pause.here)
    unguarded.disable(unguarded.MOVING, monkeypatch.setattr)

    with beside(to(made, "completed", ann)) as finished:
        pause.wait()
        assert expiring.expire_due() == 1
        pause.end()

    assert outcome(finished).status == "completed"
    assert history(made) == ["initializing", "expired", "completed"]
    assert books.sold(free) == (0, 0)


# --- the same twice ---------------------------------------------------------------------------------------------------


def test_an_order_that_is_completed_twice_is_completed_once(ann: User, free: Ticket) -> None:
    made = filled(ann, free)

    outcomes = together(*[to(made, "completed", ann)] * 6)

    assert [one.status for one in outcomes] == ["completed"] * 6
    assert (history(made), told()) == (["initializing", "completed"], ["completed"])
    assert books.faults() == []


def test_without_its_lock_an_order_would_be_completed_twice(
    ann: User, free: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    made, pause = filled(ann, free), Pause()
    monkeypatch.setattr(forms, "check", pause.here)
    unguarded.disable(unguarded.MOVING, monkeypatch.setattr)

    with beside(to(made, "completed", ann)) as first:
        pause.wait()
        monkeypatch.setattr(forms, "check", unguarded.nothing)
        finishing.amend(made, by=ann, actors=BUYER, status="completed")
        pause.end()

    assert outcome(first).status == "completed"
    assert told() == ["completed", "completed"]


# --- given back once --------------------------------------------------------------------------------------------------


def test_places_are_given_back_once_whoever_ends_the_order(ann: User, olga: User, free: Ticket, later: None) -> None:
    for _ in range(ROUNDS):
        made = filled(ann, free)

        together(to(made, "cancelled", ann), to(made, "cancelled", olga, TEAM), expiring.expire_due)

        made.refresh_from_db()
        assert history(made) == ["initializing", made.status]
        assert made.status in ("cancelled", "expired")
        assert books.sold(free) == (0, 0)
        assert books.faults() == []


def test_without_its_lock_an_order_would_give_its_places_back_twice(
    ann: User, tom: User, free: Ticket, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: the places of another order are given back, too."""
    filled(tom, free)
    made, pause, held = filled(ann, free), Pause(), moving._places
    monkeypatch.setattr(moving, "_places", pause.after(held))
    unguarded.disable(unguarded.MOVING, monkeypatch.setattr)

    with beside(to(made, "cancelled", ann)) as cancelled:
        pause.wait()
        monkeypatch.setattr(moving, "_places", held)
        finishing.amend(made, by=ann, actors=BUYER, status="cancelled")
        pause.end()

    assert outcome(cancelled).status == "cancelled"
    assert books.sold(free) == (0, 2)

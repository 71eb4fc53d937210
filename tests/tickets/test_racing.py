"""Many buyers at the same moment: what is sold is there, and nobody waits in a circle. Each with its control."""

import threading
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import coding, expiring, finishing, offering, stock
from openevent.tickets.models import DiscountCode, Order, Ticket
from openevent.tickets.offering import Sold, TooFew
from openevent.tickets.quoting import WrongCode
from openevent.tickets.stock import CodeExhausted, SoldOut
from tests.conftest import account
from tests.racing import (
    PATIENCE,
    Act,
    Pause,
    beside,
    only_postgresql,
    outcome,
    together,
    until_somebody_waits,
    without_constraint,
)
from tests.tickets import books, unguarded
from tests.tickets.conftest import BUYER, order, ticket

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS, LAST = 8, 3


@pytest.fixture
def buyers(db: None) -> list[User]:
    return [account(f"buyer{number}") for number in range(BUYERS)]


@pytest.fixture
def last(fair: Event, olga: User) -> Ticket:
    """A ticket of which there are few."""
    return ticket(fair, olga, "Last", quantity=LAST)


@pytest.fixture
def voucher(fair: Event, olga: User, paid: Ticket) -> DiscountCode:
    """A code that is good for few tickets."""
    made = DiscountCode(event=fair, code="FRIENDS", type="percent", value=100_000, tickets_number=LAST)
    return coding.add(made, by=olga, tickets=[paid])


def buying(buyer: User, *items: tuple[Ticket, int], **codes: str) -> Act:
    return lambda: order(buyer, *items, **codes)


def sorted_out(outcomes: list[Any], *refusals: type[Exception]) -> tuple[int, int]:
    """How many got an order, and how many were refused so; nothing else may have happened to anybody."""
    made = [one for one in outcomes if isinstance(one, Order)]
    refused = [one for one in outcomes if isinstance(one, refusals)]
    assert len(made) + len(refused) == len(outcomes), outcomes
    return len(made), len(refused)


# --- the last places --------------------------------------------------------------------------------------------------


def test_of_many_buyers_the_first_get_the_last_tickets(buyers: list[User], last: Ticket) -> None:
    outcomes = together(*(buying(buyer, (last, 1)) for buyer in buyers))

    assert sorted_out(outcomes, SoldOut) == (LAST, BUYERS - LAST)
    assert books.sold(last) == (LAST, LAST)
    assert books.faults() == []


def test_without_its_guards_more_would_be_sold(
    buyers: list[User], last: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    unguarded.disable(unguarded.SELLING, monkeypatch.setattr)

    with without_constraint(Ticket, unguarded.TICKETS):
        outcomes = together(*(buying(buyer, (last, 1)) for buyer in buyers))

        assert sorted_out(outcomes, SoldOut) == (BUYERS, 0)
        assert books.faults() == [f"ticket Last: {BUYERS} of {LAST} sold"]


def test_the_database_refuses_what_the_code_would_oversell(
    buyers: list[User], last: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard behind the guard."""
    unguarded.disable(unguarded.SELLING, monkeypatch.setattr)

    outcomes = together(*(buying(buyer, (last, 1)) for buyer in buyers))

    assert sorted_out(outcomes, IntegrityError) == (LAST, BUYERS - LAST)
    assert books.faults() == []


def test_a_code_is_used_as_often_as_it_is_good_for(buyers: list[User], paid: Ticket, voucher: DiscountCode) -> None:
    outcomes = together(*(buying(buyer, (paid, 1), discount_code="friends") for buyer in buyers))

    assert sorted_out(outcomes, CodeExhausted, WrongCode) == (LAST, BUYERS - LAST)
    assert books.sold(paid) == (LAST, LAST)
    assert books.faults() == []


def test_without_its_guards_a_code_would_be_used_more_often(
    buyers: list[User], paid: Ticket, voucher: DiscountCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    unguarded.disable(unguarded.SELLING, monkeypatch.setattr)

    with without_constraint(DiscountCode, unguarded.CODES):
        outcomes = together(*(buying(buyer, (paid, 1), discount_code="friends") for buyer in buyers))

        assert sorted_out(outcomes, CodeExhausted, WrongCode) == (BUYERS, 0)
        assert DiscountCode.objects.get().taken == BUYERS


def test_places_that_are_free_again_are_sold_once_more_and_no_oftener(buyers: list[User], last: Ticket) -> None:
    """Buyers come in the moment in which others' holds are over: each of them ends those, and one alone does."""
    for buyer in buyers[:LAST]:
        order(buyer, (last, 1))
    Order.objects.update(expires_at=F("created_at"))

    outcomes = together(*(buying(buyer, (last, 1)) for buyer in buyers))

    assert sorted_out(outcomes, SoldOut) == (LAST, BUYERS - LAST)
    assert Order.objects.filter(status="expired").count() == LAST
    assert books.faults() == []


# --- several kinds at once --------------------------------------------------------------------------------------------


def test_two_kinds_of_tickets_in_either_order_are_never_waited_for_in_a_circle(
    buyers: list[User], fair: Event, olga: User
) -> None:
    one, other = ticket(fair, olga, "One", quantity=100), ticket(fair, olga, "Other", quantity=100)
    ann, tom, eve, kim = buyers[:4]

    for _ in range(8):
        cancelled, due = (order(buyer, (one, 1), (other, 1)) for buyer in (eve, kim))
        Order.objects.filter(pk=due.pk).update(expires_at=F("created_at"))
        outcomes = together(
            buying(ann, (one, 1), (other, 1)),
            buying(tom, (other, 1), (one, 1)),
            partial(finishing.amend, cancelled, by=eve, actors=BUYER, status="cancelled"),
            expiring.expire_due,
        )
        assert sorted_out(outcomes[:3]) == (3, 0)
        assert outcomes[3] == 1

    assert books.sold(one) == books.sold(other) == (16, 16)
    assert books.faults() == []


@only_postgresql
def test_tickets_taken_as_they_are_named_would_be_waited_for_in_a_circle(free: Ticket, paid: Ticket) -> None:
    """The control of the test above."""
    first_taken = threading.Barrier(2)

    def take(one: Ticket, other: Ticket) -> None:
        with transaction.atomic():
            Ticket.objects.take(one.pk, 1)
            first_taken.wait(PATIENCE)
            Ticket.objects.take(other.pk, 1)

    outcomes = together(partial(take, free, paid), partial(take, paid, free))

    (stuck,) = filter(None, outcomes)
    assert "deadlock detected" in str(stuck)


# --- the team changes what is sold ------------------------------------------------------------------------------------


def test_a_quantity_is_never_lowered_below_what_is_sold_in_the_same_moment(
    buyers: list[User], fair: Event, olga: User
) -> None:
    for number in range(4):
        few = ticket(fair, olga, f"Few {number}", quantity=BUYERS, max_order=1)

        lowered, *outcomes = together(
            partial(offering.change, few, by=olga, quantity=LAST),
            *(buying(buyer, (few, 1)) for buyer in buyers),
        )

        few.refresh_from_db()
        made, _ = sorted_out(outcomes, SoldOut)
        assert (few.quantity, made) == ((BUYERS, BUYERS) if isinstance(lowered, TooFew) else (LAST, LAST))
        assert books.faults() == []


def test_a_ticket_that_somebody_buys_in_the_same_moment_is_not_removed(
    ann: User, olga: User, fair: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, pause = ticket(fair, olga, "Wanted"), Pause()
    monkeypatch.setattr(stock, "take", pause.after(stock.take))

    with beside(buying(ann, (wanted, 1))) as bought:
        pause.wait()
        with beside(lambda: offering.remove(wanted, by=olga)) as removed:
            until_somebody_waits()
            pause.end()

    assert isinstance(outcome(bought), Order)
    assert isinstance(outcome(removed), Sold)
    assert books.faults() == []

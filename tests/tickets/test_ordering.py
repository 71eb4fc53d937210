"""Ordering: all or nothing, held for a time, finished by who may."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing, publishing
from openevent.events.models import Event
from openevent.tickets import coding, expiring, finishing, moving, offering, ordering, states
from openevent.tickets.forms import MissingFields
from openevent.tickets.guarding import LastWay
from openevent.tickets.models import Attendee, DiscountCode, Notice, Order, OrderChange, Ticket
from openevent.tickets.ordering import NotOnSale, Unverified, WrongQuantity
from openevent.tickets.paying.ways import Unpayable
from openevent.tickets.quoting import Basket, Item, NoSuchTicket, WrongBasket
from openevent.tickets.stock import SoldOut
from tests.conftest import account
from tests.tickets.conftest import BUYER, TEAM, completed, day, fill, order, ticket


def taken(*tickets: Ticket) -> list[int]:
    return [Ticket.objects.get(pk=one.pk).taken for one in tickets]


def late(made: Order) -> None:
    """Its hold ended a minute ago."""
    Order.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def test_an_order_holds_a_place_for_each_ticket(ann: User, free: Ticket, paid: Ticket) -> None:
    made = order(ann, (free, 2), (paid, 1))

    assert (made.status, made.amount, made.currency) == ("initializing", 5000, "EUR")
    assert taken(free, paid) == [2, 1]
    assert sorted(made.attendees.values_list("ticket", flat=True)) == sorted([free.pk, free.pk, paid.pk])
    assert made.expires_at is not None
    assert made.expires_at - made.created_at == timedelta(minutes=15)


def test_what_is_not_there_is_not_sold_and_nothing_of_it_is_held(ann: User, olga: User, fair: Event) -> None:
    plenty, few = ticket(fair, olga, "Plenty"), ticket(fair, olga, "Few", quantity=2)

    with pytest.raises(SoldOut, match='Ticket "Few" already sold out'):
        order(ann, (plenty, 3), (few, 2)) and order(ann, (plenty, 3), (few, 1))

    assert taken(plenty, few) == [3, 2]
    assert Order.objects.count() == 1


def test_a_hold_that_is_over_is_given_to_the_next_buyer(ann: User, mallory: User, fair: Event, olga: User) -> None:
    last = ticket(fair, olga, "Last", quantity=1)
    late(first := order(mallory, (last, 1)))

    second = order(ann, (last, 1))

    first.refresh_from_db()
    assert (first.status, second.status) == ("expired", "initializing")
    assert taken(last) == [1]
    assert Attendee.objects.living().get().order_id == second.pk


def test_who_comes_too_late_with_the_form_is_told_so(ann: User, free: Ticket) -> None:
    made = order(ann, (free, 1))
    fill(made, ann)
    late(made)

    with pytest.raises(moving.HoldOver):
        finishing.amend(made, by=ann, actors=BUYER, status="completed")

    assert expiring.expire_due() == 1
    assert expiring.expire_due() == 0
    assert taken(free) == [0]


def test_a_free_order_is_completed_by_its_buyer(ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 2))

    assert (made.status, made.payment_mode, made.expires_at) == ("completed", "free", None)
    assert list(made.changes.filter(kind="status").values_list("before", "after", "by")) == [
        ("", "initializing", ann.pk),
        ("initializing", "completed", ann.pk),
    ]
    assert list(Notice.objects.values_list("order", "kind", "done_at")) == [(made.pk, "completed", None)]


def test_an_attendee_without_an_address_keeps_an_order_from_being_finished(ann: User, free: Ticket) -> None:
    made = order(ann, (free, 1))

    with pytest.raises(MissingFields, match=r"Missing required fields \['Email'\]"):
        finishing.amend(made, by=ann, actors=BUYER, status="completed")


def test_a_paid_order_is_completed_by_no_buyer(ann: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    with pytest.raises(states.NotPaid):
        finishing.amend(made, by=ann, actors=BUYER, status="completed", payment_mode="bank")

    made.refresh_from_db()
    assert (made.status, made.payment_mode) == ("initializing", "")


def test_who_wants_to_pay_otherwise_is_told_what_the_event_takes(ann: User, fair: Event, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    def told() -> str:
        with pytest.raises(finishing.WrongMode) as refused:
            finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="cheque")
        return str(refused.value)

    by_bank = told()
    Event.objects.filter(pk=fair.pk).update(can_pay_by_bank=False)

    assert by_bank == "The event takes no payments by cheque. It takes: bank."
    assert told() == "The event takes no payments by cheque, nor in any other way."


def test_the_last_way_to_pay_stays_while_there_are_tickets_that_cost_something(
    olga: User, fair: Event, free: Ticket, paid: Ticket
) -> None:
    fair = editing.change(fair, by=olga, can_pay_onsite=True)
    fair = editing.change(fair, by=olga, can_pay_by_bank=False)

    with pytest.raises(LastWay, match="leave one way to pay") as refused:
        editing.change(fair, by=olga, can_pay_onsite=False)
    instead = editing.change(fair, by=olga, can_pay_onsite=False, can_pay_by_cheque=True)
    offering.remove(paid, by=olga)
    none = editing.change(fair, by=olga, can_pay_by_cheque=False)

    assert refused.value.pointer == "/data/attributes/can-pay-onsite"
    assert (instead.can_pay_by_cheque, none.can_pay_by_cheque) == (True, False)


@pytest.mark.parametrize("stripe", [False, True])
def test_what_cannot_be_paid_is_not_held(ann: User, fair: Event, free: Ticket, paid: Ticket, stripe: bool) -> None:
    Event.objects.filter(pk=fair.pk).update(can_pay_by_bank=False, can_pay_by_stripe=stripe)  # no account is linked

    with pytest.raises(Unpayable):
        order(ann, (free, 1), (paid, 1))
    made = order(ann, (free, 1))

    assert (made.status, taken(free, paid)) == ("initializing", [1, 0])


@pytest.mark.parametrize(("most", "within"), [(5000, "within range 5.00 to 50.00"), (None, "at least 5.00")])
def test_a_donation_that_is_too_small_is_told_what_may_be_given(
    ann: User, olga: User, fair: Event, most: int | None, within: str
) -> None:
    kind = ticket(fair, olga, "Patron", type="donation", min_price=500, max_price=most)

    with pytest.raises(WrongBasket) as refused:
        ordering.order(Basket(items=(Item(ticket=kind.pk, price=Decimal(1)),)), by=ann)

    assert str(refused.value) == f"Price for donation ticket should be present and {within}"


def test_a_bank_transfer_is_placed_by_the_buyer_and_confirmed_by_the_team(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    placed = finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    done = finishing.amend(placed, by=olga, actors=TEAM, status="completed")

    assert (done.status, done.paid_via) == ("completed", "bank")
    assert list(Notice.objects.values_list("kind", flat=True)) == ["placed", "completed"]


def test_a_paid_and_completed_order_is_not_merely_cancelled(ann: User, olga: User, paid: Ticket) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)
    finishing.amend(made, by=ann, actors=BUYER, status="placed", payment_mode="bank")
    finishing.amend(made, by=olga, actors=TEAM, status="completed")

    for by, actors in ((ann, BUYER), (olga, TEAM)):
        with pytest.raises(states.PaidAlready):
            finishing.amend(made, by=by, actors=actors, status="cancelled")


def test_a_cancelled_order_gives_its_places_back_and_keeps_its_rows(ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 3))

    ended = finishing.amend(made, by=ann, actors=BUYER, status="cancelled", cancel_note="Ill.", address="dropped")

    assert (ended.status, ended.cancel_note, ended.address) == ("cancelled", "Ill.", "")
    assert taken(free) == [0]
    assert Attendee.objects.filter(order=made, deleted_at__isnull=False).count() == 3
    assert OrderChange.objects.filter(order=made, kind="status").last().note == "Ill."  # type: ignore[union-attr]  # there is one


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"sales_starts_at": day(1)}, NotOnSale),
        ({"sales_starts_at": day(-9), "sales_ends_at": day(-8)}, NotOnSale),
        ({"min_order": 3}, WrongQuantity),
        ({"max_order": 1}, WrongQuantity),
        ({"is_hidden": True}, NoSuchTicket),
    ],
)
def test_only_what_is_for_sale_is_ordered(
    ann: User, olga: User, fair: Event, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    one = ticket(fair, olga, "Special", **facts)

    with pytest.raises(refusal):
        order(ann, (one, 2))

    assert taken(one) == [0]


def test_a_draft_sells_nothing_to_its_own_team_either(olga: User, free: Ticket, fair: Event) -> None:
    publishing.unpublish(fair, by=olga)

    with pytest.raises(moving.NotForSale):
        order(olga, (free, 1))


def test_who_has_not_proven_an_address_orders_nothing_free(ann: User, free: Ticket, paid: Ticket) -> None:
    ann.is_verified = False
    ann.save()

    with pytest.raises(Unverified):
        order(ann, (free, 1))

    assert order(ann, (paid, 1)).status == "initializing"


def test_a_use_of_a_code_that_was_held_too_long_is_anybodys(ann: User, olga: User, fair: Event, paid: Ticket) -> None:
    code = DiscountCode(event=fair, code="one", type="percent", value=500_000, tickets_number=1)
    coding.add(code, tickets=[paid], by=olga)
    made = order(ann, (paid, 1), discount_code="one")
    Order.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    other = order(account("bea"), (paid, 1), discount_code="one")

    assert (other.amount, Order.objects.get(pk=made.pk).status) == (2500, "expired")

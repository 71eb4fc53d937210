"""Money that comes when the order is over, twice, or in another amount: it buys what it can, else it goes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import publishing, removing
from openevent.events.models import Event
from openevent.tickets import coding, finishing
from openevent.tickets.models import DiscountCode, Payment, Refund, Ticket
from openevent.tickets.paying import refunding, settling, verifying
from openevent.tickets.paying.provider import Found, State
from tests.tickets.conftest import BUYER, TEAM, order, ticket
from tests.tickets.paying.conftest import (
    CHECKOUT,
    charged,
    expired,
    fresh,
    history,
    late,
    living,
    money,
    pending,
    statuses,
    taken,
    told,
)
from tests.tickets.paying.stand_in import Stripe

WHY = "It came after the order had expired, and its places are not free any more."


def carried_out() -> None:
    """The workers do what they were told."""
    for refund in Refund.objects.filter(status="asked"):
        refunding.carry_out(refund.pk)


def paid_in(stripe: Stripe, payment: Payment) -> Payment:
    """The buyer pays at last, and we hear of it."""
    stripe.pay(payment.reference)
    verifying.ask(Payment.objects.get(pk=payment.pk))
    return Payment.objects.get(pk=payment.pk)


def test_an_expired_order_gets_its_places_again_where_there_are_some(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 2))
    begun = charged(made, way=CHECKOUT).payment
    expired(made)

    payment = paid_in(linked, begun)

    after = fresh(made)
    assert (payment.status, after.status, after.ended_at) == ("received", "completed", None)
    assert (taken(paid), living(made)) == (2, 2)
    assert statuses(made) == ["initializing", "pending", "expired", "completed"]
    assert told(made) == ["completed"]


def test_the_codes_of_an_expired_order_are_used_again(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    code = coding.add(
        DiscountCode(event=paid.event, code="EARLY", type="amount", value=1000, tickets_number=100),
        by=olga,
        tickets=[paid],
    )
    made = pending(ann, (paid, 2), discount_code="EARLY")
    begun = charged(made, way=CHECKOUT).payment
    expired(made)
    between = DiscountCode.objects.get(pk=code.pk).taken

    paid_in(linked, begun)

    assert (between, DiscountCode.objects.get(pk=code.pk).taken) == (0, 2)


def test_money_for_places_that_others_have_now_goes_back(
    linked: Stripe, ann: User, mallory: User, olga: User, fair: Event
) -> None:
    few = ticket(fair, olga, "Few", price=5000, quantity=2)
    made = pending(ann, (few, 2))
    begun = charged(made, way=CHECKOUT).payment
    expired(made)
    order(mallory, (few, 1))

    payment = paid_in(linked, begun)
    carried_out()

    assert payment.status == "surplus"
    assert (fresh(made).status, fresh(made).refunded, taken(few), living(made)) == ("expired", 0, 1, 0)
    assert money(made) == [("surplus", 5000 * 2, 5000 * 2)]
    assert [(one["amount"], one["status"]) for one in linked.objects.values() if one["object"] == "refund"] == [
        (10_000, "succeeded")
    ]
    assert history(made, "payment") == [(f"€100.00 by Stripe ({payment.reference}). {WHY} It goes back.", "")]
    assert history(made, "refund") == [(f"€100.00 by Stripe. {WHY}", "")]
    assert told(made) == ["refunded"]


def test_places_that_are_held_too_long_are_not_others_yet(
    linked: Stripe, ann: User, mallory: User, olga: User, fair: Event
) -> None:
    few = ticket(fair, olga, "Few", price=5000, quantity=2)
    made = pending(ann, (few, 2))
    begun = charged(made, way=CHECKOUT).payment
    expired(made)
    late(order(mallory, (few, 1)))

    payment = paid_in(linked, begun)

    assert (payment.status, fresh(made).status, taken(few)) == ("received", "completed", 2)


def test_who_is_late_and_not_expired_yet_has_the_places(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    late(made)

    paid_in(linked, begun)

    assert (fresh(made).status, taken(paid)) == ("completed", 1)


def test_money_for_a_cancelled_order_goes_back(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    paid_in(linked, begun)
    carried_out()

    assert (fresh(made).status, money(made), taken(paid)) == ("cancelled", [("surplus", 5000, 5000)], 0)
    assert Refund.objects.get().reason == "The order had been cancelled."


def test_an_order_that_the_team_has_confirmed_is_not_paid_twice(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    finishing.amend(made, by=olga, actors=TEAM, status="completed", payment_mode="onsite")

    paid_in(linked, begun)
    carried_out()

    assert money(made) == [("surplus", 5000, 5000), ("received", 5000, 0)]
    assert (fresh(made).status, fresh(made).refunded, living(made)) == ("completed", 0, 1)
    assert told(made) == ["completed", "refunded"]


@pytest.mark.parametrize("what", ["unpublished", "deleted", "over"])
def test_an_event_that_sells_no_more_takes_no_late_money(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket, what: str
) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    if what == "over":
        expired(made)
        yesterday = timezone.now() - timedelta(days=1)
        Event.objects.filter(pk=fair.pk).update(starts_at=yesterday - timedelta(days=1), ends_at=yesterday)
    else:
        {"unpublished": publishing.unpublish, "deleted": removing.delete}[what](fair, by=olga)

    paid_in(linked, begun)

    assert money(made) == [("surplus", 5000, 5000)]
    assert fresh(made).status != "completed"


@pytest.mark.parametrize(("amount", "currency"), [(4999, "EUR"), (5001, "EUR"), (5000, "USD")])
def test_another_amount_or_currency_completes_nothing(
    linked: Stripe, ann: User, paid: Ticket, amount: int, currency: str
) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    found = Found(state=State.PAID, word="succeeded", amount=amount, currency=currency, transaction_id="pi_x")

    settling.settle(begun, found)

    payment = Payment.objects.get()
    assert fresh(made).status == "pending"
    assert (payment.status, payment.amount, payment.refunded, payment.currency) == ("surplus", amount, amount, currency)
    assert Refund.objects.get().reason == "The order costs €50.00."


def test_what_is_said_again_changes_nothing(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    before = Payment.objects.get()

    said = [settling.settle(before, found).status for found in (_paid(before), _open(), _ended(), _paid(before))]

    assert said == ["received"] * 4
    assert statuses(made) == ["initializing", "pending", "completed"]
    assert told(made) == ["completed"]


def test_money_for_what_was_given_up_is_money_all_the_same(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    settling.settle(begun, _ended())

    settling.settle(begun, _paid(begun))

    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])


def _paid(payment: Payment) -> Found:
    return Found(
        state=State.PAID, word="succeeded", amount=payment.amount, currency=payment.currency, transaction_id="pi_x"
    )


def _open() -> Found:
    return Found(state=State.OPEN, word="open")


def _ended() -> Found:
    return Found(state=State.ENDED, word="expired")


def test_the_workers_are_told_of_money_that_goes_back(
    linked: Stripe, ann: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr("openevent.tickets.paying.returning.app.send_task", lambda task, **_: sent.append(task))
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    with django_capture_on_commit_callbacks(execute=True):
        paid_in(linked, begun)

    assert sent == ["openevent.tickets.tasks.refund"]

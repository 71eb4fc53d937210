"""What was left is gone on with: payments that nobody told us of, refunds that did not get through."""

from datetime import timedelta

import pytest
import stripe
from django.utils import timezone

from openevent.accounts.models import User
from openevent.celery import app
from openevent.tickets import finishing, tasks
from openevent.tickets.models import Order, Payment, ProviderEvent, Refund, Ticket
from openevent.tickets.paying import sweeping
from openevent.tickets.paying.provider import Found, Unreachable
from openevent.tickets.paying.stripe import client
from tests.tickets.conftest import BUYER
from tests.tickets.paying.conftest import (
    CHECKOUT,
    INTENT,
    bought,
    charged,
    expired,
    fresh,
    money,
    pending,
    refunded,
    taken,
)
from tests.tickets.paying.stand_in import Stripe


def swept() -> None:
    """A while later."""
    past = timezone.now() - timedelta(seconds=1)
    Payment.objects.filter(ask_at__isnull=False).update(ask_at=past)
    Refund.objects.filter(try_at__isnull=False).update(try_at=past)
    sweeping.sweep()


@pytest.mark.parametrize("way", [CHECKOUT, INTENT])
def test_a_payment_that_nobody_told_of_is_asked_for(linked: Stripe, ann: User, paid: Ticket, way: Payment.Way) -> None:
    made = pending(ann, (paid, 1))
    linked.pay(charged(made, way=way).payment.reference)

    swept()

    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])


def test_one_that_waits_is_asked_for_ever_less_often(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    charged(made, way=CHECKOUT)
    asked = len(linked.asked)

    swept()
    sweeping.sweep()
    soon = len(linked.asked) - asked
    Payment.objects.update(created_at=timezone.now() - timedelta(hours=2))
    swept()
    next_time = Payment.objects.get().ask_at

    assert soon == 1
    assert next_time is not None
    assert timedelta(minutes=29) < next_time - timezone.now() < timedelta(minutes=33)


@pytest.mark.parametrize("way", [CHECKOUT, INTENT])
def test_what_waits_for_no_payment_any_more_is_paid_by_nobody(
    linked: Stripe, ann: User, paid: Ticket, way: Payment.Way
) -> None:
    first, second = pending(ann, (paid, 1)), pending(ann, (paid, 1))
    references = [charged(made, way=way).payment.reference for made in (first, second)]
    expired(first)
    finishing.amend(second, by=ann, actors=BUYER, status="cancelled")

    swept()

    assert [linked.objects[one]["status"] in ("expired", "canceled") for one in references] == [True, True]
    assert money(first) == money(second) == [("failed", 5000, 0)]


@pytest.mark.parametrize("way", [CHECKOUT, INTENT])
def test_who_pays_while_the_payment_is_being_closed_has_paid(
    linked: Stripe, ann: User, paid: Ticket, way: Payment.Way
) -> None:
    made = pending(ann, (paid, 1))
    reference = charged(made, way=way).payment.reference
    expired(made)
    linked.before[f"/{reference}"] = lambda: linked.pay(reference)  # after it was read, before it is closed

    swept()

    assert (fresh(made).status, taken(paid)) == ("completed", 1)


def test_an_attempt_that_never_reached_the_provider_is_given_up(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    linked.lost = ["/v1/"]
    with pytest.raises(Unreachable):
        charged(made)

    swept()
    before = money(made)
    Payment.objects.update(created_at=timezone.now() - timedelta(hours=1))
    swept()

    assert (before, money(made)) == ([("open", 5000, 0)], [("failed", 5000, 0)])


def test_a_refund_that_did_not_get_through_is_carried_out(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]
    refunded(made, olga)

    sweeping.sweep()
    at_once = fresh(made).status
    swept()

    assert (at_once, fresh(made).status) == ("completed", "cancelled")
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [5000]


def test_a_refund_that_is_refused_stands_in_nobodys_way(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    first, second = bought(ann, (paid, 1)), bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds", "/v1/refunds"]
    for made in (first, second):
        refunded(made, olga)
    for name in [name for name, one in linked.objects.items() if one["object"] == "refund"]:
        linked.objects.pop(name)
    linked.answers.clear()
    linked.refund(fresh(first).transaction_id, 5000)

    swept()

    assert (fresh(first).status, fresh(second).status) == ("completed", "cancelled")
    assert list(Refund.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "done"]


def test_a_provider_that_does_not_answer_is_asked_later(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    linked.pay(charged(made, way=CHECKOUT).payment.reference)
    linked.lost = ["/v1/"]

    swept()
    between = fresh(made).status
    swept()

    assert (between, fresh(made).status) == ("pending", "completed")


def test_what_a_provider_told_is_forgotten_after_a_while(linked: Stripe) -> None:
    for days in (10, 91):
        ProviderEvent.objects.create(
            provider="stripe", event_id=f"evt_{days}", type="x", at=timezone.now() - timedelta(days=days)
        )

    sweeping.sweep()

    assert list(ProviderEvent.objects.values_list("event_id", flat=True)) == ["evt_10"]


def test_the_tasks_are_known_and_run_regularly(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]
    waiting = refunded(made, olga)

    tasks.settle()
    tasks.refund(waiting.pk)

    assert Order.objects.get().status == "cancelled"
    assert "openevent.tickets.tasks.settle" in {one["task"] for one in app.conf.beat_schedule.values()}


def test_an_account_that_shuts_the_site_out_stands_in_nobodys_way(
    linked: Stripe, ann: User, olga: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pending(ann, (paid, 1)), pending(ann, (paid, 1))
    gone, good = charged(first, way=INTENT).payment, charged(second, way=INTENT).payment
    asked: list[int] = []

    def found(payment: Payment) -> Found:
        asked.append(payment.pk)
        with client.asking():
            raise stripe.PermissionError("The provided key does not have access to account 'acct_gone'")

    monkeypatch.setattr(sweeping, "_found", found)
    swept()

    assert sorted(asked) == [gone.pk, good.pk]
    assert Payment.objects.filter(ask_at__gt=timezone.now()).count() == 2

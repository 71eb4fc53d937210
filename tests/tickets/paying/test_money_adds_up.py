"""Whatever buyers, the team, the clock and the provider do after each other: money and places add up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.tickets import expiring, finishing, moving, states
from openevent.tickets.models import Attendee, Order, OrderChange, Payment, Refund, Ticket
from openevent.tickets.models.payment import PaymentQuerySet
from openevent.tickets.paying import refunding, verifying
from openevent.tickets.stock import SoldOut
from tests.tickets.conftest import BUYER, TEAM, ticket
from tests.tickets.paying.conftest import CHECKOUT, DEBIT, DECLINED, INTENT, VISA, charged, pending, refunded
from tests.tickets.paying.stand_in import Stripe

CARDS = st.sampled_from([VISA, VISA, DECLINED, DEBIT])
ANYTHING = st.integers(0, 20)  # which of several, whatever their number


@dataclass(frozen=True, kw_only=True)
class World:
    """Who and what there is."""

    stripe: Stripe
    fair: Event
    ann: User
    olga: User


def everybody_of(world: World) -> tuple[Stripe, Event, User, User]:
    return world.stripe, world.fair, world.ann, world.olga


class Machine(RuleBasedStateMachine):
    """Orders of two tickets, one dear and scarce, one cheap; each run of it sells tickets of its own."""

    world: ClassVar[World]
    orders: Bundle[Order] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.stripe, self.fair, self.ann, self.olga = everybody_of(self.world)
        self.savepoint = transaction.savepoint()
        self.stripe.objects.clear()
        self.stripe.answers.clear()
        self.kinds = [
            ticket(self.fair, self.olga, "Scarce", price=3333, quantity=3),
            ticket(self.fair, self.olga, "Plenty", price=1000, quantity=100, max_order=3),
        ]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(target=orders, scarce=st.integers(0, 2), plenty=st.integers(1, 3))
    def buys(self, scarce: int, plenty: int) -> Any:
        wanted = [(self.kinds[0], scarce)] if scarce else []
        try:
            return pending(self.ann, *wanted, (self.kinds[1], plenty))
        except SoldOut:
            return pending(self.ann, (self.kinds[1], 1))

    @rule(made=orders, card=CARDS)
    def pays(self, made: Order, card: str) -> None:
        self.tries(lambda: charged(made, way=INTENT, method=card))

    @rule(made=orders, card=CARDS)
    def pays_on_the_page(self, made: Order, card: str) -> None:
        self.tries(lambda: charged(made, way=CHECKOUT))
        for payment in Payment.objects.filter(order=made, way=CHECKOUT).exclude(reference=""):
            if self.stripe.objects[payment.reference]["status"] == "open" and card != DECLINED:
                self.stripe.pay(payment.reference, card)

    @rule(made=orders, arrived=st.booleans())
    def hears_of_money_that_was_on_its_way(self, made: Order, arrived: bool) -> None:
        for payment in Payment.objects.filter(order=made).exclude(reference=""):
            found = self.stripe.objects[payment.reference]
            intent = self.stripe.objects.get(found.get("payment_intent") or "", found)
            if intent["status"] == "processing":
                self.stripe.clear(payment.reference, arrived=arrived)

    @rule(made=orders)
    def hears(self, made: Order) -> None:
        for payment in Payment.objects.filter(order=made).exclude(reference=""):
            if payment.received_at is None:
                verifying.ask(payment)

    @rule(made=orders)
    def is_too_late(self, made: Order) -> None:
        past = timezone.now() - timedelta(minutes=1)
        Order.objects.filter(pk=made.pk, expires_at__isnull=False).update(expires_at=past)
        expiring.expire_due()

    @rule(made=orders, by_team=st.booleans())
    def is_cancelled(self, made: Order, by_team: bool) -> None:
        by, actors = (self.olga, TEAM) if by_team else (self.ann, BUYER)
        self.tries(lambda: finishing.amend(made, by=by, actors=actors, status="cancelled"))

    @rule(made=orders)
    def is_paid_at_the_door(self, made: Order) -> None:
        self.tries(lambda: finishing.amend(made, by=self.olga, actors=TEAM, status="completed", payment_mode="onsite"))

    @rule(made=orders, amount=st.none() | st.integers(1, 5000))
    def gets_money_back(self, made: Order, amount: int | None) -> None:
        self.tries(lambda: refunded(made, self.olga, amount=amount))

    @rule(made=orders, which=ANYTHING)
    def gives_a_ticket_back(self, made: Order, which: int) -> None:
        all_of_them = list(Attendee.objects.filter(order=made).order_by("pk"))
        one = all_of_them[which % len(all_of_them)]
        self.tries(lambda: refunded(made, self.olga, attendees=[one.pk]))

    @rule(made=orders, which=ANYTHING)
    def does_not_get_it_after_all(self, made: Order, which: int) -> None:
        done = list(Refund.objects.filter(order=made, status="done", payment__provider="stripe"))
        if done:
            one = done[which % len(done)]
            self.stripe.objects[one.reference]["status"] = "failed"
            refunding.fail(one, "The card is closed.")

    @rule(made=consumes(orders))
    def is_forgotten(self, made: Order) -> None:
        """The bundle gets smaller."""

    def tries(self, act: Any) -> None:
        """What is refused changes nothing."""
        try:
            act()
        except Refused:
            return

    @invariant()
    def money_adds_up(self) -> None:
        for made in Order.objects.filter(event=self.fair):
            paying = [one for one in made.payments.all() if one.status in Payment.PAYING]
            assert len(paying) <= 1
            if made.status == "completed":
                assert [one.amount for one in paying] == [made.amount]
                assert made.refunded < made.amount
            came = sum(one.amount for one in paying)
            back = sum(one.amount for one in Refund.objects.filter(payment__in=paying, status="done"))
            assert made.refunded == back
            assert came - back == (made.amount - made.refunded if paying else 0)

    @invariant()
    def nothing_is_set_aside_that_is_not_asked_back(self) -> None:
        for payment in Payment.objects.filter(order__event=self.fair):
            refunds = payment.refunds.exclude(status="failed")
            assert payment.refunded == sum(one.amount for one in refunds) <= payment.amount

    @invariant()
    def the_provider_has_the_same_money(self) -> None:
        for payment in Payment.objects.filter(order__event=self.fair, provider="stripe", received_at__isnull=False):
            intent = self.stripe.objects[payment.transaction_id]
            assert intent["amount_received"] == payment.amount
            back = sum(
                one["amount"]
                for one in self.stripe.objects.values()
                if one["object"] == "refund" and one["payment_intent"] == intent["id"] and one["status"] == "succeeded"
            )
            done = sum(one.amount for one in payment.refunds.filter(status="done"))
            assert done == back

    @invariant()
    def places_are_those_of_living_attendees(self) -> None:
        for kind in self.kinds:
            living = Attendee.objects.living().filter(ticket=kind)
            assert Ticket.objects.get(pk=kind.pk).taken == living.count()
            assert not living.exclude(order__status__in=Order.LIVE).exists()

    @invariant()
    def every_step_is_in_the_history(self) -> None:
        for made in Order.objects.filter(event=self.fair):
            steps = list(OrderChange.objects.filter(order=made, kind="status").values_list("before", "after"))
            assert [before for before, _ in steps] == ["", *(after for _, after in steps[:-1])]
            assert steps[-1][1] == made.status
            for before, after in steps[1:]:
                assert any(after in table[Order.Status(before)] for table in states.TRANSITIONS.values())


def run(stripe: Stripe, fair: Event, ann: User, olga: User, *, always_the_same: bool = False) -> None:
    Machine.world = World(stripe=stripe, fair=fair, ann=ann, olga=olga)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=20,
            derandomize=always_the_same,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Each step asks a database and a server: to look for a shorter way to a fault takes many minutes.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            report_multiple_bugs=False,
        ),
    )


def test_money_and_places_add_up_whatever_happens(linked: Stripe, fair: Event, ann: User, olga: User) -> None:
    run(linked, fair, ann, olga)


def counted_twice(order: Order, found: Refund) -> bool:
    return any([refunding_counts(order, found), refunding_counts(order, found)])


refunding_counts = refunding._count


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (refunding, "_count", counted_twice),
        (PaymentQuerySet, "reserve", lambda *_: True),
        (moving, "give_back", lambda _order, attendees: attendees.update(deleted_at=timezone.now())),
    ],
)
def test_what_does_not_add_up_is_noticed(
    linked: Stripe,
    fair: Event,
    ann: User,
    olga: User,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    broken: Any,
) -> None:
    monkeypatch.setattr(owner, name, broken)

    with pytest.raises((AssertionError, IntegrityError)):
        run(linked, fair, ann, olga, always_the_same=True)

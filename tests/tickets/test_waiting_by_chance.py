"""Whatever people do, in whatever order: places go strictly in line, and are counted once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from openevent.accounts.models import User
from openevent.events import creating, publishing
from openevent.tickets import expiring, finishing, offering, queueing, waiting
from openevent.tickets.models import Order, Ticket, WaitingEntry
from openevent.tickets.stock import SoldOut
from openevent.tickets.waiting import StillThere, WaitingAlready
from tests.conftest import account
from tests.tickets.conftest import BUYER, day, order, ticket
from tests.tickets.invariants import miscounted

PEOPLE, PLACES = 4, 3
WHO, HOW_MANY, WHICH = st.integers(0, PEOPLE - 1), st.integers(1, 3), st.integers(0, 100)


class Line(RuleBasedStateMachine):
    """A ticket with few places, and beside it what there must be: orders, who waits in line, and what is offered."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        olga = account("olga")
        facts = {"starts_at": day(30), "ends_at": day(31), "timezone": "UTC", "location_name": "Old Mill"}
        fair = publishing.publish(creating.create(by=olga, name="Fair", **facts), by=olga)
        self.olga = olga
        self.ticket: Ticket = ticket(fair, olga, "Few", quantity=PLACES, max_order=3)
        self.people: list[User] = [account(f"guest{number}") for number in range(PEOPLE)]
        self.places = PLACES
        self.orders: dict[int, int] = {}  # how many places, by order
        self.line: list[tuple[int, int, int]] = []  # the entry, who, and for how many
        self.offers: dict[int, tuple[int, int]] = {}  # who, and how many, by entry

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # --- what must come of it ---

    @property
    def free(self) -> int:
        return self.places - sum(self.orders.values()) - sum(many for _, many in self.offers.values())

    def moves(self) -> None:
        """The line moves as far as it can."""
        while self.line and self.line[0][2] <= self.free:
            entry, who, many = self.line.pop(0)
            self.offers[entry] = (who, many)

    def waits(self, who: int) -> bool:
        return who in {one for _, one, _ in self.line} | {one for one, _ in self.offers.values()}

    # --- what people do ---

    @rule(who=WHO, many=HOW_MANY)
    def buy(self, who: int, many: int) -> None:
        try:
            made = order(self.people[who], (self.ticket, many))
        except SoldOut:
            assert self.line or self.free < many
        else:
            assert not self.line
            assert self.free >= many
            self.orders[made.pk] = many

    @rule(who=WHO, many=HOW_MANY)
    def join(self, who: int, many: int) -> None:
        try:
            entry = waiting.join(self.ticket, many, by=self.people[who])
        except WaitingAlready:
            assert self.waits(who)
        except StillThere:
            assert not self.line
            assert self.free > 0
        else:
            assert self.line or self.free == 0
            self.line.append((entry.pk, who, many))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        made = Order.objects.select_related("user").get(pk=sorted(self.orders)[which % len(self.orders)])
        assert made.user is not None
        finishing.amend(made, by=made.user, actors=BUYER, status="cancelled")
        del self.orders[made.pk]
        self.moves()

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def hold_ends(self, which: int) -> None:
        key = sorted(self.orders)[which % len(self.orders)]
        Order.objects.filter(pk=key).update(expires_at=timezone.now() - timedelta(minutes=1))
        assert expiring.expire_due() == 1
        del self.orders[key]
        self.moves()

    @precondition(lambda self: self.line or self.offers)
    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        entries = sorted([entry for entry, _, _ in self.line] + list(self.offers))
        entry = WaitingEntry.objects.select_related("user").get(pk=entries[which % len(entries)])
        assert entry.user is not None
        waiting.leave(entry, by=entry.user)
        self.line = [one for one in self.line if one[0] != entry.pk]
        self.offers.pop(entry.pk, None)
        self.moves()

    @precondition(lambda self: self.offers)
    @rule(which=WHICH)
    def take(self, which: int) -> None:
        key = sorted(self.offers)[which % len(self.offers)]
        who, many = self.offers.pop(key)
        made = waiting.take(WaitingEntry.objects.get(pk=key), by=self.people[who])
        assert made.attendees.count() == many
        self.orders[made.pk] = many

    @precondition(lambda self: self.offers)
    @rule(which=WHICH)
    def offer_ends(self, which: int) -> None:
        key = sorted(self.offers)[which % len(self.offers)]
        WaitingEntry.objects.filter(pk=key).update(offered_until=timezone.now() - timedelta(minutes=1))
        del self.offers[key]
        self.moves()
        queueing.sweep()

    @precondition(lambda self: self.places < 6)
    @rule()
    def more_places(self) -> None:
        self.places += 1
        self.moves()
        offering.change(Ticket.objects.get(pk=self.ticket.pk), by=self.olga, quantity=self.places)

    @rule()
    def sweep(self) -> None:
        assert queueing.sweep() == 0

    # --- what always holds ---

    @invariant()
    def rows_say_the_same(self) -> None:
        assert miscounted() == {}
        assert list(WaitingEntry.objects.waiting().values_list("pk", flat=True)) == [one[0] for one in self.line]
        offered = WaitingEntry.objects.filter(status="offered").values_list("pk", "quantity")
        assert dict(offered) == {entry: many for entry, (_, many) in self.offers.items()}
        assert Ticket.objects.get(pk=self.ticket.pk).taken == self.places - self.free


@pytest.mark.django_db
def test_places_go_strictly_in_line_whatever_people_do() -> None:
    checks = [HealthCheck.too_slow]
    run_state_machine_as_test(
        Line, settings=settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=checks)
    )

"""Who of an order paid how much: the parts add up, whatever the prices, fees and taxes are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import finishing
from openevent.tickets.models import Attendee, Order, OrderLine, Ticket
from openevent.tickets.paying.shares import shares
from tests.tickets.conftest import BUYER, completed, order, ticket

LINES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 7), st.integers(0, 500)), min_size=1, max_size=3)


@pytest.fixture
def kinds(fair: Event, olga: User) -> list[Ticket]:
    return [ticket(fair, olga, name, price=100) for name in ("One", "Two", "Three")]


@given(lines=LINES, tax=st.integers(0, 10**5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_the_parts_add_up(kinds: list[Ticket], ann: User, lines: list[tuple[int, int, int]], tax: int) -> None:
    made = order(ann, *((kind, quantity) for kind, (_, quantity, _) in zip(kinds, lines, strict=False)))
    for kind, (price, quantity, fee) in zip(kinds, lines, strict=False):
        OrderLine.objects.filter(order=made, ticket=kind).update(price=price, fee=fee, sub_total=quantity * price + fee)
    total = sum(OrderLine.objects.filter(order=made).values_list("sub_total", flat=True))
    made.amount = total + tax if total else 0

    found = shares(made)
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")  # the places are free for the next example

    assert sum(found.values()) == made.amount
    assert min(found.values()) >= 0
    same = dict[int, set[int]]()
    for attendee in Attendee.objects.filter(order=made):
        same.setdefault(attendee.ticket_id, set()).add(found[attendee.pk])
    assert all(max(parts) - min(parts) <= 1 for parts in same.values())


def test_what_cost_nothing_is_nothing(ann: User, free: Ticket) -> None:
    made = completed(ann, (free, 2))

    assert set(shares(made).values()) == {0}


def test_it_does_not_change_when_somebody_loses_the_ticket(ann: User, kinds: list[Ticket]) -> None:
    made = order(ann, (kinds[0], 3))
    before = shares(made)

    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")

    assert shares(Order.objects.get(pk=made.pk)) == before

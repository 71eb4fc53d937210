"""However long a list is, little of it is in memory."""

import tracemalloc

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import kinds
from openevent.tickets.models import Attendee, Order, OrderLine, Ticket


def crowd(event: Event, sold: Ticket, buyer: User, number: int) -> None:
    """So many orders of one ticket, each with a long answer of its attendee."""
    now = timezone.now()
    facts = {"user": buyer, "currency": "EUR", "payment_mode": "free", "created_at": now}
    orders = Order.objects.bulk_create(
        Order(event=event, status="completed", completed_at=now, **facts) for _ in range(number)
    )
    OrderLine.objects.bulk_create(OrderLine(order=one, ticket=sold, quantity=1, price=0, sub_total=0) for one in orders)
    Attendee.objects.bulk_create(
        Attendee(
            event=event,
            order=one,
            ticket=sold,
            email=f"{one.pk}@example.org",
            complex_field_values={"note": "x" * 1000},
            created_at=now,
            revised_at=now,
        )
        for one in orders
    )


def peak(event: Event, kind: str) -> int:
    """The most bytes that making the list held at a time."""
    tracemalloc.start()
    try:
        for _ in kinds.TABLES[kind].make(event, "").stream:
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["orders/csv", "attendees/csv"])
def test_a_list_three_times_as_long_needs_no_more_memory(fair: Event, free: Ticket, ann: User, kind: str) -> None:
    crowd(fair, free, ann, 1200)
    peak(fair, kind)  # what is kept once
    short = peak(fair, kind)
    crowd(fair, free, ann, 2400)

    assert peak(fair, kind) < 1.3 * short

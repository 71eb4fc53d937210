"""Giving back what was held too long."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from openevent.tickets import moving, queueing
from openevent.tickets.models import Order
from openevent.tickets.states import Actor

MOST_AT_ONCE = 1000


def expire_due(now: datetime | None = None) -> int:
    """End the orders whose time is over, each in a transaction of its own; says how many."""
    due = Order.objects.due(now or timezone.now()).order_by("expires_at").values_list("pk", flat=True)
    return sum(map(_expire, list(due[:MOST_AT_ONCE])))


def expire_of(tickets: Collection[int]) -> int:
    """The same for orders, and offers, that hold these tickets: before a buyer is told that none are left."""
    due = Order.objects.due(timezone.now()).filter(lines__ticket__in=tickets).distinct()
    ended = sum(map(_expire, list(due.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])))
    return ended + queueing.pass_due(tickets)


def _expire(order_id: int) -> bool:
    """End the order if it is still to be: who pays in the same moment may have been first."""
    with moving.locked(order_id) as order:
        if order.expires_at is None or order.expires_at > timezone.now():
            return False
        moving.to(order, Order.Status.EXPIRED, actor=Actor.CLOCK, by=None)
    return True

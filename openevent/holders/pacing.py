"""Whose letters about tickets count together: how many go out in an hour is bounded (`accounts.quotas`)."""

from openevent.accounts.models import User
from openevent.tickets.models import Order


def by(order: Order) -> str:
    """The buyer from whose acts the letters follow; who buys at the door, or has left, is known by the order only."""
    return f"buyer {order.user_id}" if order.user_id is not None else f"order {order.pk}"


def to(reader: User) -> str:
    """Of letters that follow from no order, because somebody else has the ticket by now."""
    return f"reader {reader.pk}"

"""Changing an order, or who comes with it: the right to it is asked again behind the order's lock.

An order's lock is its attendees', too; what buyers do does not take the event's (docs/house.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from openevent.accounts.models import User
from openevent.tickets import access, moving
from openevent.tickets.models import Order
from openevent.web.organising.writing import asker


@contextmanager
def holding(request: HttpRequest, order: Order) -> Iterator[tuple[Order, User]]:
    """A transaction in which nobody else changes the order: it and the asker, of its event's team, as they are now.

    Raises NoPage, NoOrder.
    """
    with moving.locked(order.pk) as now:
        yield now, asker(request, now.event, access.is_of_team)

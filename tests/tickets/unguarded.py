"""Selling without its guards, as a server would that reads first and writes afterwards: the control of the races.

Each replacement is of a name in a module or class. Tests put them there, and programs of tests (`disable`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from openevent.accounts.models import User
from openevent.tickets import moving, ordering, stock
from openevent.tickets.models import Order
from openevent.tickets.models.code import CodeQuerySet
from openevent.tickets.models.ticket import TicketQuerySet
from openevent.tickets.quoting import Basket, quote

THOUGHT = 0.1  # seconds between reading and writing: whoever comes in the same moment reads meanwhile


def hold(basket: Basket, *, by: User, language: str = "", then: Callable[[Order], Any]) -> Any:
    """Read whether there are enough; then, somewhat later, write that they are taken."""
    now = timezone.now()
    wanted = quote(basket, now=now)
    stock.check(wanted.quantities, wanted.tickets)
    time.sleep(THOUGHT)
    with transaction.atomic():
        expires_at = now + settings.ORDER_HOLD
        made = ordering.write(wanted, buyer=by, by=by, language=language, now=now, expires_at=expires_at)
        stock.take(wanted.places)
        return then(made)


def take(rows: Any, row_id: int, places: int) -> bool:
    """Count up, however many there are."""
    return bool(rows.filter(pk=row_id).update(taken=F("taken") + places))


@contextmanager
def locked(order_id: int) -> Iterator[Order]:
    """The order's row, which others change at the same time."""
    yield Order.objects.get(pk=order_id)


def nothing(*_args: Any, **_facts: Any) -> None:
    """Ask nothing, and let everything be."""


Replacements = list[tuple[object, str, Any]]
SELLING: Replacements = [(ordering, "hold", hold), (TicketQuerySet, "take", take), (CodeQuerySet, "take", take)]
MOVING: Replacements = [(moving, "locked", locked)]
# The constraints that stand behind the counters.
TICKETS, CODES = "ticket_not_oversold", "discount_code_not_overused"


def disable(replacements: Replacements, put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Put these in their places: with monkeypatch.setattr until the test ends, otherwise for good."""
    for where, name, replacement in replacements:
        put(where, name, replacement)

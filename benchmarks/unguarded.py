"""Ordering, filling in and completing without any guard: what the guards are measured against.

The same rows are written, history and notice among them, in as many transactions; what is read is what they are written
from (the ticket with its price, the attendee, the order). There is no lock, no condition, and no check that reads.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from openevent.accounts.models import User
from openevent.lib import models
from openevent.tickets import filling, finishing, ordering, recording, telling
from openevent.tickets.models import Attendee, Notice, Order, Ticket
from openevent.tickets.quoting import Basket, quote
from openevent.tickets.states import Actor

MOVED = ["status", "expires_at", "placed_at", "completed_at", "ended_at"]


def hold(basket: Basket, *, by: User, language: str = "", then: Callable[[Order], Any]) -> Any:
    """As `ordering.hold`."""
    now = timezone.now()
    with transaction.atomic():
        wanted = quote(basket, now=now)
        expires_at = now + settings.ORDER_HOLD
        made = then(ordering.write(wanted, buyer=by, by=by, language=language, now=now, expires_at=expires_at))
        for ticket_id, places in wanted.quantities.items():
            Ticket.objects.filter(pk=ticket_id).update(taken=F("taken") + places)
    return made


def change(attendee: Attendee, *, by: User, actors: Collection[Actor], **facts: Any) -> Attendee:  # noqa: ARG001 - as the act
    """As `filling.change`."""
    with transaction.atomic():
        attendee = Attendee.objects.only("order", *facts).get(pk=attendee.pk)
        for name, value in facts.items():
            setattr(attendee, name, value)
        models.check(attendee, members=set(facts))
        attendee.save(update_fields=sorted(facts))
    return attendee


def amend(order: Order, *, by: User, actors: Collection[Actor], status: str) -> Order:  # noqa: ARG001 - as the act
    """As `finishing.amend`, of a free order that is completed."""
    with transaction.atomic():
        order = Order.objects.get(pk=order.pk)
        before, order.status = order.status, status
        order.expires_at, order.completed_at = None, timezone.now()
        order.save(update_fields=MOVED)
        recording.note(order, recording.Kind.STATUS, by=by, before=before)
        telling.note(order, Notice.Kind.COMPLETED)
    return order


def take_over() -> None:
    """Let this process do it so, whoever asks."""
    ordering.hold, filling.change, finishing.amend = hold, change, amend  # type: ignore[assignment]  # it is measured

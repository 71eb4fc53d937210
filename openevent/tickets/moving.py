"""Moving an order from one status to the next: behind its lock, by the table, with a line in its history."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Unknown
from openevent.lib.sentences import Said
from openevent.tickets import billing, presence, recording, states, stock, telling
from openevent.tickets.models import Attendee, Notice, Order
from openevent.tickets.models.attendee import AttendeeQuerySet
from openevent.tickets.states import Actor
from openevent.tickets.stock import Places

Status = Order.Status
# What the order's people are told of.
TOLD = {
    Status.PLACED: Notice.Kind.PLACED,
    Status.COMPLETED: Notice.Kind.COMPLETED,
    Status.CANCELLED: Notice.Kind.CANCELLED,
}


class NoOrder(Unknown):
    """There is no such order."""

    def __init__(self) -> None:
        super().__init__(_("There is no such order."))


class HoldOver(Conflicting):
    """The buyer took longer than the places were held."""

    def __init__(self) -> None:
        super().__init__(_("The time to finish this order is over, and its tickets are free again. Order anew."))


@contextmanager
def locked(order_id: int) -> Iterator[Order]:
    """A transaction in which nobody else changes the order: the block gets its row as it is now. Raises NoOrder.

    Where the block moves it, the invoice comes last of all: who needs another one waits for it.
    """
    with transaction.atomic():
        try:
            found = Order.objects.select_for_update(no_key=True).get(pk=order_id)
        except Order.DoesNotExist as error:
            raise NoOrder from error
        before = found.status
        yield found
        if found.status != before:
            billing.settle(found, before)


def check_in_time(order: Order) -> None:
    """Raise HoldOver for a held order whose time is over, whether or not anybody has given its places back yet."""
    if order.expires_at is not None and order.expires_at <= timezone.now():
        raise HoldOver


def to(order: Order, status: Order.Status, *, actor: Actor, by: User | None, words: Said = "") -> Order:
    """Move the locked order to the status; raises what `states.check` does.

    With its end its places are given back, and its attendees stay as rows that hold none.
    """
    states.check(order, status, actor)
    before, now = order.status, timezone.now()
    order.status = status
    order.expires_at = order.expires_at if status in Order.HELD else None
    if status == Status.PLACED:
        order.placed_at = now
    if status == Status.COMPLETED:
        order.completed_at, order.ended_at = now, None
    if status in (Status.CANCELLED, Status.EXPIRED):
        order.ended_at = now
        _release(order)
    elif before not in Order.HELD:
        restand(Attendee.objects.living().filter(order=order))
    order.save(update_fields=["status", "expires_at", "placed_at", "completed_at", "ended_at"])
    recording.note(order, recording.Kind.STATUS, by=by, words=[words], before=before)
    if status == Status.COMPLETED:
        presence.let_in(order, now)
    if status in TOLD and not (status == Status.CANCELLED and before in Order.HELD):
        telling.note(order, _told(order, status))
    return order


def _told(order: Order, status: Order.Status) -> Notice.Kind:
    """Who gets the money back is told that, and not also that there are no tickets any more."""
    return Notice.Kind.REFUNDED if status == Status.CANCELLED and order.refunded else TOLD[status]


def _release(order: Order) -> None:
    """Give back what the order holds, and let its attendees hold nothing any more."""
    give_back(order, Attendee.objects.filter(order=order))


def give_back(order: Order, attendees: AttendeeQuerySet) -> int:
    """Give back the places of those of these attendees of the locked order who hold some; says how many."""
    living = attendees.living()
    stock.give_back(_places(order, living))
    return restand(living, deleted_at=timezone.now())


def take_again(order: Order) -> None:
    """Take the places again that the locked order gave back when it ended; it moves on then.

    Raises SoldOut, CodeExhausted.
    """
    ended = Attendee.objects.filter(order=order, deleted_at__gte=order.ended_at)
    stock.take(_places(order, ended))
    ended.update(deleted_at=None)


def restand(attendees: AttendeeQuerySet, **facts: Any) -> int:
    """Note that these tickets stand otherwise now: calendars must notice (RFC 5545, 3.8.7.4); says how many."""
    return attendees.update(sequence=F("sequence") + 1, revised_at=revising.now(), **facts)


def _places(order: Order, attendees: AttendeeQuerySet) -> Places:
    """The places that these attendees of the order take, and for how many of them it uses its codes."""
    tickets: dict[int, int] = {}
    discounted = opened = 0
    for ticket, has_discount, has_access in attendees.values_list(
        "ticket_id", "is_discount_applied", "is_access_code_applied"
    ):
        tickets[ticket] = tickets.get(ticket, 0) + 1
        discounted += has_discount
        opened += has_access
    return Places(
        tickets=tickets,
        discount=(order.discount_code_id, discounted) if order.discount_code_id and discounted else None,
        access=(order.access_code_id, opened) if order.access_code_id and opened else None,
    )


class NotForSale(Conflicting):
    """The event sells nothing now."""

    def __init__(self, event: Event) -> None:
        super().__init__(_("“%(name)s” sells no tickets now.") % {"name": event.name})

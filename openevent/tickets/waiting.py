"""Waiting for a ticket that is sold out: joining the list, leaving it, taking what is offered."""

from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib.errors import Conflicting, Forbidden
from openevent.tickets import ordering, queueing, stock
from openevent.tickets.models import Order, Ticket, WaitingEntry
from openevent.tickets.naming import STANDING
from openevent.tickets.quoting import Basket, Item, quote

Status = WaitingEntry.Status
QUANTITY = "/data/attributes/quantity"


class StillThere(Conflicting):
    """What can be bought needs no waiting."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(
            _("There are %(available)s of “%(name)s” left: buy them instead of waiting.")
            % {"available": ticket.available, "name": ticket.name}
        )


class WaitingAlready(Conflicting):
    """Somebody waits once for a ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(_("You are waiting for “%(name)s” already.") % {"name": ticket.name})


class NotOffered(Conflicting):
    """Nothing is held for them."""


class NotWaiting(Conflicting):
    """They do not wait any more."""


class NotTheirs(Forbidden):
    """It is somebody else who waits."""


def join(ticket: Ticket, quantity: int = 1, *, by: User) -> WaitingEntry:
    """Wait for so many places of a ticket of which no more can be bought. Raises Refused."""
    with transaction.atomic():
        queueing.lock(ticket.pk)
        ticket = Ticket.objects.select_related("event").get(pk=ticket.pk)
        now = timezone.now()
        ordering.check_public(ticket.event)
        ordering.check_ticket(ticket, quantity, now, pointer=QUANTITY)
        if WaitingEntry.objects.open().filter(ticket=ticket, user=by).exists():
            raise WaitingAlready(ticket)
        if not Ticket.objects.queue(ticket.pk):
            raise StillThere(ticket)
        return WaitingEntry.objects.create(ticket=ticket, user=by, quantity=quantity, joined_at=now)


def leave(entry: WaitingEntry, *, by: User) -> WaitingEntry:
    """Wait no more; what was offered goes to the next in line. Raises NotWaiting."""
    with queueing.locked(entry) as entry:
        if entry.user_id != by.pk and not by.is_staff:
            raise NotTheirs(_("Only who waits leaves the list."))
        if not queueing.close(entry.ticket_id, WaitingEntry.objects.filter(pk=entry.pk), Status.LEFT):
            raise NotWaiting(_("This is over: %(state)s.") % {"state": STANDING[Status(entry.status)]})
        queueing.advance([entry.ticket_id])
    entry.refresh_from_db()
    return entry


def take(
    entry: WaitingEntry,
    *,
    by: User,
    language: str = "",
    price: Decimal | None = None,
    discount_code: str = "",
    access_code: str = "",
) -> Order:
    """An order of exactly the places that are held for them: from now on the order holds them. Raises Refused.

    `price` is what a donation is to be, as in a basket.
    """
    if entry.user_id != by.pk:
        raise NotTheirs(_("Only who has waited takes what is offered."))
    item = Item(ticket=entry.ticket_id, quantity=entry.quantity, price=price)
    basket = Basket(items=(item,), discount_code=discount_code, access_code=access_code)
    with transaction.atomic():
        now = timezone.now()
        wanted = quote(basket, now=now)
        ordering.check_sale(wanted, now)
        ordering.check_buyer(wanted, by)
        expires_at = now + settings.ORDER_HOLD
        made = ordering.write(wanted, buyer=by, by=by, language=language, now=now, expires_at=expires_at)
        # Last of all, as in any order; the codes alone are new, and come before the ticket.
        stock.take(replace(wanted.places, tickets={}))
        with queueing.locked(entry) as entry:
            if entry.status != Status.OFFERED or entry.offered_until is None or entry.offered_until <= now:
                raise NotOffered(
                    _("Nothing is held for you now: %(state)s.") % {"state": STANDING[Status(entry.status)]}
                )
            entry.status, entry.order, entry.ended_at, entry.offered_until = Status.TAKEN, made, now, None
            entry.save(update_fields=["status", "order", "ended_at", "offered_until"])
    return made

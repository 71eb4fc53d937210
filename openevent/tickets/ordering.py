"""Ordering: places are taken, all of them or none, and held while the buyer fills the form."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events import sharing
from openevent.events.models import Event
from openevent.lib.errors import Conflicting, Forbidden, Refused
from openevent.tickets import billing, expiring, moving, recording, stock
from openevent.tickets.models import Attendee, Order, OrderLine, Ticket
from openevent.tickets.moving import NotForSale
from openevent.tickets.paying import confirming, ways
from openevent.tickets.quoting import Basket, Quote, UsedUp, quote
from openevent.tickets.states import Actor
from openevent.tickets.stock import CodeExhausted, SoldOut

Made = TypeVar("Made")


class NotOnSale(Conflicting):
    """The ticket is sold at another time."""


class WrongQuantity(Refused):
    """An order has fewer, or more, of the ticket than may be."""


class Unverified(Forbidden):
    """Who takes what costs nothing proves an address first."""

    def __init__(self) -> None:
        super().__init__(gettext("Unverified user cannot place free orders"), pointer="/data/relationships/user")


def order(basket: Basket, *, by: User, language: str = "") -> Order:
    """Hold what the basket has for the buyer, for settings.ORDER_HOLD. Raises Refused, and then holds nothing."""
    return hold(basket, by=by, language=language, then=lambda made: made)


def hold(basket: Basket, *, by: User, language: str = "", then: Callable[[Order], Made]) -> Made:
    """The same, and what is made of the order in its transaction: what `then` writes comes true with it, or not at all.

    It is called before the places are taken, and once more where those had to be freed first.
    """
    try:
        return _order(basket, by, language, then)
    except (SoldOut, CodeExhausted, UsedUp):
        # Some of it may be held by orders whose time is over, and which nobody has ended yet; or somebody else, who
        # wants the same, has ended them since we looked.
        expiring.expire_of([item.ticket for item in basket.items])
        return _order(basket, by, language, then)


def _order(basket: Basket, by: User, language: str, then: Callable[[Order], Made]) -> Made:
    with transaction.atomic():
        now = timezone.now()
        wanted = quote(basket, now=now)
        check_sale(wanted, now)
        check_buyer(wanted, by)
        stock.check(wanted.quantities, wanted.tickets)
        held = write(wanted, buyer=by, by=by, language=language, now=now, expires_at=now + settings.ORDER_HOLD)
        made = then(held)
        # Last of all: who wants the same tickets waits for no more than the end of the transaction.
        stock.take(wanted.places)
    return made


def offered(basket: Basket, *, now: datetime) -> Quote:
    """What the basket costs, where it could be ordered now; nothing is held by it. Raises Refused."""
    wanted = quote(basket, now=now)
    check_sale(wanted, now)
    stock.check(wanted.quantities, wanted.tickets)
    return wanted


def sell_at_the_door(basket: Basket, *, by: User) -> Order:
    """A completed order of somebody who stands there and has paid; raises Refused, and then sells nothing.

    When tickets are sold online, how many at once, and what the form asks, does not bind who sells by hand; how many
    there are, does.
    """
    with transaction.atomic():
        now = timezone.now()
        wanted = quote(basket, now=now, sees_hidden=True)
        check_public(sharing.shared(wanted.event.pk))
        stock.check(wanted.quantities, wanted.tickets)
        made = write(wanted, buyer=None, by=by, language="", now=now, expires_at=now + settings.ORDER_HOLD)
        if made.amount > 0:
            made.payment_mode = Order.Mode.ONSITE
            made.save(update_fields=["payment_mode"])
            confirming.confirm(made, by=by)
        moving.to(made, Order.Status.COMPLETED, actor=Actor.DOOR, by=by)
        stock.take(wanted.places)  # when all else is written, as in an order
        billing.settle(made, Order.Status.INITIALIZING)
        return made


def check_sale(wanted: Quote, now: datetime) -> None:
    """Raise Refused where the event or a ticket is not for sale now, or not so many of it in one order.

    What cannot be paid is not for sale either.
    """
    check_public(wanted.event)
    for ticket_id, quantity in wanted.quantities.items():
        check_ticket(wanted.tickets[ticket_id], quantity, now)
    total, currency = wanted.amount.total, wanted.event.payment_currency
    ways.check(Order(event=wanted.event, amount=total, currency=currency))


def check_ticket(ticket: Ticket, quantity: int, now: datetime, *, pointer: str = "/tickets") -> None:
    """Raise Refused where the ticket is not sold now, or not so many of it in one order."""
    if now < ticket.sales_starts_at:
        raise NotOnSale(gettext("“%(name)s” is not sold yet.") % {"name": ticket.name}, pointer=pointer)
    if now >= ticket.sales_ends_at:
        raise NotOnSale(gettext("“%(name)s” is not sold any more.") % {"name": ticket.name}, pointer=pointer)
    if not ticket.is_orderable(quantity):
        raise WrongQuantity(
            gettext("Of “%(name)s” one orders between %(min_order)s and %(max_order)s at once.")
            % {"name": ticket.name, "min_order": ticket.min_order, "max_order": ticket.max_order},
            pointer=pointer,
        )


def check_buyer(wanted: Quote, by: User) -> None:
    """Raise Unverified for somebody who takes what costs nothing and has proven no address."""
    if wanted.amount.total == 0 and must_prove(by):
        raise Unverified


def must_prove(by: User) -> bool:
    """Whether this user proves an address before taking what costs nothing."""
    return not (by.is_verified or settings.UNVERIFIED_FREE_ORDERS)


def check_public(event: Event) -> None:
    """Raise NotForSale for a draft."""
    if not event.is_public:
        raise NotForSale(event)


def write(wanted: Quote, *, buyer: User | None, by: User, language: str, now: datetime, expires_at: datetime) -> Order:
    """The rows of an order: itself, its lines, its attendees, its first change. Its places are taken apart from it."""
    amount = wanted.amount
    made = Order.objects.create(
        event=wanted.event,
        user=buyer,
        language=language,
        currency=wanted.event.payment_currency,
        amount=amount.total,
        discount=amount.discount,
        fee=amount.fee,
        tax_amount=amount.tax,
        tax_name=amount.rate.name if amount.rate else "",
        tax_rate=amount.rate.share if amount.rate else None,
        is_tax_included=bool(amount.rate and amount.rate.is_included),
        payment_mode=Order.Mode.FREE if amount.total == 0 else "",
        discount_code=wanted.discount_code,
        access_code=wanted.access_code,
        created_at=now,
        expires_at=expires_at,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=made,
            ticket_id=line.wanted.ticket,
            quantity=line.wanted.quantity,
            price=line.wanted.price,
            discount=line.discount,
            fee=line.fee,
            sub_total=line.sub_total,
        )
        for line in amount.lines
    )
    discounted = {line.wanted.ticket for line in amount.lines if line.by is not None}
    Attendee.objects.bulk_create(_attendees(made, wanted, discounted, now))
    recording.note(made, recording.Kind.STATUS, by=by)
    return made


def _attendees(made: Order, wanted: Quote, discounted: set[int], now: datetime) -> list[Attendee]:
    tickets: Mapping[int, Ticket] = wanted.tickets
    return [
        Attendee(
            event=wanted.event,
            order=made,
            ticket=tickets[ticket_id],
            is_discount_applied=ticket_id in discounted,
            is_access_code_applied=ticket_id in wanted.opened,
            created_at=now,
            revised_at=now,
        )
        for ticket_id, quantity in wanted.quantities.items()
        for _ in range(quantity)
    ]

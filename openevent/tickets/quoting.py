"""What somebody wants to buy, checked against the tables, and what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.events.facts import METHODS
from openevent.events.models import Event
from openevent.lib import money
from openevent.lib.errors import Refused, Unknown
from openevent.tickets.models import AccessCode, DiscountCode, Tax, Ticket
from openevent.tickets.pricing import Amount, Discount, Fee, Rate, Wanted, amount
from openevent.tickets.stock import Places

MOST_TICKETS = 1000  # in one order
# What is read of tickets and of their event to sell them: both have many columns, and every order reads them.
READ = (
    *("event", "name", "type", "price", "min_price", "max_price", "quantity", "taken", "waiting"),
    *("min_order", "max_order"),
    *("sales_starts_at", "sales_ends_at", "is_hidden", "is_fee_absorbed"),
    *("event__name", "event__state", "event__deleted_at", "event__payment_currency", "event__is_tax_enabled"),
    *(f"event__{method}" for method in sorted(METHODS)),
)
# What is said of a code by its kind.
TOO_FEW = {
    "discount": gettext_noop("This discount code is for at least %(least)s tickets."),
    "access": gettext_noop("This access code is for at least %(least)s tickets."),
}
TOO_MANY = {
    "discount": gettext_noop("This discount code is for at most %(most)s tickets of one order."),
    "access": gettext_noop("This access code is for at most %(most)s tickets of one order."),
}
LEFT = {
    "discount": gettext_noop("This discount code is good for %(left)s more tickets."),
    "access": gettext_noop("This access code is good for %(left)s more tickets."),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """So many of one ticket; of a donation with the price that the buyer says."""

    ticket: int
    quantity: int = 1
    price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What somebody wants to buy, with the codes that they have: each an id or a word."""

    items: tuple[Item, ...]
    discount_code: str = ""
    access_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A basket that can be had, and what it costs now."""

    event: Event
    tickets: Mapping[int, Ticket]
    amount: Amount
    places: Places
    discount_code: DiscountCode | None = None
    access_code: AccessCode | None = None
    opened: frozenset[int] = field(default=frozenset())  # the tickets that the access code opens

    @property
    def quantities(self) -> Mapping[int, int]:
        """How many of each ticket."""
        return self.places.tickets


class WrongBasket(Refused):
    """It cannot be bought so."""


class NoTickets(Refused):
    """Nothing is ordered."""

    def __init__(self) -> None:
        super().__init__(_("Tickets missing in Order request"), pointer="/tickets")


class NoSuchTicket(Unknown):
    """There is no such ticket, or none that the buyer may know of: both are told in the same words."""

    def __init__(self, ticket_id: int) -> None:
        super().__init__(_("There is no ticket %(ticket_id)s.") % {"ticket_id": ticket_id}, pointer="/tickets")


class WrongCode(Refused):
    """The code does not do what it is presented for."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/{kind}-code")


class UsedUp(WrongCode):
    """There are not so many uses of the code left; some may be held by orders whose time is over."""


def quote(basket: Basket, *, now: datetime, sees_hidden: bool = False) -> Quote:
    """What the basket costs now; raises Refused for what cannot be had at all.

    Nothing of it is taken: there may be too few places all the same. `sees_hidden` opens hidden tickets without a code.
    """
    items = _merged(basket.items)
    tickets = _tickets(items)
    event = next(iter(tickets.values())).event
    access = _access_code(event, basket.access_code, tickets, items, now)
    opened = frozenset(access.tickets.values_list("pk", flat=True)) & tickets.keys() if access else frozenset()
    for ticket in tickets.values():
        if ticket.is_hidden and ticket.pk not in opened and not sees_hidden:
            raise NoSuchTicket(ticket.pk)
    if access and not opened:
        raise WrongCode("access", _("This access code opens none of these tickets."))
    code, discount = _discount(event, basket.discount_code, tickets, items, now)
    quantities = {item.ticket: item.quantity for item in items}
    return Quote(
        event=event,
        tickets=tickets,
        amount=amount(
            [_wanted(item, tickets[item.ticket]) for item in items],
            discount=discount,
            rate=_rate(event),
            fee=_fee(event),
        ),
        places=Places(
            tickets=quantities,
            discount=(code.pk, _count(quantities, discount.tickets)) if code and discount else None,
            access=(access.pk, _count(quantities, opened)) if access else None,
        ),
        discount_code=code,
        access_code=access,
        opened=opened,
    )


def _merged(items: Sequence[Item]) -> tuple[Item, ...]:
    """Each ticket once."""
    if not items:
        raise NoTickets
    found: dict[int, Item] = {}
    for at, item in enumerate(items):
        if item.quantity < 1:
            raise WrongBasket(_("Of each ticket one orders at least one."), pointer=f"/tickets/{at}/quantity")
        before = found.get(item.ticket)
        if before is not None and before.price != item.price:
            raise WrongBasket(_("One ticket has one price in an order."), pointer=f"/tickets/{at}/price")
        quantity = item.quantity + (before.quantity if before else 0)
        found[item.ticket] = Item(ticket=item.ticket, quantity=quantity, price=item.price)
    if sum(item.quantity for item in found.values()) > MOST_TICKETS:
        raise WrongBasket(_("An order has at most %(most)s tickets.") % {"most": MOST_TICKETS}, pointer="/tickets")
    return tuple(found[ticket] for ticket in sorted(found))


def _tickets(items: Sequence[Item]) -> dict[int, Ticket]:
    """The living tickets, all of one living event."""
    rows = Ticket.objects.living().filter(pk__in=[item.ticket for item in items], event__deleted_at=None)
    found = {ticket.pk: ticket for ticket in rows.select_related("event").only(*READ)}
    for item in items:
        if item.ticket not in found:
            raise NoSuchTicket(item.ticket)
    if len({ticket.event_id for ticket in found.values()}) > 1:
        raise WrongBasket(_("All tickets must belong to same event"), pointer="/tickets")
    return found


def _wanted(item: Item, ticket: Ticket) -> Wanted:
    return Wanted(
        ticket=ticket.pk,
        name=ticket.name,
        price=_price(item, ticket),
        quantity=item.quantity,
        is_free=ticket.type == Ticket.Type.FREE,
        is_fee_absorbed=ticket.is_fee_absorbed,
    )


def _price(item: Item, ticket: Ticket) -> int:
    """What one costs: as the ticket says, or for a donation as the buyer does."""
    if ticket.type != Ticket.Type.DONATION:
        return ticket.price
    currency = ticket.event.payment_currency
    lowest, highest = ticket.min_price, ticket.max_price
    try:
        price = money.minor(item.price, currency) if item.price is not None else None
    except money.NotMoney as error:
        raise WrongBasket(str(error), pointer="/tickets") from error
    if price is None or price < lowest or (highest is not None and price > highest):
        raise WrongBasket(_within(lowest, highest, currency), pointer="/tickets")
    return price


def _within(lowest: int, highest: int | None, currency: str) -> str:
    """The sentence that says which prices a donation has."""
    said = {"lowest": money.major(lowest, currency)}
    if highest is None:
        return _("Price for donation ticket should be present and at least %(lowest)s") % said
    sentence = _("Price for donation ticket should be present and within range %(lowest)s to %(highest)s")
    return sentence % {**said, "highest": money.major(highest, currency)}


def _count(quantities: Mapping[int, int], tickets: frozenset[int]) -> int:
    return sum(quantity for ticket, quantity in quantities.items() if ticket in tickets)


def access_code(event: Event, key: str, *, now: datetime) -> AccessCode:
    """The event's access code with this id or word, if it is good now. Raises WrongCode."""
    code = AccessCode.objects.select_related("event").named(event, key)
    if code is None or not code.is_active or not code.is_valid_at(now):
        raise WrongCode("access", _("Invalid Access Code"))
    return code


def _access_code(
    event: Event, key: str, tickets: Mapping[int, Ticket], items: Sequence[Item], now: datetime
) -> AccessCode | None:
    if not key:
        return None
    code = access_code(event, key, now=now)
    linked = frozenset(code.tickets.values_list("pk", flat=True)) & tickets.keys()
    _check_quantity("access", code, sum(item.quantity for item in items if item.ticket in linked))
    return code


def _discount(
    event: Event, key: str, tickets: Mapping[int, Ticket], items: Sequence[Item], now: datetime
) -> tuple[DiscountCode | None, Discount | None]:
    """The code, and what it takes off; what costs nothing needs none and uses none up."""
    if not key:
        return None, None
    code = DiscountCode.objects.select_related("event").named(event, key)
    if code is None or not code.is_active or not code.is_valid_at(now):
        raise WrongCode("discount", _("Invalid Discount Code"))
    priced = {pk for pk, ticket in tickets.items() if ticket.type != Ticket.Type.FREE}
    linked = frozenset(code.tickets.values_list("pk", flat=True)) & priced
    if not linked:
        raise WrongCode("discount", _("Invalid Discount Code"))
    _check_quantity("discount", code, sum(item.quantity for item in items if item.ticket in linked))
    of_amount = code.type == DiscountCode.Type.AMOUNT
    return code, Discount(
        code=code.code,
        type=code.type,
        amount=code.value if of_amount else 0,
        share=0 if of_amount else code.value,
        tickets=linked,
    )


def _check_quantity(kind: str, code: DiscountCode | AccessCode, quantity: int) -> None:
    """A code is for so many tickets of one order at least and at most."""
    if quantity and quantity < code.min_quantity:
        raise WrongCode(kind, _(TOO_FEW[kind]) % {"least": code.min_quantity})
    if code.max_quantity is not None and quantity > code.max_quantity:
        raise WrongCode(kind, _(TOO_MANY[kind]) % {"most": code.max_quantity})
    if code.tickets_number is not None and quantity > code.tickets_number - code.taken:
        raise UsedUp(kind, _(LEFT[kind]) % {"left": code.tickets_number - code.taken})


def _rate(event: Event) -> Rate | None:
    tax = Tax.objects.filter(event=event, deleted_at=None).first() if event.is_tax_enabled else None
    return Rate(name=tax.name, share=tax.rate, is_included=tax.is_tax_included_in_price) if tax else None


def _fee(event: Event) -> Fee:
    most = settings.PLATFORM_FEE_MAXIMA.get(event.payment_currency)
    maximum = money.minor(most, event.payment_currency) if most is not None else None
    return Fee(share=settings.PLATFORM_FEE, maximum=maximum)

"""Offering tickets: what they are called, what they cost, how many there are, and when they are sold."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from openevent.accounts.models import User
from openevent.events.facts import takes_payments
from openevent.events.models import Event
from openevent.lib import money, passages, text
from openevent.lib.errors import Conflicting, Forbidden, Refused
from openevent.tickets import keeping, linking, queueing
from openevent.tickets.keeping import Facts, Keeper, Links
from openevent.tickets.models import Ticket

PRICES = ("price", "min_price", "max_price")
MOST_IN_ORDER = 10  # where nothing is said


class WrongTicket(Refused):
    """A ticket cannot be so."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/attributes/{member.replace('_', '-')}")


class NameTaken(Conflicting):
    """Two tickets of an event have two names."""


class Sold(Forbidden):
    """People hold the ticket."""


class TooFew(Conflicting):
    """More are sold."""


def add(ticket: Ticket, *, by: User, **links: Any) -> Ticket:
    """Save a new ticket of its event; prices are in whole units of the event's currency. Raises Refused."""
    return KEEPER.add(ticket, by=by, **links)


def change(ticket: Ticket, *, by: User, **facts: Any) -> Ticket:
    """Give the ticket these facts; what was ordered keeps its price, and who waits has more places. Raises Refused."""
    with transaction.atomic():
        changed = KEEPER.change(ticket, by=by, **facts)
        queueing.advance([ticket.pk])
    return changed


def remove(ticket: Ticket, *, by: User) -> Ticket:
    """Sell the ticket no more. Raises Sold while there are live orders of it."""
    return KEEPER.remove(ticket, by=by)


def arrange(tickets: Sequence[Ticket], *, by: User) -> None:
    """Let the tickets of one event stand in this order. Raises Refused."""
    keeping.arrange(KEEPER, tickets, by=by)


def restore(ticket: Ticket, *, by: User) -> Ticket:
    """Sell it again. Raises NameTaken where another has its name."""
    return KEEPER.restore(ticket, by=by)


def _clean(_ticket: Ticket, event: Event, facts: Facts) -> Facts:
    kept = dict(facts)
    if "name" in kept:
        kept["name"] = text.one_line(kept["name"])
    if "description" in kept:
        passages.check(kept["description"], "description")
    for name in PRICES:
        if isinstance(kept.get(name), Decimal):
            kept[name] = _minor(kept[name], name, event)
    return kept


def _minor(amount: Decimal, member: str, event: Event) -> int:
    """The amount in minor units of the event's currency; without one only nothing can be said."""
    if amount == 0:
        return 0
    if amount < 0:
        raise WrongTicket(member, gettext("A price is not negative."))
    if not event.payment_currency:
        raise WrongTicket(member, gettext("The event has no currency yet: set it first."))
    try:
        return money.minor(amount, event.payment_currency)
    except money.NotMoney as error:
        raise WrongTicket(member, str(error)) from error


def _check(ticket: Ticket, event: Event, links: Links) -> None:
    """What must hold of the merged record."""
    for code in links.get("discount_codes", ()):
        linking.check_discount(code, ticket)
    for _ in links.get("access_codes", ()):
        linking.check_access(ticket)
    _check_price(ticket)
    _check_payable(ticket, event)
    _check_numbers(ticket)
    _check_sales(ticket, event)
    others = Ticket.objects.living().filter(event=event, name=ticket.name).exclude(pk=ticket.pk)
    if ticket.deleted_at is None and others.exists():
        raise NameTaken(
            gettext("The event has a ticket “%(name)s” already.") % {"name": ticket.name},
            pointer="/data/attributes/name",
        )


def _check_price(ticket: Ticket) -> None:
    if ticket.type == Ticket.Type.PAID and not ticket.price:
        raise WrongTicket("price", gettext("A paid ticket has a price above 0."))
    if ticket.type != Ticket.Type.PAID:
        ticket.price = 0
    if ticket.max_price is not None and ticket.min_price > ticket.max_price:
        raise WrongTicket("max_price", gettext("The highest amount must not be below the least."))
    if ticket.type == Ticket.Type.DONATION and ticket.max_price == 0:
        raise WrongTicket(
            "max_price", gettext("The highest amount of a donation is above 0; without one there is no limit.")
        )


def _check_payable(ticket: Ticket, event: Event) -> None:
    if ticket.type == Ticket.Type.FREE:
        return
    if not event.payment_currency:
        raise WrongTicket("type", gettext("The event has no currency yet: set it first."))
    if not takes_payments(event):
        raise WrongTicket(
            "type",
            gettext("The event takes no payments yet: switch on a way to pay first, such as bank transfer."),
        )


def _check_numbers(ticket: Ticket) -> None:
    if ticket.quantity < 1:
        raise WrongTicket("quantity", gettext("There is at least one of a ticket."))
    if ticket.min_order > ticket.max_order:
        raise WrongTicket("max_order", gettext("The most in one order must not be below the least."))
    if ticket.max_order < 1:
        raise WrongTicket("max_order", gettext("In one order there is room for at least one."))
    if ticket.max_order > ticket.quantity:
        raise WrongTicket("quantity", gettext("There must be as many of a ticket as one order may have at most."))
    if ticket.pk:
        taken = _taken(ticket)
        if ticket.quantity < taken:
            raise TooFew(
                gettext("%(taken)s of this ticket are sold or held.") % {"taken": taken},
                pointer="/data/attributes/quantity",
            )


def _taken(ticket: Ticket) -> int:
    """How many are sold or held, even in this moment; nobody buys more until the transaction ends."""
    return Ticket.objects.select_for_update(no_key=True).values_list("taken", flat=True).get(pk=ticket.pk)


def _check_sales(ticket: Ticket, event: Event) -> None:
    if ticket.sales_starts_at >= ticket.sales_ends_at:
        raise WrongTicket("sales_ends_at", gettext("The sale of a ticket ends after it begins."))
    if ticket.sales_ends_at > event.ends_at:
        raise WrongTicket("sales_ends_at", gettext("Sales end before the event does."))


def _leave(ticket: Ticket) -> None:
    queueing.lock(ticket.pk)
    queueing.end(ticket.pk)  # first: offers hold places, too
    if _taken(ticket):
        raise Sold(gettext("There are live orders of this ticket. Hide it, or end its sales, instead."))


KEEPER: Keeper[Ticket] = Keeper(
    clean=_clean, check=_check, leave=_leave, links=("ticket_tags", "discount_codes", "access_codes")
)

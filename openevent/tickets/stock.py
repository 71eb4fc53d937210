"""Places: taken and given back by counters that no two buyers can pass together.

Each counter is moved by one conditional statement, and a check constraint stands behind it. Rows are always taken in
the same order (the order itself, codes, tickets, each by their ids), so that nobody waits in a circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib.errors import Conflicting
from openevent.tickets import queueing
from openevent.tickets.models import AccessCode, DiscountCode, Ticket

EXHAUSTED = {  # by the kind of the code
    "discount": gettext_noop("The discount code is not good for so many tickets any more."),
    "access": gettext_noop("The access code is not good for so many tickets any more."),
}


@dataclass(frozen=True, kw_only=True)
class Places:
    """What an order holds: so many of each ticket, by ids; and of each code, for so many tickets."""

    tickets: Mapping[int, int]
    discount: tuple[int, int] | None = None  # the code's id, and for how many tickets
    access: tuple[int, int] | None = None


class SoldOut(Conflicting):
    """There are not so many left."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(_('Ticket "%(name)s" already sold out') % {"name": ticket.name}, pointer="/tickets")
        self.ticket = ticket


class CodeExhausted(Conflicting):
    """The code is used up."""

    def __init__(self, kind: str) -> None:
        super().__init__(_(EXHAUSTED[kind]), pointer=f"/{kind}-code")


def check(quantities: Mapping[int, int], tickets: Mapping[int, Ticket]) -> None:
    """Raise SoldOut where there were too few when the tickets were read: who comes too late writes nothing."""
    for ticket_id, quantity in quantities.items():
        if tickets[ticket_id].available < quantity:
            raise SoldOut(tickets[ticket_id])


def take(places: Places) -> None:
    """Take all of these places, or raise SoldOut or CodeExhausted; must run in the transaction of the order."""
    if places.discount and not DiscountCode.objects.take(*places.discount):
        raise CodeExhausted("discount")
    if places.access and not AccessCode.objects.take(*places.access):
        raise CodeExhausted("access")
    for ticket_id, quantity in sorted(places.tickets.items()):
        if not Ticket.objects.take(ticket_id, quantity):
            raise SoldOut(Ticket.objects.get(pk=ticket_id))


def give_back(places: Places) -> None:
    """Give these places back, to who waits for them first; must run in the transaction that ends their order."""
    if places.discount:
        DiscountCode.objects.give_back(*places.discount)
    if places.access:
        AccessCode.objects.give_back(*places.access)
    for ticket_id, quantity in sorted(places.tickets.items()):
        Ticket.objects.give_back(ticket_id, quantity)
    queueing.advance(places.tickets.keys())

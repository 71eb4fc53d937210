"""Which tickets a code can be for."""

from openevent.lib.errors import Conflicting, Refused
from openevent.tickets.models import DiscountCode, Ticket


class NothingToTakeOff(Refused):
    """The discount does not fit the ticket."""


class NotHidden(Conflicting):
    """What everybody sees needs no code."""


def check_discount(code: DiscountCode, ticket: Ticket) -> None:
    """Raise NothingToTakeOff for a free ticket, and for one that costs less than the code takes off."""
    if ticket.type == Ticket.Type.FREE:
        raise NothingToTakeOff(
            f"“{ticket.name}” is free: there is nothing to take off.", pointer="/data/relationships/tickets"
        )
    is_amount = code.type == DiscountCode.Type.AMOUNT
    if is_amount and ticket.type == Ticket.Type.PAID and code.value > ticket.price:
        raise NothingToTakeOff(
            f"The discount is higher than the price of “{ticket.name}”.", pointer="/data/attributes/value"
        )


def check_access(ticket: Ticket) -> None:
    """Raise NotHidden for a ticket that everybody can buy."""
    if not ticket.is_hidden:
        raise NotHidden(f"“{ticket.name}” is not hidden: everybody can buy it.", pointer="/data/relationships/tickets")

"""Which tickets a code can be for."""

from django.utils.translation import gettext as _

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
            _("“%(name)s” is free: there is nothing to take off.") % {"name": ticket.name},
            pointer="/data/relationships/tickets",
        )
    is_amount = code.type == DiscountCode.Type.AMOUNT
    if is_amount and ticket.type == Ticket.Type.PAID and code.value > ticket.price:
        raise NothingToTakeOff(
            _("The discount is higher than the price of “%(name)s”.") % {"name": ticket.name},
            pointer="/data/attributes/value",
        )


def check_access(ticket: Ticket) -> None:
    """Raise NotHidden for a ticket that everybody can buy."""
    if not ticket.is_hidden:
        raise NotHidden(
            _("“%(name)s” is not hidden: everybody can buy it.") % {"name": ticket.name},
            pointer="/data/relationships/tickets",
        )

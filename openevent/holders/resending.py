"""Letters about tickets once more: to who bought them, or who holds one."""

from django.utils.translation import gettext as _

from openevent.accounts import quotas
from openevent.accounts.models import User
from openevent.holders import telling
from openevent.lib.errors import Forbidden, Refused
from openevent.tickets import access
from openevent.tickets.models import Attendee, Order

DONE = (Order.Status.PLACED, Order.Status.COMPLETED)


class NothingToSend(Refused):
    """The order has no letter."""


def to_buyer(order: Order, *, by: User) -> None:
    """Post the buyer's letter once more, for whoever may ask for it. Raises NothingToSend, TooManyAttempts."""
    if order.user is None or not order.user.is_active:
        raise NothingToSend(_("The buyer’s account is gone: there is nobody to write to."))
    quotas.letters(by, [order.user.email])
    telling.resend(order)


def by_team(order: Order, *, by: User) -> None:
    """The same for the event's team, of orders that have a letter. Raises Forbidden, NothingToSend."""
    if not access.is_of_team(by, order.event):
        raise Forbidden(_("Only the event’s team sends letters again."))
    if order.status not in DONE:
        raise NothingToSend(_("Only orders that are placed or completed have a letter."), pointer="/data/order")
    to_buyer(order, by=by)


def to_holder(attendee: Attendee, *, by: User) -> None:
    """Post the ticket of an attendee once more to who holds it. Raises Forbidden, NothingToSend, TooManyAttempts."""
    if not access.is_of_team(by, attendee.event):
        raise Forbidden(_("Only the event’s team sends letters again."))
    if not attendee.is_admitted:
        raise NothingToSend(_("This ticket is not good: there is nothing to send."))
    if not attendee.email or attendee.has_left_mail:
        raise NothingToSend(_("The holder has no address, or wants no more letters about this ticket."))
    quotas.letters(by, [attendee.email])
    telling.resend_ticket(attendee)

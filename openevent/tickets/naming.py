"""What people call how far an order is, how it is paid, and how it stands with a place in line."""

from django.utils.translation import gettext_lazy as _

from openevent.tickets.models import Order, WaitingEntry

STATUSES = {
    Order.Status.INITIALIZING: _("being filled in"),
    Order.Status.PENDING: _("being paid online"),
    Order.Status.PLACED: _("waits for its payment"),
    Order.Status.COMPLETED: _("completed"),
    Order.Status.CANCELLED: _("cancelled"),
    Order.Status.EXPIRED: _("expired"),
}
MODES = {
    "": _("not said"),
    Order.Mode.FREE: _("free"),
    Order.Mode.STRIPE: _("online"),
    Order.Mode.BANK: _("bank transfer"),
    Order.Mode.CHEQUE: _("cheque"),
    Order.Mode.ONSITE: _("at the door"),
    Order.Mode.INVOICE: _("against an invoice"),
}
# Why nobody leaves a waiting list, or takes what was offered: the end of a sentence.
STANDING = {
    WaitingEntry.Status.WAITING: _("no place is free yet"),
    WaitingEntry.Status.OFFERED: _("the time to take it has passed"),
    WaitingEntry.Status.TAKEN: _("what was offered has become an order"),
    WaitingEntry.Status.LEFT: _("the place in line was given up"),
    WaitingEntry.Status.PASSED: _("the offer was not taken in its time"),
    WaitingEntry.Status.ENDED: _("the ticket is not sold any more"),
}

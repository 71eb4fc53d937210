"""What things of orders are called on pages: how far they are, how they are paid, what happened to them."""

from django.utils.translation import gettext_lazy as _

from openevent.tickets.models import Order, OrderChange, Payment, Refund

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
PAYMENTS = {
    Payment.Status.OPEN: _("begun, and nothing came yet"),
    Payment.Status.CLEARING: _("on its way"),
    Payment.Status.RECEIVED: _("received"),
    Payment.Status.REFUNDED: _("received, and all of it went back"),
    Payment.Status.SURPLUS: _("too much, or too late: it goes back"),
    Payment.Status.FAILED: _("nothing came of it"),
}
REFUNDS = {
    Refund.Status.ASKED: _("asked for"),
    Refund.Status.DONE: _("went back"),
    Refund.Status.FAILED: _("did not go back"),
}
CHANGES = {
    OrderChange.Kind.STATUS: _("Status"),
    OrderChange.Kind.BILLING: _("Billing"),
    OrderChange.Kind.PAYMENT: _("Payment"),
    OrderChange.Kind.REFUND: _("Refund"),
    OrderChange.Kind.ATTENDEE: _("Attendee"),
    OrderChange.Kind.NOTE: _("Note"),
}

"""What things of orders are called on pages: payments, refunds, what happened, people, papers."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openevent.tickets import papers
from openevent.tickets.models import Attendee, OrderChange, Payment, Refund
from openevent.tickets.papers import Paper

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


def person(attendee: Attendee) -> str:
    """By what the team knows somebody who comes."""
    return attendee.full_name or attendee.email or gettext("nobody named yet")


def paper(printed: Paper) -> str:
    """What a paper of an order is called."""
    if printed.kind == papers.TICKETS:
        return gettext("Tickets")
    said = gettext("Correction %(number)s") if printed.is_correction else gettext("Invoice %(number)s")
    return said % {"number": printed.number}

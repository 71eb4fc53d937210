"""Asking the provider how far the payment of an order is."""

from django.utils.translation import gettext as _

from openevent.lib.errors import Conflicting
from openevent.tickets.models import Order, Payment
from openevent.tickets.paying import settling
from openevent.tickets.paying.providers import provider

Status = Payment.Status
# As Stripe would say it (https://docs.stripe.com/payments/paymentintents/lifecycle), and a word for what it has not.
WORDS = {
    Status.OPEN: "requires_payment_method",
    Status.CLEARING: "processing",
    Status.RECEIVED: "succeeded",
    Status.REFUNDED: "refunded",
    Status.SURPLUS: "refunded",
    Status.FAILED: "canceled",
}


class NothingToVerify(Conflicting):
    """Nobody has begun to pay."""


def verify(order: Order) -> str:
    """How far the order's payment is, in the provider's own word; what it says becomes fact. Raises Refused."""
    found = Payment.objects.filter(order=order).select_related("order__event")
    payment = found.filter(status__in=Payment.PAYING).first() or found.last()
    if payment is None:
        raise NothingToVerify(_("Nobody has begun to pay this order."))
    return ask(payment) if payment.is_undecided and payment.reference else WORDS[Status(payment.status)]


def ask(payment: Payment) -> str:
    """The same of one payment, of which we know the provider's number."""
    said = provider(payment.provider).read(payment)
    payment = settling.settle(payment, said)
    return said.word if payment.is_undecided else WORDS[Status(payment.status)]

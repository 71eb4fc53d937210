"""Checkout Sessions: the buyer pays on a page of Stripe's (https://docs.stripe.com/api/checkout/sessions)."""

from datetime import timedelta

from stripe.checkout import Session
from stripe.params.checkout import SessionCreateParams

from openevent.lib import urls
from openevent.lib.addresses import event_page
from openevent.tickets.models import Payment
from openevent.tickets.paying.provider import Wanted
from openevent.tickets.paying.stripe import currencies
from openevent.tickets.paying.stripe.client import client
from openevent.tickets.paying.stripe.requesting import CHARGE, making, metadata, options

# Stripe takes at least 30 minutes from the request on; a little more, so that the request can be repeated.
OPEN_FOR = timedelta(minutes=35)
INTENT = f"payment_intent.{CHARGE}"


def make(payment: Payment, wanted: Wanted) -> Session:
    """A session in which the buyer can pay."""
    params = _params(payment, wanted)
    return client().v1.checkout.sessions.create(params, making(payment, params))


def read(payment: Payment) -> Session:
    """The payment's session as it is now."""
    return client().v1.checkout.sessions.retrieve(payment.reference, {"expand": [INTENT]}, options(payment.account))


def end(payment: Payment) -> None:
    """Nobody pays in the session any more."""
    client().v1.checkout.sessions.expire(payment.reference, {}, options(payment.account))


def _params(payment: Payment, wanted: Wanted) -> SessionCreateParams:
    page = urls.absolute(event_page(payment.order.event.identifier))
    return {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": payment.currency.lower(),
                    "unit_amount": currencies.to_stripe(payment.amount, payment.currency),
                    "product_data": {"name": payment.order.event.name},
                },
            }
        ],
        "adaptive_pricing": {"enabled": False},  # what comes must be what is asked
        "client_reference_id": str(payment.order.identifier),
        "metadata": metadata(payment),
        "payment_intent_data": {"metadata": metadata(payment)},
        "success_url": wanted.success or page,
        "cancel_url": wanted.back or page,
        "expires_at": int((payment.created_at + OPEN_FOR).timestamp()),
        "expand": [INTENT],
    }

"""Payment Intents: the buyer pays in their own client (https://docs.stripe.com/api/payment_intents)."""

from typing import cast

from stripe import PaymentIntent
from stripe.params import PaymentIntentConfirmParams, PaymentIntentCreateParams

from openevent.tickets.models import Payment
from openevent.tickets.paying.stripe import currencies
from openevent.tickets.paying.stripe.client import client
from openevent.tickets.paying.stripe.requesting import CHARGE, making, metadata, options

# What a client gets from Stripe to pay with begins so; everything else is a payment method (pm_…).
OLD_TOKEN, CONFIRMATION = "tok_", "ctoken_"


def make(payment: Payment) -> PaymentIntent:
    """An intent that nobody has paid."""
    params: PaymentIntentCreateParams = {
        "amount": currencies.to_stripe(payment.amount, payment.currency),
        "currency": payment.currency.lower(),
        # Methods that lead to another page and back are for Checkout.
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "description": payment.order.event.name,
        "metadata": metadata(payment),
        "expand": [CHARGE],
    }
    return client().v1.payment_intents.create(params, making(payment, params))


def confirm(payment: Payment, method: str) -> PaymentIntent:
    """Pay the intent, as far as the buyer's bank asks nothing; it needs no key, for it is paid once at most."""
    params = _method(method)
    params["expand"] = [CHARGE]
    return client().v1.payment_intents.confirm(payment.reference, params, options(payment.account))


def read(payment: Payment) -> PaymentIntent:
    """The payment's intent as it is now."""
    return client().v1.payment_intents.retrieve(payment.reference, {"expand": [CHARGE]}, options(payment.account))


def end(payment: Payment) -> None:
    """Nobody pays the intent any more."""
    client().v1.payment_intents.cancel(payment.reference, {}, options(payment.account))


def _method(said: str) -> PaymentIntentConfirmParams:
    if said.startswith(OLD_TOKEN):  # of which Stripe's API knows still, and the types of its library no more
        card = {"payment_method_data": {"type": "card", "card": {"token": said}}}
        return cast("PaymentIntentConfirmParams", card)
    if said.startswith(CONFIRMATION):
        return {"confirmation_token": said}
    return {"payment_method": said}

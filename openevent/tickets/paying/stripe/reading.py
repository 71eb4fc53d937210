"""What Stripe's objects say."""

import stripe
from stripe.checkout import Session

from openevent.tickets.paying.provider import NO_CARD, Card, Found, State
from openevent.tickets.paying.stripe import currencies

# https://docs.stripe.com/payments/paymentintents/lifecycle
STATES = {"succeeded": State.PAID, "processing": State.CLEARING, "canceled": State.ENDED}
EXPIRED, COMPLETE, PAID = "expired", "complete", "paid"


def of_intent(intent: stripe.PaymentIntent) -> Found:
    """How far a Payment Intent is; its latest charge must be there, and not only by its id."""
    state = STATES.get(intent.status, State.OPEN)
    if state is not State.PAID:
        return Found(state=state, word=intent.status)
    currency = intent.currency.upper()
    return Found(
        state=state,
        word=intent.status,
        amount=currencies.from_stripe(intent.amount_received, currency),
        currency=currency,
        transaction_id=intent.id,
        card=_card(intent),
    )


def of_session(session: Session) -> Found:
    """How far a Checkout Session is; its Payment Intent must be there, and not only by its id.

    A session is complete when the buyer has done all, and not only when the money is there
    (https://docs.stripe.com/checkout/fulfillment).
    """
    intent = session.payment_intent
    if session.status == COMPLETE and isinstance(intent, stripe.PaymentIntent):
        found = of_intent(intent)
        if session.payment_status == PAID or found.state is not State.OPEN:
            return found
        return Found(state=State.ENDED, word=intent.status)  # what was on its way did not arrive
    return Found(state=State.ENDED if session.status == EXPIRED else State.OPEN, word=session.status or "open")


def _card(intent: stripe.PaymentIntent) -> Card:
    charge = intent.latest_charge
    details = charge.payment_method_details if isinstance(charge, stripe.Charge) else None
    card = details.card if details is not None and details.type == "card" else None
    if card is None:
        return NO_CARD
    return Card(
        brand=card.brand or "", last4=card.last4 or "", exp_month=card.exp_month or None, exp_year=card.exp_year or None
    )

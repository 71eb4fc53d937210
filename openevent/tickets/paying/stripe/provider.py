"""Payments through Stripe."""

from contextlib import suppress

import stripe
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib import money
from openevent.tickets.models import Order, Payment, Refund
from openevent.tickets.paying import accounts
from openevent.tickets.paying.provider import (
    Begun,
    Found,
    FoundRefund,
    Linked,
    NotGivenBack,
    NotTaken,
    State,
    Told,
    Wanted,
)
from openevent.tickets.paying.stripe import connecting, currencies, events, intents, reading, refunds, sessions
from openevent.tickets.paying.stripe.client import asking

UNLINKED = gettext_noop("The event takes no payments by Stripe yet: its team has not linked an account.")


class Stripe:
    """https://docs.stripe.com/api.

    Each request has a key that is of our row and of what is asked, so that a repeated one makes nothing twice. A
    Payment Intent is made first and paid when its number is stored: one intent is never paid twice, whatever is
    repeated.
    """

    def check(self, order: Order) -> None:
        """Raise NotTaken where no account takes the event's payments, or Stripe not this amount."""
        _check_switched_on()
        if accounts.account(order.event) is None:
            raise NotTaken(_(UNLINKED))
        try:
            currencies.to_stripe(order.amount, order.currency)
        except money.NotMoney as error:
            raise NotTaken(_("%(error)s Choose another way to pay.") % {"error": error}) from error

    def account(self, order: Order) -> str:
        """The linked account of the event's team; empty for the site's own."""
        found = accounts.account(order.event)
        return found.id if found is not None else ""

    def begin(self, payment: Payment, wanted: Wanted) -> Begun:
        """A Checkout Session with its address, or a Payment Intent with its secret."""
        if payment.way == Payment.Way.CHECKOUT:
            return self._begun_session(payment, wanted)
        return self._begun_intent(payment)

    def pay(self, payment: Payment, method: str) -> Found:
        """Confirm the Payment Intent with a payment method, a token or a confirmation token."""
        with asking():
            return reading.of_intent(intents.confirm(payment, method))

    def read(self, payment: Payment) -> Found:
        """How far it is."""
        with asking():
            if payment.way == Payment.Way.CHECKOUT:
                return reading.of_session(sessions.read(payment))
            return reading.of_intent(intents.read(payment))

    def close(self, payment: Payment) -> Found:
        """Expire the session, or cancel the intent, if the buyer can still pay; then how far it is."""
        found = self.read(payment)
        if found.state is not State.OPEN:
            return found
        with suppress(NotTaken), asking():  # not taken: the buyer paid in this moment, or has begun to
            (sessions if payment.way == Payment.Way.CHECKOUT else intents).end(payment)
        return self.read(payment)

    def check_refund(self, payment: Payment, amount: int) -> None:
        """Raise NotGivenBack for an amount that Stripe does not take."""
        try:
            currencies.to_stripe(amount, payment.currency)
        except money.NotMoney as error:
            raise NotGivenBack(str(error)) from error

    def refund(self, refund: Refund) -> str:
        """Give the money back; that Stripe says yes may turn out wrong days later (`hearing`)."""
        try:
            with asking():
                # Stripe forgets the keys of requests after a day: what became of an earlier one is looked for.
                is_old = refund.at < timezone.now() - refunds.KEYS_KEPT
                found = refunds.found((refunds.known(refund) if is_old else None) or refunds.make(refund))
        except NotTaken as refusal:
            raise NotGivenBack(refusal.said) from refusal
        if found.failure:
            raise NotGivenBack(found.failure)
        return found.reference

    def link(self, code: str) -> Linked:
        """The account whose owner Stripe sent back with this code. Raises WrongCode."""
        _check_switched_on()
        return connecting.exchange(code)

    def hear(self, body: bytes, signature: str) -> Told:
        """What Stripe tells in a request to our webhook. Raises NotSigned."""
        return events.opened(body, signature)

    def read_refund(self, reference: str, account: str) -> FoundRefund:
        """What became of money that goes back."""
        with asking():
            return refunds.found(refunds.read(reference, account))

    def _begun_session(self, payment: Payment, wanted: Wanted) -> Begun:
        with asking():
            session = sessions.read(payment) if payment.reference else sessions.make(payment, wanted)
        return Begun(reference=session.id, found=reading.of_session(session), address=session.url or "")

    def _begun_intent(self, payment: Payment) -> Begun:
        with asking():
            intent: stripe.PaymentIntent = intents.read(payment) if payment.reference else intents.make(payment)
        account = accounts.account(payment.order.event)
        return Begun(
            reference=intent.id,
            found=reading.of_intent(intent),
            secret=intent.client_secret or "",
            publishable_key=account.publishable_key if account is not None else "",
        )


def _check_switched_on() -> None:
    if not settings.STRIPE_SECRET_KEY:
        raise NotTaken(_("This site takes no payments by Stripe."))

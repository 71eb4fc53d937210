"""What Stripe tells unasked: signed, so that nobody else can (https://docs.stripe.com/webhooks#verify-events)."""

import json
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext as _

from openevent.lib.errors import Malformed
from openevent.tickets.paying.provider import Subject, Told


class NotSigned(Malformed):
    """It is not from Stripe, or too old."""

    def __init__(self) -> None:
        super().__init__(_("This is not signed by Stripe with a secret of this site, or was long ago."))


# What is listened to; of everything else Stripe is told that it was heard.
SUBJECTS = {
    "checkout.session.completed": Subject.PAYMENT,
    "checkout.session.async_payment_succeeded": Subject.PAYMENT,
    "checkout.session.async_payment_failed": Subject.PAYMENT,
    "checkout.session.expired": Subject.PAYMENT,
    "payment_intent.succeeded": Subject.PAYMENT,
    "payment_intent.processing": Subject.PAYMENT,
    "payment_intent.payment_failed": Subject.PAYMENT,
    "payment_intent.canceled": Subject.PAYMENT,
    "refund.created": Subject.REFUND,
    "refund.updated": Subject.REFUND,
    "refund.failed": Subject.REFUND,
    "account.application.deauthorized": Subject.ACCOUNT_LEFT,
}


def opened(body: bytes, signature: str) -> Told:
    """The message in the body of a request. Raises NotSigned."""
    if not any(_is_signed(body, signature, secret) for secret in settings.STRIPE_WEBHOOK_SECRET):
        raise NotSigned
    try:
        found: Any = json.loads(body)
        return Told(
            id=str(found["id"]),
            type=str(found["type"]),
            subject=SUBJECTS.get(str(found["type"]), Subject.OTHER),
            account=str(found.get("account") or ""),
            reference=str(found["data"]["object"].get("id", "")),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Malformed(_("This is no event of Stripe’s.")) from error


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the signature is of the body, of this secret, and at most five minutes old."""
    if not signature.isascii():  # which the library cannot compare with its own
        return False
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False
    return True

"""What requests to Stripe share: what they say of our rows, and the key under which a repeated one is the same."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from stripe import RequestOptions

from openevent.tickets.models import Payment

CHARGE = "latest_charge"  # asked for along with an intent: it says with what was paid


def metadata(payment: Payment) -> dict[str, str]:
    """By which Stripe's lists and ours are held side by side."""
    return {"order": str(payment.order.identifier), "payment": str(payment.identifier)}


def options(account: str, key: str = "") -> RequestOptions:
    """For whose account it is asked, and under which key a repeated request is the same one.

    (https://docs.stripe.com/connect/authentication, https://docs.stripe.com/api/idempotent_requests)
    """
    found: RequestOptions = {}
    if account:
        found["stripe_account"] = account
    if key:
        found["idempotency_key"] = key
    return found


def making(payment: Payment, params: Mapping[str, Any]) -> RequestOptions:
    """The options of the request that makes the payment. Stripe refuses a key that it knows with other words."""
    said = sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()
    return options(payment.account, f"payment-{payment.identifier}-{said[:16]}")

"""Refunds at Stripe (https://docs.stripe.com/api/refunds)."""

from datetime import timedelta

import stripe
from django.utils.translation import gettext_noop
from stripe.params import RefundListParams

from openevent.lib.sentences import Sentence
from openevent.tickets.models import Refund
from openevent.tickets.paying.provider import FoundRefund
from openevent.tickets.paying.stripe import currencies
from openevent.tickets.paying.stripe.client import client
from openevent.tickets.paying.stripe.requesting import options

KEYS_KEPT = timedelta(hours=12)  # at least a day, says Stripe
FAILED = frozenset({"failed", "canceled"})
KEPT = gettext_noop("Stripe could not give the money back (%(reason)s).")
OURS = "refund"  # the name, in a refund's metadata, of our row's identifier


def make(refund: Refund) -> stripe.Refund:
    """Money goes back to where it came from."""
    payment = refund.payment
    return client().v1.refunds.create(
        {
            "payment_intent": payment.transaction_id,
            "amount": currencies.to_stripe(refund.amount, payment.currency),
            "metadata": {"order": str(refund.order.identifier), OURS: str(refund.identifier)},
        },
        options(payment.account, f"refund-{refund.identifier}"),
    )


def known(refund: Refund) -> stripe.Refund | None:
    """What became of an earlier request for the refund, if one got there."""
    payment = refund.payment
    asked: RefundListParams = {"payment_intent": payment.transaction_id, "limit": 100}
    found = client().v1.refunds.list(asked, options(payment.account))
    return next((one for one in found.auto_paging_iter() if _ours(one) == str(refund.identifier)), None)


def read(reference: str, account: str) -> stripe.Refund:
    """The refund as it is now."""
    return client().v1.refunds.retrieve(reference, {}, options(account))


def found(said: stripe.Refund) -> FoundRefund:
    """What Stripe says of it; of one that was made elsewhere, as on Stripe's own pages, there is no row of ours."""
    intent = said.payment_intent
    is_failed = said.status in FAILED
    return FoundRefund(
        reference=said.id,
        transaction_id=intent if isinstance(intent, str) else "",
        amount=currencies.from_stripe(said.amount, said.currency.upper()),
        identifier=_ours(said),
        failure=Sentence(KEPT, {"reason": str(said.failure_reason or said.status)}) if is_failed else None,
    )


def _ours(said: stripe.Refund) -> str:
    return str(said.metadata[OURS]) if said.metadata and OURS in said.metadata else ""

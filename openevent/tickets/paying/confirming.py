"""The team says that an order's money came: by transfer, in cash, as the order is paid."""

from django.utils import timezone

from openevent.accounts.models import User
from openevent.tickets import recording, wording
from openevent.tickets.models import Order, Payment


def confirm(order: Order, *, by: User) -> Payment:
    """Note the payment of the locked order, in the transaction that completes it."""
    now = timezone.now()
    order.paid_via = order.payment_mode
    order.save(update_fields=["paid_via"])
    recording.note(order, recording.Kind.PAYMENT, by=by, words=[wording.noted(order)])
    return Payment.objects.create(
        order=order,
        provider=order.payment_mode,
        amount=order.amount,
        currency=order.currency,
        status=Payment.Status.RECEIVED,
        by=by,
        created_at=now,
        received_at=now,
    )

"""The team says that an order's money came: by transfer, in cash, as the order is paid."""

from django.utils import timezone

from openevent.accounts.models import User
from openevent.lib import money
from openevent.tickets import recording
from openevent.tickets.models import Order, Payment


def confirm(order: Order, *, by: User) -> Payment:
    """Note the payment of the locked order, in the transaction that completes it."""
    now = timezone.now()
    order.paid_via = order.payment_mode
    order.save(update_fields=["paid_via"])
    words = f"{money.words(order.amount, order.currency)} by {order.payment_mode}."
    recording.note(order, recording.Kind.PAYMENT, by=by, words=words)
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

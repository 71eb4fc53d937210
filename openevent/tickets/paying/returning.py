"""Asking for money to go back: set aside behind the order's lock, and told to the workers when that is through."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from openevent.accounts.models import User
from openevent.celery import app
from openevent.lib import sentences
from openevent.lib.errors import Conflicting
from openevent.lib.sentences import Said
from openevent.tickets.models import Attendee, Payment, Refund

log = structlog.get_logger(__name__)
TASK = "openevent.tickets.tasks.refund"
AGAIN = timedelta(minutes=1)  # who asks for a refund carries it out; the sweep does where that has not got so far


class TooMuch(Conflicting):
    """There is not so much of the payment left."""


def ask(
    payment: Payment,
    *,
    amount: int,
    reason: Said,
    by: User | None,
    attendees: Iterable[Attendee] = (),
    identifier: UUID | None = None,
) -> Refund:
    """Set so much of the payment aside for a refund; must run behind the lock of the order. Raises TooMuch.

    Where nobody waits for it, the workers are told of it.
    """
    if not Payment.objects.reserve(payment.pk, amount):
        raise TooMuch(_("There is not so much of this payment left."))
    now = timezone.now()
    refund = Refund.objects.create(
        identifier=identifier or uuid4(),
        payment=payment,
        order_id=payment.order_id,
        amount=amount,
        reason=sentences.written([reason]),
        said=sentences.kept([reason]),
        by=by,
        at=now,
        try_at=now + AGAIN,
    )
    refund.attendees.set(attendees)
    if by is None:
        transaction.on_commit(lambda: send(refund.pk))
    return refund


def send(refund_id: int) -> bool:
    """Tell the workers of the refund; False where the broker cannot be reached, and the sweep does it later."""
    try:
        app.send_task(TASK, args=[refund_id], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("the queue takes no refund now; it will be told of again", refund=refund_id, reason=str(error))
        return False
    return True

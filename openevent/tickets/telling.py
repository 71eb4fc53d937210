"""Noting what ticket holders are to be told; who writes the letters is a floor above."""

import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from openevent.celery import app
from openevent.tickets.models import Notice, Order

log = structlog.get_logger(__name__)
TASK = "openevent.holders.tasks.tell"


def note(order: Order, kind: Notice.Kind) -> Notice:
    """Note that the order's people are to be told of this; the worker hears of it when the transaction is through.

    The broker may be down: then the row waits for the next sweep.
    """
    notice = Notice.objects.create(order=order, kind=kind, created_at=timezone.now())
    transaction.on_commit(lambda: send(notice.pk))
    return notice


def send(notice_id: int) -> bool:
    """Tell the workers of the notice; False where the broker cannot be reached."""
    try:
        app.send_task(TASK, args=[notice_id], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("the queue takes no notice now; it will be sent again", notice=notice_id, reason=str(error))
        return False
    return True

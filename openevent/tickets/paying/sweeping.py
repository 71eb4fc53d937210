"""Going on with what was left: payments that nobody has told us of, refunds that did not get through."""

from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from openevent.lib.errors import Refused
from openevent.tickets.models import Order, Payment, ProviderEvent, Refund
from openevent.tickets.paying import charging, refunding, settling
from openevent.tickets.paying.provider import Found, ShutOut, Unreachable
from openevent.tickets.paying.providers import provider

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
KEPT = timedelta(days=90)  # what a provider told; it repeats itself for some days at most


def sweep() -> None:
    """Carry out refunds that are due, ask for payments that are due, forget what providers told long ago."""
    now = timezone.now()
    for act in (_carry_out_refunds, _ask_for_payments):
        try:
            act(now)
        except Unreachable as error:  # the others would wait for nothing
            log.warning("a provider of payments does not answer; it is asked again later", reason=str(error))
    ProviderEvent.objects.filter(at__lt=now - KEPT).delete()


def _ask_for_payments(now: datetime) -> None:
    due = Payment.objects.filter(ask_at__lte=now).order_by("ask_at").select_related("order__event")
    for payment in due[:MOST_AT_ONCE]:
        mine = Payment.objects.filter(pk=payment.pk, ask_at=payment.ask_at)
        if mine.update(ask_at=settling.next_time(payment.created_at, now)):
            _ask_for(payment)


def _ask_for(payment: Payment) -> None:
    try:
        settling.settle(payment, _found(payment))
    except ShutOut as error:  # for this account only
        log.warning("a payment cannot be asked for now", payment=payment.pk, reason=str(error))
    except Unreachable:
        raise
    except Refused as refusal:
        log.warning("a payment cannot be asked for", payment=payment.pk, reason=str(refusal))


def _found(payment: Payment) -> Found:
    """How far the payment is; nobody is to pay any more what waits for no payment."""
    if not payment.reference:
        return charging.NOWHERE if charging.is_lost(payment) else charging.NOT_YET
    if payment.order.status in Order.HELD:
        return provider(payment.provider).read(payment)
    return provider(payment.provider).close(payment)


def _carry_out_refunds(now: datetime) -> None:
    due = Refund.objects.filter(try_at__lte=now).order_by("try_at")
    for refund in due[:MOST_AT_ONCE]:
        mine = Refund.objects.filter(pk=refund.pk, try_at=refund.try_at)
        if mine.update(try_at=settling.next_time(refund.at, now)):
            _carry_out(refund)


def _carry_out(refund: Refund) -> None:
    try:
        refunding.carry_out(refund.pk)
    except ShutOut as error:  # for this account only
        log.warning("money is not given back now", refund=refund.pk, reason=str(error))
    except Unreachable:
        raise
    except Refused as refusal:
        log.warning("money was not given back", refund=refund.pk, reason=str(refusal))

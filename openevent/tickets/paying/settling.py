"""What a provider says of a payment becomes fact: the order is completed, or the money goes back.

Whoever brings the word (the buyer's own request, a webhook, the sweep), and however often, it comes true once: behind
the lock of the order, and by the payment's own status.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from openevent.events import sharing
from openevent.events.models import Event
from openevent.events.revising import EventGone
from openevent.lib.sentences import Amount, Sentence, Value
from openevent.tickets import expiring, moving, recording, wording
from openevent.tickets.models import Order, OrderLine, Payment
from openevent.tickets.paying import returning
from openevent.tickets.paying.provider import Found, State
from openevent.tickets.states import Actor
from openevent.tickets.stock import CodeExhausted, SoldOut

Status = Payment.Status
AGAIN = timedelta(minutes=1)  # a payment is asked for so soon after it was begun, and then ever less often
SELDOM = timedelta(hours=1)
TAKEN = gettext_noop("It came after the order had expired, and its places are not free any more.")
OTHER_PRICE = gettext_noop("The order costs %(amount)s.")


class TooLate(Exception):  # noqa: N818 - it is caught here, and no error
    """The money came, and buys nothing any more; `why` it does not."""

    def __init__(self, pattern: str, **values: Value) -> None:
        self.why = Sentence(pattern, values)
        super().__init__(pattern)


def settle(payment: Payment, found: Found) -> Payment:
    """Make fact of what the provider says of the payment; returns it as it is then."""
    if found.state is not State.PAID:
        return _wait_or_end(payment, found)
    try:
        return _receive(payment, found)
    except (SoldOut, CodeExhausted):
        # Some of it may be held by orders whose time is over, and which nobody has ended yet.
        expiring.expire_of(list(OrderLine.objects.filter(order=payment.order_id).values_list("ticket_id", flat=True)))
    try:
        return _receive(payment, found)
    except (SoldOut, CodeExhausted):
        return _return(payment, found, Sentence(TAKEN))


def next_time(created_at: datetime, now: datetime) -> datetime:
    """When to ask again for a payment: soon for a new one, ever less often later."""
    return now + min(max((now - created_at) / 4, AGAIN), SELDOM)


def _receive(payment: Payment, found: Found) -> Payment:
    """Take the money for the order, or as a surplus. Raises SoldOut, CodeExhausted for an expired order's places."""
    try:
        with moving.locked(payment.order_id) as order:
            payment = Payment.objects.get(pk=payment.pk)
            if payment.received_at is None:
                _check_wanted(order, found)
                if order.status == Order.Status.EXPIRED:
                    moving.take_again(order)
                _complete(order, payment, found)
            return payment
    except TooLate as late:
        return _return(payment, found, late.why)


def _check_wanted(order: Order, found: Found) -> None:
    """Raise TooLate unless the money buys the order now."""
    if (found.amount, found.currency) != (order.amount, order.currency):
        raise TooLate(OTHER_PRICE, amount=Amount(order.amount, order.currency))
    if order.status == Order.Status.COMPLETED:
        raise TooLate(gettext_noop("The order had been paid."))
    if order.status == Order.Status.CANCELLED:
        raise TooLate(gettext_noop("The order had been cancelled."))
    if not _sells(order):
        raise TooLate(gettext_noop("The event sells no tickets any more."))


def _sells(order: Order) -> bool:
    """Whether the event is public, and stays so until the transaction ends; who pays late comes to no event of old."""
    try:
        event: Event = sharing.shared(order.event_id)
    except EventGone:
        return False
    is_over = order.status == Order.Status.EXPIRED and event.ends_at <= timezone.now()
    return event.is_public and not is_over


def _complete(order: Order, payment: Payment, found: Found) -> None:
    _put(payment, found, Status.RECEIVED)
    order.paid_via = payment.provider
    order.transaction_id = found.transaction_id
    card = found.card
    order.brand, order.last4, order.exp_month, order.exp_year = card.brand, card.last4, card.exp_month, card.exp_year
    order.save(update_fields=["paid_via", "transaction_id", "brand", "last4", "exp_month", "exp_year"])
    recording.note(order, recording.Kind.PAYMENT, by=None, words=[wording.came(payment)])
    moving.to(order, Order.Status.COMPLETED, actor=Actor.PAYMENT, by=None)


def _return(payment: Payment, found: Found, why: Sentence) -> Payment:
    """Note money that buys nothing, and that it is to go back."""
    with moving.locked(payment.order_id) as order:
        payment = Payment.objects.get(pk=payment.pk)
        if payment.received_at is None:
            payment.amount, payment.currency = found.amount, found.currency
            _put(payment, found, Status.SURPLUS)
            said = [wording.came(payment), why, Sentence(gettext_noop("It goes back."))]
            recording.note(order, recording.Kind.PAYMENT, by=None, words=said)
            returning.ask(payment, amount=payment.amount, reason=why, by=None)
    return payment


def _put(payment: Payment, found: Found, status: Payment.Status) -> None:
    payment.status, payment.transaction_id = status, found.transaction_id
    payment.received_at, payment.ask_at = timezone.now(), None
    payment.save(update_fields=["status", "transaction_id", "received_at", "ask_at", "amount", "currency"])


def _wait_or_end(payment: Payment, found: Found) -> Payment:
    with moving.locked(payment.order_id) as order:
        payment = Payment.objects.get(pk=payment.pk)
        came_back = payment.status == Status.CLEARING and found.state is State.OPEN
        if payment.is_undecided and (found.state is State.ENDED or came_back):
            _end(order, payment)
        elif payment.is_undecided:
            _wait(order, payment, found)
    return payment


def _wait(order: Order, payment: Payment, found: Found) -> None:
    """Ask again later. What the buyer has paid holds its places while it is on its way."""
    payment.ask_at = next_time(payment.created_at, timezone.now())
    if found.state is State.CLEARING and payment.status == Status.OPEN:
        payment.status = Status.CLEARING
        recording.note(order, recording.Kind.PAYMENT, by=None, words=[wording.came(payment, wording.ON_ITS_WAY)])
        if order.status in Order.HELD and order.expires_at is not None:
            order.expires_at = max(order.expires_at, payment.created_at + settings.PAYMENT_CLEARING)
            order.save(update_fields=["expires_at"])
    payment.save(update_fields=["status", "ask_at"])


def _end(order: Order, payment: Payment) -> None:
    """Nothing came of it. Whose money was on its way for days gets no second half hour."""
    was_clearing = payment.status == Status.CLEARING
    payment.status, payment.ask_at = Status.FAILED, None
    payment.save(update_fields=["status", "ask_at"])
    if was_clearing:
        recording.note(order, recording.Kind.PAYMENT, by=None, words=[wording.came(payment, wording.LOST)])
        if order.status == Order.Status.PENDING:
            why = Sentence(gettext_noop("The payment did not arrive."))
            moving.to(order, Order.Status.EXPIRED, actor=Actor.PAYMENT, by=None, words=why)

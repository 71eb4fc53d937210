"""Letting a buyer pay an order online."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts.models import User
from openevent.events import sharing
from openevent.lib.errors import Conflicting
from openevent.tickets import moving
from openevent.tickets.models import Order, Payment
from openevent.tickets.paying import settling
from openevent.tickets.paying.provider import Begun, Declined, Found, NotTaken, State, Wanted
from openevent.tickets.paying.providers import provider

Way = Payment.Way
# A payment whose provider's number is not here after so long was given up by a process that ended: nobody has heard
# where to pay it. As long, the provider takes the same request again (`stripe.sessions`).
LOST = timedelta(minutes=4)
NOWHERE = Found(state=State.ENDED, word="canceled")
NOT_YET = Found(state=State.OPEN, word="requires_payment_method")
UNPAYABLE = {
    Order.Status.INITIALIZING: gettext_noop("Finish the order first, and choose to pay it online."),
    Order.Status.PLACED: gettext_noop("This order is paid to the organiser directly. Its payment-details say how."),
    Order.Status.COMPLETED: gettext_noop("This order is completed: there is nothing to pay any more."),
    Order.Status.CANCELLED: gettext_noop("This order was cancelled. Order anew."),
    Order.Status.EXPIRED: gettext_noop("The time to pay this order is over. Order anew."),
}


class NotPayable(Conflicting):
    """The order is not paid online, or not now."""


class Overtaken(Conflicting):
    """Another request of the buyer's was first."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A payment as it is now, how it is paid where it is not yet, and why it was not where it was declined."""

    payment: Payment
    begun: Begun
    word: str  # the provider's own, of how far it is
    refusal: str = ""


def charge(order: Order, *, by: User, way: Payment.Way, method: str = "", wanted: Wanted | None = None) -> Charge:
    """Begin the payment of the order, or go on with the one that is begun; with a method, pay it. Raises Refused."""
    payment = _opened(order, by, way)
    if not _is_as_wanted(payment, order, way):  # begun another way: the buyer must not pay it as well
        settling.settle(payment, _closed(payment))
        payment = _opened(order, by, way)
    begun = provider(payment.provider).begin(payment, wanted or Wanted())
    payment = _numbered(payment, begun)
    found, refusal = begun.found, ""
    if method and found.state is State.OPEN:
        found, refusal = _paid(payment, method)
    return Charge(payment=settling.settle(payment, found), begun=begun, word=found.word, refusal=refusal)


def _paid(payment: Payment, method: str) -> tuple[Found, str]:
    """Pay; how far it is then, and why it was not paid. Another request of the buyer's may have been faster."""
    try:
        return provider(payment.provider).pay(payment, method), ""
    except (Declined, NotTaken) as refusal:
        found = provider(payment.provider).read(payment)
        return found, str(refusal) if found.state is State.OPEN else ""


def _opened(order: Order, by: User, way: Payment.Way) -> Payment:
    """The payment of the order that is open, or a new one."""
    with moving.locked(order.pk) as order:
        _check(order)
        found = Payment.objects.undecided().filter(order=order).select_related("order__event").first()
        if found is not None and not is_lost(found):
            if found.status == Payment.Status.CLEARING:
                raise NotPayable(_("The payment of this order is on its way."))
            return found
        if found is not None:
            settling.settle(found, NOWHERE)
        return _new(order, by, way)


def _check(order: Order) -> None:
    """Raise Refused unless the locked order can be paid online now."""
    if order.status != Order.Status.PENDING:
        raise NotPayable(_(UNPAYABLE[Order.Status(order.status)]))
    if order.amount == 0:
        raise NotPayable(_("This order costs nothing."))
    moving.check_in_time(order)
    event = sharing.shared(order.event_id)
    if not event.is_public:
        raise moving.NotForSale(event)
    if not event.can_pay_by_stripe:
        raise NotPayable(_("The event takes no payments by Stripe any more."))
    provider(order.payment_mode).check(order)


def _new(order: Order, by: User, way: Payment.Way) -> Payment:
    now = timezone.now()
    return Payment.objects.create(
        order=order,
        provider=order.payment_mode,
        way=way,
        account=provider(order.payment_mode).account(order),
        amount=order.amount,
        currency=order.currency,
        status=Payment.Status.OPEN,
        by=by,
        created_at=now,
        ask_at=now + settling.AGAIN,
    )


def is_lost(payment: Payment) -> bool:
    """Whether the request that began the payment ended before it got the provider's number of it."""
    return not payment.reference and payment.created_at < timezone.now() - LOST


def _is_as_wanted(payment: Payment, order: Order, way: Payment.Way) -> bool:
    """Whether the payment is paid this way, and to who takes the event's payments now."""
    return payment.way == way and payment.account == provider(payment.provider).account(order)


def _closed(payment: Payment) -> Found:
    return provider(payment.provider).close(payment) if payment.reference else NOWHERE


def _numbered(payment: Payment, begun: Begun) -> Payment:
    """Store the provider's number of the payment, before anybody can pay it. Raises Overtaken."""
    with moving.locked(payment.order_id):
        payment = Payment.objects.select_related("order__event").get(pk=payment.pk)
        is_ours = payment.reference in ("", begun.reference)
        if is_ours and not payment.reference:
            payment.reference = begun.reference
            payment.save(update_fields=["reference"])
    if is_ours and payment.status != Payment.Status.FAILED:
        return payment
    payment.reference = begun.reference  # another request was first, or gave this one up: nobody is to pay it
    provider(payment.provider).close(payment)
    raise Overtaken(_("Another payment of this order was begun meanwhile."))

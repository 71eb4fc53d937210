"""What the history of an order says of money: sentences that are told in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from openevent.lib.sentences import Amount, Sentence
from openevent.tickets.models import Order, Payment, Refund

Mode = Order.Mode
LONGEST = 500
# Translators: how money came or went, after an amount: “€50.00 by bank transfer.”
WAYS = {
    Mode.STRIPE: gettext_noop("by Stripe"),
    Mode.BANK: gettext_noop("by bank transfer"),
    Mode.CHEQUE: gettext_noop("by cheque"),
    Mode.ONSITE: gettext_noop("at the door"),
    Mode.INVOICE: gettext_noop("against an invoice"),
}
CHOSEN = gettext_noop("To be paid %(way)s.")
BY_HAND = gettext_noop("by hand")
MONEY = gettext_noop("%(amount)s %(way)s.")
NUMBERED = gettext_noop("%(amount)s %(way)s (%(reference)s).")
ON_ITS_WAY = gettext_noop("On its way: %(amount)s %(way)s (%(reference)s).")
LOST = gettext_noop("It did not arrive: %(amount)s %(way)s (%(reference)s).")
NOT_GIVEN_BACK = gettext_noop("Not given back: %(amount)s.")
TAKEN_BACK = gettext_noop("Tickets taken back: %(names)s.")
HAD_COME = gettext_noop("Had come already: %(names)s.")


def chosen(order: Order) -> Sentence | str:
    """How the order is to be paid: “To be paid by bank transfer.”; nothing where it is not."""
    return Sentence(CHOSEN, {"way": _way(order.payment_mode)}) if order.payment_mode in WAYS else ""


def noted(order: Order) -> Sentence:
    """That the order's money came, as the team says: “€50.00 by bank transfer.”"""
    return Sentence(MONEY, {"amount": Amount(order.amount, order.currency), "way": _way(order.payment_mode)})


def came(payment: Payment, pattern: str = NUMBERED) -> Sentence:
    """That the payment came, with the provider's number; or what else the pattern says of it."""
    return Sentence(
        pattern,
        {
            "amount": Amount(payment.amount, payment.currency),
            "way": _way(payment.provider),
            "reference": payment.reference,
        },
    )


def went(refund: Refund) -> Sentence:
    """That money went back: the way it came, or by hand."""
    how = refund.payment.provider
    way = Sentence(BY_HAND) if how in Order.OFFLINE else _way(how)
    return Sentence(MONEY, {"amount": Amount(refund.amount, refund.payment.currency), "way": way})


def stayed(refund: Refund) -> Sentence:
    """That money did not go back."""
    return Sentence(NOT_GIVEN_BACK, {"amount": Amount(refund.amount, refund.payment.currency)})


def named(pattern: str, people: Iterable[object]) -> Sentence | str:
    """Who is meant by the pattern; nothing where nobody is."""
    names = ", ".join(map(str, people))
    return Sentence(pattern, {"names": names[:LONGEST]}) if names else ""


def _way(mode: str) -> Sentence | str:
    return Sentence(WAYS[Mode(mode)]) if mode in WAYS else mode

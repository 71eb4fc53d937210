"""Payments that pass us by: the organiser gets them, and says so."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib.errors import Malformed
from openevent.tickets.models import Order, Payment, Refund
from openevent.tickets.paying.provider import Begun, Found, FoundRefund, Linked, NotTaken, State, Told, Wanted

SENTENCE = gettext_noop("This order is paid to the organiser directly. Its payment-details say how.")


class Offline:
    """Bank transfer, cheque, at the door, against an invoice: what we know of it is what the team says."""

    def check(self, order: Order) -> None:
        """Whatever the order costs, somebody can bring it."""

    def account(self, order: Order) -> str:  # noqa: ARG002 - as for any provider
        """None of ours."""
        return ""

    def begin(self, payment: Payment, wanted: Wanted) -> Begun:  # noqa: ARG002 - as above
        """Nothing of it happens here."""
        raise NotTaken(_(SENTENCE))

    def pay(self, payment: Payment, method: str) -> Found:  # noqa: ARG002 - as above
        """As above."""
        raise NotTaken(_(SENTENCE))

    def read(self, payment: Payment) -> Found:
        """What the team said."""
        return Found(state=State.PAID, word="succeeded", amount=payment.amount, currency=payment.currency)

    def close(self, payment: Payment) -> Found:
        """As above."""
        return self.read(payment)

    def check_refund(self, payment: Payment, amount: int) -> None:
        """Whatever was brought can be brought back."""

    def refund(self, refund: Refund) -> str:  # noqa: ARG002 - as above
        """The organiser pays it back by hand: it is noted here."""
        return ""

    def link(self, code: str) -> Linked:  # noqa: ARG002 - as above
        """There are no accounts."""
        raise NotTaken(_(SENTENCE))

    def hear(self, body: bytes, signature: str) -> Told:  # noqa: ARG002 - as above
        """Nobody tells us anything."""
        raise Malformed(_(SENTENCE))

    def read_refund(self, reference: str, account: str) -> FoundRefund:  # noqa: ARG002 - as above
        """Nor is there anybody to ask."""
        raise NotTaken(_(SENTENCE))

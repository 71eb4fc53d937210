"""What providers tell unasked: each message once, and only as a reason to ask how things are."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from openevent.tickets.models import Payment, ProviderEvent, Refund
from openevent.tickets.paying import authorizing, refunding, verifying
from openevent.tickets.paying.provider import FoundRefund, Subject, Told
from openevent.tickets.paying.providers import provider


def hear(mode: str, body: bytes, signature: str) -> Told:
    """Hear a message of a provider. Raises Malformed for what is none; Unreachable, and it will be told again.

    It is noted as heard when all that follows from it is done; a process that ends before hears it again.
    """
    told = provider(mode).hear(body, signature)
    if not ProviderEvent.objects.filter(provider=mode, event_id=told.id).exists():
        HEARD[told.subject](mode, told)
        ProviderEvent.objects.get_or_create(
            provider=mode, event_id=told.id, defaults={"type": told.type, "at": timezone.now()}
        )
    return told


def _of_payment(mode: str, told: Told) -> None:
    """Found by our own number and account: who owns a linked account speaks of its payments, and of no others."""
    mine = Payment.objects.filter(provider=mode, account=told.account, reference=told.reference)
    for payment in mine.exclude(reference="").select_related("order__event"):
        if payment.received_at is None:
            verifying.ask(payment)


def _of_refund(mode: str, told: Told) -> None:
    said = provider(mode).read_refund(told.reference, told.account)
    payments = Payment.objects.filter(provider=mode, account=told.account, transaction_id=said.transaction_id)
    payment = payments.exclude(transaction_id="").filter(received_at__isnull=False).first()
    if payment is None:
        return
    known = _known(payment, said)
    if known is not None and said.failure:
        refunding.fail(known, said.failure)
    elif known is not None:
        refunding.done(known, said.reference)
    elif not said.failure:
        refunding.note_foreign(payment, said.reference, said.amount)


def _known(payment: Payment, said: FoundRefund) -> Refund | None:
    """Our row of it: by the identifier that we gave it, or by the provider's number."""
    mine = Refund.objects.filter(payment=payment)
    try:
        return mine.filter(identifier=UUID(said.identifier)).first()
    except ValueError:
        return mine.filter(reference=said.reference).first()


def _account_left(_mode: str, told: Told) -> None:
    authorizing.forget(told.account)


def _nothing(_mode: str, _told: Told) -> None:
    """Not of ours."""


HEARD: dict[Subject, Callable[[str, Told], None]] = {
    Subject.PAYMENT: _of_payment,
    Subject.REFUND: _of_refund,
    Subject.ACCOUNT_LEFT: _account_left,
    Subject.OTHER: _nothing,
}

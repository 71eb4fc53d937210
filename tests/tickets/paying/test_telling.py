"""Whatever the server itself writes into the history of an order is told in the reader's language."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import sentences
from openevent.tickets import filling, finishing, wording
from openevent.tickets.models import Attendee, Order, OrderChange, Payment, Refund, Ticket
from openevent.tickets.paying import refunding, settling, verifying
from openevent.tickets.paying.provider import Found, FoundRefund, NotGivenBack, State
from openevent.tickets.paying.stripe import client, refunds
from openevent.web.organising.selling import histories
from tests.tickets.conftest import BUYER, TEAM, order, ticket
from tests.tickets.paying.conftest import CHECKOUT, DEBIT, bought, charged, confirmed, expired, pending, refunded
from tests.tickets.paying.stand_in import Stripe
from tests.tickets.paying.test_hearing import heard
from tests.tickets.paying.test_late_money import paid_in

OWN_WORDS = "Ann hat angerufen."
EVERY = {
    *wording.WAYS.values(),
    *(
        wording.CHOSEN,
        wording.BY_HAND,
        wording.MONEY,
        wording.NUMBERED,
        wording.ON_ITS_WAY,
        wording.LOST,
        wording.NOT_GIVEN_BACK,
    ),
    *(
        wording.TAKEN_BACK,
        wording.HAD_COME,
        refunding.ELSEWHERE,
        refunds.KEPT,
        client.NO_REQUEST,
        settling.TAKEN,
        settling.OTHER_PRICE,
    ),
    *("The order had been paid.", "The order had been cancelled.", "The event sells no tickets any more."),
    *("It goes back.", "The payment did not arrive."),
}


def patterns(said: Any) -> Iterator[str]:
    """Every text of ours in what was kept, those inside of others, too."""
    if isinstance(said, list):
        for one in said:
            yield from patterns(one)
    elif isinstance(said, dict) and "pattern" in said:
        yield said["pattern"]
        yield from patterns(list(said["values"].values()))


def in_ways(buyer: User, team: User, paid: Ticket) -> None:
    """The team says of orders how their money came, and gives some back."""
    for way in Order.OFFLINE:
        made = pending(buyer, (paid, 1))
        Order.objects.filter(pk=made.pk).update(payment_mode=way)
        finishing.amend(made, by=team, actors=TEAM, status="completed")
    refunded(made, team, reason=OWN_WORDS)
    cancelled = pending(buyer, (paid, 1))
    finishing.amend(cancelled, by=team, actors=TEAM, status="cancelled", cancel_note=OWN_WORDS)


def on_its_way(stripe: Stripe, buyer: User, paid: Ticket) -> None:
    """Money that takes days does not come."""
    made = pending(buyer, (paid, 1))
    stripe.clear(charged(made, method=DEBIT).payment.reference, arrived=False)
    verifying.verify(made)


def too_late(stripe: Stripe, buyer: User, team: User, fair: Event, paid: Ticket) -> None:
    """Money comes that buys nothing, for each reason."""
    few = ticket(fair, team, "Few", price=5000, quantity=1)
    begun = [(made, charged(made, way=CHECKOUT).payment) for made in (pending(buyer, (paid, 1)) for _ in range(4))]
    (cancelled, _), (had, _), (dearer, _), (unsold, _) = begun
    gone = pending(buyer, (few, 1))
    begun.append((gone, charged(gone, way=CHECKOUT).payment))
    expired(gone)
    order(team, (few, 1))
    finishing.amend(cancelled, by=buyer, actors=BUYER, status="cancelled")
    finishing.amend(had, by=team, actors=TEAM, status="completed", payment_mode="onsite")
    paid_in(stripe, begun[0][1])
    paid_in(stripe, begun[1][1])
    paid_in(stripe, begun[4][1])
    found = Found(state=State.PAID, word="succeeded", amount=4999, currency="EUR")
    settling.settle(Payment.objects.get(order=dearer), found)
    expired(unsold)
    yesterday = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=fair.pk).update(starts_at=yesterday - timedelta(days=1), ends_at=yesterday)
    paid_in(stripe, begun[3][1])


def given_back(stripe: Stripe, buyer: User, team: User, paid: Ticket) -> None:
    """Money goes back, to who came and who did not, elsewhere, and not at all."""
    made = bought(buyer, (paid, 2))
    Attendee.objects.filter(pk=min(made.attendees.values_list("pk", flat=True))).update(is_checked_in=True)
    refunded(made, team)
    other = bought(buyer, (paid, 1))
    part = stripe.refund(Payment.objects.get(order=other).transaction_id, 3000)
    heard(stripe, "refund.created", part["id"])
    failed = refunded(bought(buyer, (paid, 1)), team)
    stripe.objects[failed.reference] |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    heard(stripe, "refund.failed", failed.reference)
    filling.change(other.attendees.get(), by=team, actors=TEAM, firstname="Bea")


def workers_carry_out() -> None:
    """What comes too late goes back, but for money that Stripe does not know."""
    for refund in Refund.objects.filter(status="asked"):
        with suppress(NotGivenBack):
            refunding.carry_out(refund.pk)


def test_every_note_is_told_in_german_and_in_english(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    Ticket.objects.filter(pk=paid.pk).update(quantity=100)
    Event.objects.filter(pk=fair.pk).update(can_pay_by_cheque=True, can_pay_by_invoice=True)
    with translation.override("de"):  # whoever acts
        in_ways(ann, olga, paid)
        on_its_way(linked, ann, paid)
        given_back(linked, ann, olga, paid)
        too_late(linked, ann, olga, fair, paid)
        workers_carry_out()

    rows = list(OrderChange.objects.exclude(note=""))
    kept = [*rows, *Refund.objects.exclude(said=[])]
    assert {pattern for row in kept for pattern in patterns(row.said)} == EVERY
    for row in rows:
        english = histories.told(row, {})
        with translation.override("de"):
            german = histories.told(row, {})
        if row.said:
            assert english == row.note
            assert not [text for text in (*patterns(row.said), *wording.WAYS.values()) if _plain(text) in german], (
                german
            )
        else:
            assert row.note == OWN_WORDS or row.kind in histories.LISTING, row.note


def _plain(pattern: str) -> str:
    """The first words of a text, as a German sentence must not have them; of mere marks something that none has."""
    words = pattern.partition("%(")[0].strip()
    return words or "\0"


def test_why_money_goes_back_or_does_not_is_told_so_too(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    finishing.amend(made, by=ann, actors=BUYER, status="cancelled")
    paid_in(linked, begun)
    late = Refund.objects.get()

    with translation.override("de"):
        german = sentences.told(late.said, late.reason)
        refunding.fail(late, FoundRefund(reference="", transaction_id="", amount=0, failure=KEPT).failure or "")
        failed = Refund.objects.get()
        after = sentences.told(failed.said, failed.failure)
        with pytest.raises(NotGivenBack, match="Stripe konnte das Geld nicht erstatten"):
            refunded(made, olga, identifier=failed.identifier)

    assert (late.reason, german) == ("The order had been cancelled.", "Die Bestellung war storniert.")
    assert failed.failure == "Stripe could not give the money back (lost)."
    assert after == "Stripe konnte das Geld nicht erstatten (lost)."


KEPT = sentences.Sentence(refunds.KEPT, {"reason": "lost"})


def test_what_was_noted_before_is_told_as_it_was(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = confirmed(ann, olga, (paid, 1))
    row = OrderChange.objects.create(
        order=made, kind=OrderChange.Kind.PAYMENT, note="€50.00 by bank.", at=timezone.now()
    )

    with translation.override("de"):
        assert histories.told(row, {}) == "€50.00 by bank."
    row.delete()

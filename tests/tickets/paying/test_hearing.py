"""What Stripe tells unasked: signed, once, and only a reason to ask."""

import time
from typing import Any

import pytest

from openevent.accounts.models import Letter, User
from openevent.events.models import Event
from openevent.lib.errors import Malformed
from openevent.tickets.models import Order, Payment, ProviderEvent, Refund, StripeAuthorization, Ticket
from openevent.tickets.paying import hearing, refunding, verifying
from openevent.tickets.paying.provider import Unreachable
from tests.tickets.paying.conftest import (
    CHECKOUT,
    DEBIT,
    VISA,
    bought,
    charged,
    fresh,
    history,
    living,
    money,
    pending,
    refunded,
    statuses,
    taken,
    told,
)
from tests.tickets.paying.stand_in import ACCOUNT, Stripe, signature

STRIPE = Order.Mode.STRIPE


def heard(stripe: Stripe, kind: str, reference: str, *, account: str = ACCOUNT) -> None:
    hearing.hear(STRIPE, *stripe.told(kind, reference, account=account))


def test_a_message_completes_the_order_and_told_again_changes_nothing(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    message = linked.told("checkout.session.completed", begun.reference, account=ACCOUNT)

    hearing.hear(STRIPE, *message)
    asked = len(linked.asked)
    hearing.hear(STRIPE, *message)

    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])
    assert statuses(made) == ["initializing", "pending", "completed"]
    assert told(made) == ["completed"]
    assert len(linked.asked) == asked
    assert list(ProviderEvent.objects.values_list("provider", "type")) == [("stripe", "checkout.session.completed")]


def test_messages_in_the_wrong_order_do_no_harm(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made).payment
    linked.pay(begun.reference)

    heard(linked, "payment_intent.succeeded", begun.reference)
    heard(linked, "payment_intent.payment_failed", begun.reference)
    heard(linked, "payment_intent.processing", begun.reference)

    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])


def test_a_message_is_only_a_reason_to_ask(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment

    heard(linked, "checkout.session.completed", begun.reference)

    assert (fresh(made).status, money(made)) == ("pending", [("open", 5000, 0)])


def test_money_that_takes_days_is_heard_of(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference, DEBIT)
    heard(linked, "checkout.session.completed", begun.reference)
    before = Payment.objects.get().status

    linked.clear(begun.reference, arrived=True)
    heard(linked, "checkout.session.async_payment_succeeded", begun.reference)

    assert (before, fresh(made).status) == ("clearing", "completed")


def test_money_that_did_not_arrive_is_heard_of(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference, DEBIT)
    heard(linked, "checkout.session.completed", begun.reference)

    linked.clear(begun.reference, arrived=False)
    heard(linked, "checkout.session.async_payment_failed", begun.reference)

    assert (fresh(made).status, money(made), taken(paid)) == ("expired", [("failed", 5000, 0)], 0)


def test_a_session_that_is_over_is_nobodys(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.objects[begun.reference]["status"] = "expired"

    heard(linked, "checkout.session.expired", begun.reference)

    assert (fresh(made).status, money(made)) == ("pending", [("failed", 5000, 0)])


@pytest.mark.parametrize(
    "wrong",
    ["", "t=1,v1=00", "nonsense", "v1=00", "another secret", "old", "another body"],
)
def test_what_is_not_signed_is_not_heard(linked: Stripe, ann: User, paid: Ticket, wrong: str) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    body, _ = linked.told("checkout.session.completed", begun.reference, account=ACCOUNT)
    header = {
        "another secret": signature(body, secret="whsec_of_somebody_else"),
        "old": signature(body, at=time.time() - 301),
        "another body": signature(body + b" "),
    }.get(wrong, wrong)

    with pytest.raises(Malformed, match="not signed by Stripe"):
        hearing.hear(STRIPE, body, header)

    assert (fresh(made).status, ProviderEvent.objects.count()) == ("pending", 0)


def test_a_site_without_a_secret_hears_nothing(linked: Stripe, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = []

    with pytest.raises(Malformed):
        hearing.hear(STRIPE, b"{}", signature(b"{}", secret=""))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": "evt_1"}', b'{"id": 1, "type": "x", "data": 1}', b"\xff"])
def test_what_is_signed_and_no_message_is_refused(linked: Stripe, body: bytes) -> None:
    with pytest.raises(Malformed):
        hearing.hear(STRIPE, body, signature(body))


def test_what_nobody_listens_to_and_what_is_not_ours_is_heard_all_the_same(linked: Stripe) -> None:
    heard(linked, "customer.created", "cus_1")
    heard(linked, "checkout.session.completed", "cs_of_another_program")
    heard(linked, "checkout.session.completed", "")

    assert ProviderEvent.objects.count() == 3
    assert linked.asked == []


def test_a_linked_account_speaks_of_its_own_payments_only(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    asked = len(linked.asked)

    heard(linked, "checkout.session.completed", begun.reference, account="acct_of_mallory")
    heard(linked, "checkout.session.completed", begun.reference, account="")

    assert (fresh(made).status, len(linked.asked)) == ("pending", asked)


def test_what_could_not_be_asked_is_heard_when_it_is_told_again(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    message = linked.told("checkout.session.completed", begun.reference, account=ACCOUNT)
    linked.lost = ["/v1/checkout"]

    with pytest.raises(Unreachable):
        hearing.hear(STRIPE, *message)
    between = (fresh(made).status, ProviderEvent.objects.count())
    hearing.hear(STRIPE, *message)

    assert between == ("pending", 0)
    assert (fresh(made).status, ProviderEvent.objects.count()) == ("completed", 1)


def test_money_that_was_given_back_on_stripes_own_pages_is_noted(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 2))
    intent = Payment.objects.get().transaction_id

    part = linked.refund(intent, 3000)
    heard(linked, "refund.created", part["id"])
    heard(linked, "refund.updated", part["id"])
    between = (fresh(made).status, fresh(made).refunded, living(made))
    rest = linked.refund(intent, 7000)
    heard(linked, "refund.created", rest["id"])

    assert between == ("completed", 3000, 2)
    assert (fresh(made).status, fresh(made).refunded, living(made), taken(paid)) == ("cancelled", 10_000, 0, 0)
    assert [note for note, _ in history(made, "refund")] == [
        "€30.00 by Stripe. It was given back at the provider.",
        "€70.00 by Stripe. Tickets taken back: Guest 0 Ann, Guest 1 Ann. It was given back at the provider.",
    ]
    assert told(made) == ["completed", "refunded", "refunded"]


def test_our_own_refund_that_is_heard_of_first_is_done_once(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]
    asked = refunded(made, olga)
    (reference,) = [name for name in linked.objects if name.startswith("re_")]

    heard(linked, "refund.created", reference)
    again = refunding.carry_out(asked.pk)

    assert (asked.status, again.status, again.reference) == ("asked", "done", reference)
    assert (fresh(made).status, fresh(made).refunded) == ("cancelled", 5000)
    assert Refund.objects.count() == 1
    assert told(made) == ["completed", "refunded"]


def test_a_refund_that_fails_days_later_leaves_the_money_to_be_given_back(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    first = refunded(made, olga)
    linked.objects[first.reference] |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}

    heard(linked, "refund.failed", first.reference)
    between = (fresh(made).status, fresh(made).refunded, money(made))
    second = refunded(made, olga, reason="With another card.")

    assert between == ("cancelled", 0, [("received", 5000, 0)])
    assert (second.status, fresh(made).refunded, money(made)) == ("done", 5000, [("refunded", 5000, 5000)])
    assert [note for note, _ in history(made, "refund")][1] == (
        "Not given back: €50.00. Stripe could not give the money back (expired_or_canceled_card)."
    )
    (letter,) = Letter.objects.filter(subject__startswith="Money was not given back")
    assert (letter.to, letter.subject) == (olga.email, "Money was not given back: Spring Fair")
    assert f"€50.00 of the order {made.identifier} of Spring Fair did not go back" in letter.text
    assert f"/manage/{made.event.identifier}/orders/{made.identifier}\n" in letter.text


def test_of_a_refund_that_nobody_here_asked_for_the_owner_hears_that_it_failed_once(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    first = refunded(made, olga)
    Refund.objects.filter(pk=first.pk).update(by=ann)  # who is not, or not any more, of the team
    User.objects.filter(pk=olga.pk).update(language_prefrence="de")
    linked.objects[first.reference] |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}

    heard(linked, "refund.failed", first.reference)
    heard(linked, "refund.failed", first.reference)

    (letter,) = Letter.objects.filter(text__contains=f"/manage/{made.event.identifier}/orders/{made.identifier}\n")
    assert (letter.to, letter.language) == ("olga@example.org", "de")


def test_an_account_whose_owner_leaves_takes_no_more_payments(linked: Stripe, fair: Event) -> None:
    revision = Event.objects.get(pk=fair.pk).revision

    heard(linked, "account.application.deauthorized", "ca_of_the_site", account="acct_of_mallory")
    before = StripeAuthorization.objects.count()
    heard(linked, "account.application.deauthorized", "ca_of_the_site")

    assert (before, StripeAuthorization.objects.count()) == (1, 0)
    assert Event.objects.get(pk=fair.pk).revision == revision + 1


def test_a_payment_that_is_settled_is_not_asked_for_again(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    charged(made, method=VISA)
    asked = len(linked.asked)

    heard(linked, "payment_intent.succeeded", Payment.objects.get().reference)
    word = verifying.verify(fresh(made))

    assert (word, len(linked.asked)) == ("succeeded", asked)

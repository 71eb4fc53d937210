"""Paying online: begun, paid once, whatever is repeated or lost on the way."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.events import editing, publishing
from openevent.events.models import Event
from openevent.tickets import finishing, moving
from openevent.tickets.finishing import WrongMode
from openevent.tickets.models import Order, Payment, StripeAuthorization, Ticket
from openevent.tickets.paying import charging, verifying
from openevent.tickets.paying.provider import NotTaken, Unreachable
from tests.tickets.conftest import BUYER, TEAM, fill, order, ticket
from tests.tickets.paying.conftest import (
    CHECKOUT,
    DEBIT,
    DECLINED,
    INTENT,
    SECURE,
    VISA,
    charged,
    fresh,
    history,
    late,
    money,
    pending,
    statuses,
    told,
)
from tests.tickets.paying.stand_in import ACCOUNT, Stripe


def test_a_card_pays_and_the_order_is_completed_with_what_the_provider_says(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))

    done = charged(made, method=VISA)

    after = fresh(made)
    assert (done.payment.status, done.word, done.refusal) == ("received", "succeeded", "")
    assert (after.status, after.paid_via, after.expires_at) == ("completed", "stripe", None)
    assert (after.transaction_id, after.brand, after.last4) == (done.payment.reference, "visa", "4242")
    assert (after.exp_month, after.exp_year) == (8, 2030)
    assert statuses(made) == ["initializing", "pending", "completed"]
    assert history(made, "payment") == [(f"€50.00 by Stripe ({done.payment.reference}).", "")]
    assert told(made) == ["completed"]


def test_the_linked_account_is_named_in_every_call_and_the_amount_is_in_its_units(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 2))

    charged(made, method=VISA)

    (asked,) = linked.calls("/v1/payment_intents")
    assert {one.account for one in linked.asked} == {ACCOUNT}
    assert (asked.params["amount"], asked.params["currency"]) == ("10000", "eur")
    payment = Payment.objects.get()
    assert asked.params["metadata[order]"] == str(made.identifier)
    assert asked.params["metadata[payment]"] == str(payment.identifier)
    assert (payment.account, payment.transaction_id) == (ACCOUNT, payment.reference)


def test_the_sites_own_account_takes_the_money_of_all_events_where_the_setting_says_so(
    stripe: Stripe, ann: User, paid: Ticket, settings: Any
) -> None:
    settings.STRIPE_FOR_ALL_EVENTS = True

    made = pending(ann, (paid, 1))
    begun = charged(made).begun

    assert {one.account for one in stripe.asked} == {""}
    assert begun.publishable_key == "pk_of_the_site"


def test_a_checkout_session_has_an_address_and_completes_the_order_when_it_is_paid(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))

    begun = charged(made, way=CHECKOUT)
    linked.pay(begun.payment.reference)
    word = verifying.verify(fresh(made))

    assert begun.begun.address.startswith("https://checkout.stripe.example/")
    assert word == "succeeded"
    payment = Payment.objects.get()
    assert (payment.status, payment.reference[:3], payment.transaction_id[:3]) == ("received", "cs_", "pi_")
    assert fresh(made).status == "completed"


def test_a_payment_that_is_begun_is_gone_on_with_and_not_begun_again(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    first, second = charged(made, way=CHECKOUT), charged(made, way=CHECKOUT)

    assert first.begun.address == second.begun.address
    assert len(linked.calls("/v1/checkout/sessions")) == 1
    assert money(made) == [("open", 5000, 0)]


def test_a_declined_card_leaves_the_order_to_another_card(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    first = charged(made, method=DECLINED)
    second = charged(made, method=VISA)

    assert (first.payment.status, first.word) == ("open", "requires_payment_method")
    assert first.refusal == "Your card was declined."
    assert second.payment.status == "received"
    assert len(linked.calls("/v1/payment_intents")) == 1
    assert money(made) == [("received", 5000, 0)]


def test_what_the_bank_asks_is_for_the_client_to_answer(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    begun = charged(made, method=SECURE)
    linked.pay(begun.payment.reference)

    assert (begun.payment.status, begun.word) == ("open", "requires_action")
    assert begun.begun.secret == "a secret for the client"
    assert verifying.verify(fresh(made)) == "succeeded"


def test_who_pays_otherwise_after_all_cannot_pay_the_first_way_as_well(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    session = charged(made, way=CHECKOUT).payment.reference
    charged(made, method=VISA)

    assert linked.objects[session]["status"] == "expired"
    assert money(made) == [("failed", 5000, 0), ("received", 5000, 0)]


def test_who_paid_the_first_way_already_is_not_charged_the_second(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    linked.pay(charged(made, way=CHECKOUT).payment.reference)

    with pytest.raises(charging.NotPayable, match="completed"):
        charged(made, method=VISA)

    assert money(made) == [("received", 5000, 0)]
    assert linked.calls("/v1/payment_intents") == []


@pytest.mark.parametrize("way", [CHECKOUT, INTENT])
def test_an_answer_that_got_lost_makes_no_second_payment(
    linked: Stripe, ann: User, paid: Ticket, way: Payment.Way
) -> None:
    made = pending(ann, (paid, 1))
    linked.lost = ["/v1/"]

    with pytest.raises(Unreachable):
        charged(made, way=way)
    again = charged(made, way=way)

    assert len([name for name in linked.objects if name[:3] in ("cs_", "pi_")]) == 1
    assert money(made) == [("open", 5000, 0)]
    assert again.payment.reference in linked.objects


def test_a_card_that_was_charged_while_the_answer_got_lost_is_not_charged_again(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    charged(made)
    linked.lost = [f"/v1/payment_intents/{Payment.objects.get().reference}/confirm"]

    with pytest.raises(Unreachable):
        charged(made, method=VISA)
    assert fresh(made).status == "pending"
    again = charged(made, method=VISA)

    assert again.payment.status == "received"
    assert len([name for name in linked.objects if name.startswith("ch_")]) == 1


def test_an_attempt_that_ended_before_the_provider_answered_is_given_up_after_a_while(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    linked.lost = ["/v1/"]
    with pytest.raises(Unreachable):
        charged(made)
    Payment.objects.update(created_at=fresh(made).created_at - charging.LOST)

    charged(made, method=VISA)

    assert money(made) == [("failed", 5000, 0), ("received", 5000, 0)]


def test_money_that_is_on_its_way_holds_the_places_until_it_arrives(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    begun = charged(made, method=DEBIT)
    held = fresh(made)
    with pytest.raises(charging.NotPayable, match="on its way"):
        charged(made, method=VISA)
    linked.clear(begun.payment.reference, arrived=True)
    word = verifying.verify(held)

    assert (begun.payment.status, begun.word) == ("clearing", "processing")
    assert held.expires_at is not None
    assert (held.expires_at - held.created_at).days == 7
    assert (word, fresh(made).status, fresh(made).last4) == ("succeeded", "completed", "")


def test_money_that_did_not_arrive_ends_the_order(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    linked.clear(charged(made, method=DEBIT).payment.reference, arrived=False)

    word = verifying.verify(fresh(made))

    assert (word, fresh(made).status) == ("canceled", "expired")
    assert Ticket.objects.get(pk=paid.pk).taken == 0
    assert statuses(made) == ["initializing", "pending", "expired"]


def test_only_an_order_that_waits_for_its_payment_is_paid(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    begun = order(ann, (paid, 1))
    fill(begun, ann)
    placed = finishing.amend(order(ann, (paid, 1)), by=ann, actors=BUYER)
    fill(placed, ann)
    finishing.amend(placed, by=ann, actors=BUYER, payment_mode="bank", status="placed")
    ended = pending(ann, (paid, 1))
    finishing.amend(ended, by=ann, actors=BUYER, status="cancelled")
    over = pending(ann, (paid, 1))
    late(over)

    for one, sentence in (
        (begun, "Finish the order first"),
        (placed, "to the organiser directly"),
        (ended, "was cancelled"),
    ):
        with pytest.raises(charging.NotPayable, match=sentence):
            charged(one, method=VISA)
    with pytest.raises(moving.HoldOver):
        charged(over, method=VISA)

    assert linked.asked == []
    assert Payment.objects.count() == 0


def test_a_draft_takes_no_money(linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    publishing.unpublish(fair, by=olga)

    with pytest.raises(moving.NotForSale):
        charged(made, method=VISA)

    assert linked.asked == []


def test_an_event_without_an_account_and_a_site_without_a_key_take_no_cards(
    stripe: Stripe, ann: User, paid: Ticket, settings: Any
) -> None:
    made = order(ann, (paid, 1))
    fill(made, ann)

    for key, sentence in (("sk_test", "has not linked an account"), ("", "This site takes no payments by Stripe")):
        settings.STRIPE_SECRET_KEY = key
        with pytest.raises(WrongMode, match=sentence):
            finishing.amend(made, by=ann, actors=BUYER, payment_mode="stripe", status="pending")

    assert fresh(made).status == "initializing"


def test_an_account_that_was_unlinked_meanwhile_is_not_paid(
    linked: Stripe, ann: User, fair: Event, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    StripeAuthorization.objects.get(event=fair).delete()

    with pytest.raises(NotTaken, match="has not linked an account"):
        charged(made, method=VISA)

    assert Payment.objects.count() == 0


def test_an_event_that_takes_no_cards_any_more_takes_none(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    editing.change(fair, by=olga, can_pay_by_stripe=False)

    with pytest.raises(charging.NotPayable):
        charged(made, method=VISA)


def test_what_the_provider_does_not_take_is_said_in_its_words(
    linked: Stripe, ann: User, olga: User, fair: Event
) -> None:
    made = pending(ann, (ticket(fair, olga, "Penny", price=20), 1))

    with pytest.raises(NotTaken, match=r"Amount must be at least €0\.50 eur\."):
        charged(made, method=VISA)


def test_no_buyer_and_no_team_completes_what_is_paid_online(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))

    with pytest.raises(WrongMode, match="completed by its payment"):
        finishing.amend(made, by=olga, actors=TEAM, status="completed")
    done = finishing.amend(made, by=olga, actors=TEAM, status="completed", payment_mode="onsite")

    assert (done.status, done.paid_via) == ("completed", "onsite")
    assert money(made) == [("received", 5000, 0)]


def test_an_order_is_paid_by_the_one_and_only_payment(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = paid_twice = pending(ann, (paid, 1))
    charged(made, method=VISA)

    with pytest.raises(charging.NotPayable, match="there is nothing to pay any more"):
        charged(paid_twice, method=VISA)

    assert Order.objects.get().status == "completed"
    assert len([name for name in linked.objects if name.startswith("ch_")]) == 1

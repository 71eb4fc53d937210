"""Paying, refunds and links with Stripe over HTTP: who may, what is answered, and what strangers are told."""

import json
from typing import Any

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import editing, revising
from openevent.events.models import Event
from openevent.tickets.models import Attendee, Order, Payment, Refund, StripeAuthorization, Ticket
from openevent.tickets.paying import refunding
from tests.conftest import as_user
from tests.tickets.conftest import order
from tests.tickets.paying.conftest import DECLINED, VISA, bought, charged, confirmed, fresh, money, pending
from tests.tickets.paying.stand_in import ACCOUNT, Stripe, signature

MEDIA_TYPE = "application/vnd.api+json"
BY_CARD = {"payment-mode": "stripe", "status": "pending"}


def post(path: str, body: Any, by: User | None, *, media_type: str = "application/json", **headers: str) -> Any:
    return as_user(by).post(path, json.dumps(body), content_type=media_type, headers=headers)


def charge(made: Order, by: User | None, **attributes: Any) -> Any:
    return post(
        f"/v1/orders/{made.identifier}/charge",
        {"data": {"type": "charge", "attributes": attributes}},
        by,
        media_type=MEDIA_TYPE,
    )


def verify(made: Order, by: User | None) -> Any:
    return post(f"/v1/orders/{made.identifier}/verify", {}, by)


def refund(made: Order, by: User | None, **said: Any) -> Any:
    return post(f"/v1/orders/{made.identifier}/refunds", said, by)


def detail(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    assert error["status"] == str(answer.status_code)
    return str(error["detail"])


# --- charging ---------------------------------------------------------------------------------------------------------


def test_a_card_pays(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    answer = charge(made, ann, stripe=VISA)

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": True, "message": "The order is paid.", "payment_status": "succeeded"},
    )
    shown = as_user(ann).get(f"/v1/orders/{made.identifier}").json()["data"]["attributes"]
    assert {name: shown[name] for name in ("status", "paid-via", "brand", "last4", "exp-month", "exp-year")} == {
        "status": "completed",
        "paid-via": "stripe",
        "brand": "visa",
        "last4": "4242",
        "exp-month": 8,
        "exp-year": 2030,
    }
    assert shown["transaction-id"] == Payment.objects.get().transaction_id


def test_a_checkout_session_is_an_address_that_leads_back(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    answer = charge(
        made,
        ann,
        way="checkout",
        **{"success-url": "https://shop.example/done", "cancel-url": "https://shop.example/no"},
    )

    said = answer.json()
    (asked,) = linked.calls("/v1/checkout/sessions")
    assert answer.headers["Cache-Control"] == "no-store"
    assert said == {
        "status": False,
        "message": "Pay at the payment-url.",
        "payment_status": "open",
        "payment-url": "https://checkout.stripe.example/0",
    }
    assert asked.params["success_url"] == "https://shop.example/done"
    assert asked.params["cancel_url"] == "https://shop.example/no"


def test_an_intent_is_a_secret_for_the_client_with_the_key_and_the_account(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))

    answer = charge(made, ann, way="intent")

    assert answer.json() == {
        "status": False,
        "message": "Pay with the client_secret.",
        "payment_status": "requires_payment_method",
        "client_secret": "a secret for the client",
        "publishable_key": "pk_of_olga",
        "account": ACCOUNT,
    }


def test_a_declined_card_is_an_answer_and_no_error(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    said = charge(made, ann, stripe=DECLINED).json()

    assert (said["status"], said["message"], said["payment_status"]) == (
        False,
        "Your card was declined.",
        "requires_payment_method",
    )


def test_d106_only_the_buyer_pays(
    linked: Stripe, ann: User, olga: User, tom: User, mallory: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))

    found = [charge(made, by, stripe=VISA).status_code for by in (None, mallory, olga, tom)]

    assert found == [401, 404, 403, 403]
    assert linked.asked == []


def test_d106_who_holds_a_ticket_of_it_does_not_pay_nor_verify(
    linked: Stripe, ann: User, mallory: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    Attendee.objects.filter(order=made).update(email=mallory.email)

    found = [
        charge(made, mallory, stripe=VISA),
        verify(made, mallory),
        refund(made, mallory),
    ]

    assert [one.status_code for one in found] == [403, 403, 403]
    assert as_user(mallory).get(f"/v1/orders/{made.identifier}/payments").json()["data"] == []
    assert as_user(mallory).get(f"/v1/payments/{Payment.objects.get().pk}").status_code == 404


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({}, "/data/attributes/way"),
        ({"way": "cash"}, "/data/attributes/way"),
        ({"stripe": ""}, "/data/attributes/way"),
        ({"stripe": 1}, "/stripe"),
        ({"stripe": VISA, "way": "checkout"}, "/data/attributes/stripe"),
        ({"way": "checkout", "success-url": "javascript:alert(1)"}, "/data/attributes/success-url"),
        ({"way": "checkout", "success-url": "ftp://x.example"}, "/data/attributes/success-url"),
        ({"way": "checkout", "cancel-url": "nowhere"}, "/data/attributes/cancel-url"),
    ],
)
def test_what_is_no_way_to_pay_is_refused(
    linked: Stripe, ann: User, paid: Ticket, said: dict[str, Any], pointer: str
) -> None:
    answer = charge(pending(ann, (paid, 1)), ann, **said)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["source"] == {"pointer": pointer}
    assert Payment.objects.count() == 0


def test_only_what_waits_for_its_payment_is_paid(
    linked: Stripe, ann: User, olga: User, paid: Ticket, free: Ticket
) -> None:
    done, begun, nothing = bought(ann, (paid, 1)), order(ann, (paid, 1)), order(ann, (free, 1))

    found = [charge(made, ann, stripe=VISA) for made in (done, begun, nothing)]

    assert [one.status_code for one in found] == [409, 409, 409]
    assert "completed" in detail(found[0])
    assert charge(Order(), ann, stripe=VISA).status_code == 404


def test_without_a_key_an_order_is_told_clearly_that_no_cards_are_taken(
    linked: Stripe, ann: User, paid: Ticket, settings: Any
) -> None:
    made, begun = pending(ann, (paid, 1)), order(ann, (paid, 1))
    settings.STRIPE_SECRET_KEY = ""

    charged_ = charge(made, ann, stripe=VISA)
    finished = as_user(ann).patch(
        f"/v1/orders/{begun.pk}",
        json.dumps(
            {
                "data": {
                    "type": "order",
                    "id": str(begun.pk),
                    "attributes": {"payment-mode": "stripe", "status": "pending"},
                }
            }
        ),
        content_type=MEDIA_TYPE,
    )

    assert (charged_.status_code, finished.status_code) == (409, 422)
    assert detail(charged_) == detail(finished) == "This site takes no payments by Stripe."
    assert finished.json()["errors"][0]["source"] == {"pointer": "/data/attributes/payment-mode"}


def test_a_provider_that_does_not_answer_is_said_and_the_payment_is_gone_on_with(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    linked.lost = ["/v1/"]

    first, second = charge(made, ann, stripe=VISA), charge(made, ann, stripe=VISA)

    assert (first.status_code, second.json()["status"]) == (503, True)
    assert "Stripe does not answer now" in detail(first)
    assert money(made) == [("received", 5000, 0)]


def test_cards_are_not_tried_out_without_end(linked: Stripe, ann: User, paid: Ticket, settings: Any) -> None:
    settings.PAYMENTS_PER_ACCOUNT = 2
    made = pending(ann, (paid, 1))

    found = [charge(made, ann, stripe=DECLINED).status_code for _ in range(3)]

    assert (found, verify(made, ann).status_code) == ([200, 200, 429], 429)


# --- verifying --------------------------------------------------------------------------------------------------------


def test_d116_the_buyer_and_the_team_ask_and_nobody_else(
    linked: Stripe, ann: User, olga: User, tom: User, mallory: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    linked.pay(charged(made).payment.reference)

    found = [verify(made, by) for by in (None, mallory, ann, olga, tom)]

    assert [one.status_code for one in found] == [401, 404, 200, 200, 200]
    assert [one.json() for one in found[2:]] == [{"payment_status": "succeeded"}] * 3
    assert fresh(made).status == "completed"


def test_d116_an_order_that_nobody_pays_has_nothing_to_verify(linked: Stripe, ann: User, paid: Ticket) -> None:
    answer = verify(pending(ann, (paid, 1)), ann)

    assert (answer.status_code, detail(answer)) == (
        409,
        "Nobody has begun to pay this order.",
    )
    assert verify(Order(), ann).status_code == 404


# --- webhook ----------------------------------------------------------------------------------------------------------


def webhook(body: bytes, header: str) -> Any:
    return Client().post(
        "/v1/payments/stripe/webhook", body, content_type="application/json", headers={"Stripe-Signature": header}
    )


def test_stripe_tells_and_tells_again(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made).payment
    linked.pay(begun.reference)
    message = linked.told("payment_intent.succeeded", begun.reference, account=ACCOUNT)

    found = [webhook(*message), webhook(*message), webhook(*linked.told("plan.created", "plan_1"))]

    assert [(one.status_code, one.json()) for one in found] == [(200, {"received": True})] * 3
    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])


def test_mallory_tells_nothing(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made).payment
    linked.pay(begun.reference)
    body, good = linked.told("payment_intent.succeeded", begun.reference, account=ACCOUNT)

    found = [
        webhook(body, ""),
        webhook(body, signature(body, secret="whsec_of_mallory")),
        webhook(body, signature(body, at=0)),
        webhook(body + b" ", good),
    ]

    assert [one.status_code for one in found] == [400] * 4
    assert fresh(made).status == "pending"


# --- refunds ----------------------------------------------------------------------------------------------------------


def test_the_team_gives_money_back_and_buyer_and_team_read_of_it(
    linked: Stripe, ann: User, tom: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 2))
    one = Attendee.objects.filter(order=made).first()
    assert one is not None

    answer = refund(made, tom, attendees=[str(one.pk)], reason="Ill.")

    row, shown = Refund.objects.get(), answer.json()["data"]
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/v1/refunds/{row.pk}")
    assert shown["type"] == "refund"
    assert {name: shown["attributes"][name] for name in ("status", "amount", "currency", "reason", "attendee-ids")} == {
        "status": "done",
        "amount": 50.0,
        "currency": "EUR",
        "reason": "Ill.",
        "attendee-ids": [str(one.pk)],
    }
    for by in (ann, tom):
        listed = as_user(by).get(f"/v1/orders/{made.identifier}/refunds?include=payment").json()
        assert [one["attributes"]["amount"] for one in listed["data"]] == [50.0]
        assert [one["attributes"]["refunded"] for one in listed["included"]] == [50.0]
        assert as_user(by).get(answer.headers["Location"]).status_code == 200


def test_payments_are_read_by_buyer_and_team(
    linked: Stripe, ann: User, olga: User, mallory: User, paid: Ticket
) -> None:
    made = confirmed(ann, olga, (paid, 1))
    address = f"/v1/orders/{made.identifier}/payments"

    shown = as_user(ann).get(address).json()["data"]

    assert [(one["type"], one["attributes"]["provider"], one["attributes"]["amount"]) for one in shown] == [
        ("payment", "bank", 50.0)
    ]
    assert as_user(olga).get(address).json()["data"] == shown
    assert [as_user(by).get(address).status_code for by in (None, mallory)] == [404, 404]
    assert "account" not in shown[0]["attributes"]


@pytest.mark.parametrize("framed", [True, False])
def test_what_is_asked_for_may_be_plain_or_a_document(
    linked: Stripe, ann: User, olga: User, paid: Ticket, framed: bool
) -> None:
    made = bought(ann, (paid, 1))
    said: Any = {"amount": 12.34, "reason": None, "attendees": None}

    answer = refund(made, olga, data={"type": "refund", "attributes": said}) if framed else refund(made, olga, **said)

    assert (answer.status_code, fresh(made).refunded) == (201, 1234)


def test_without_anything_said_all_of_it_goes_back(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))

    answer = refund(made, olga)

    shown = as_user(ann).get(f"/v1/orders/{made.identifier}").json()["data"]["attributes"]
    assert (answer.status_code, shown["status"], shown["refunded"]) == (201, "cancelled", 50.0)


def test_only_the_team_gives_money_back(linked: Stripe, ann: User, mallory: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))

    found = [refund(made, by).status_code for by in (None, mallory, ann)]

    assert found == [401, 404, 403]
    assert Refund.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"amount": "10"}, 400),
        ({"amount": True}, 400),
        ({"amount": 0}, 422),
        ({"amount": -1}, 422),
        ({"amount": 0.001}, 422),
        ({"amount": 50.01}, 409),
        ({"amount": 10**30}, 422),
        ({"attendees": "1"}, 400),
        ({"attendees": ["x"]}, 400),
        ({"attendees": [{}]}, 400),
        ({"attendees": [10**17]}, 422),
        ({"reason": 1}, 400),
        ([], 400),
    ],
)
def test_what_is_no_refund_is_refused(
    linked: Stripe, ann: User, olga: User, paid: Ticket, said: Any, status: int
) -> None:
    made = bought(ann, (paid, 1))

    answer = post(f"/v1/orders/{made.identifier}/refunds", said, olga)

    assert answer.status_code == status
    assert detail(answer)
    assert Refund.objects.count() == 0


def test_what_is_paid_and_completed_is_refunded_and_not_cancelled(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    body = {"data": {"type": "order", "id": str(made.pk), "attributes": {"status": "cancelled"}}}

    answer = as_user(olga).patch(f"/v1/orders/{made.pk}", json.dumps(body), content_type=MEDIA_TYPE)

    assert answer.status_code == 403
    assert "is cancelled by a refund" in detail(answer)


# --- once -------------------------------------------------------------------------------------------------------------


def test_a_charge_that_is_sent_again_under_its_key_is_answered_the_same(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    body = {"data": {"type": "charge", "attributes": {"stripe": VISA}}}
    address = f"/v1/orders/{made.identifier}/charge"

    first, again = (post(address, body, ann, **{"Idempotency-Key": "1"}) for _ in range(2))
    anew = post(address, body, ann, **{"Idempotency-Key": "2"})

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert anew.status_code == 409
    assert money(made) == [("received", 5000, 0)]


def test_a_refund_that_is_sent_again_under_its_key_is_one(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    address = f"/v1/orders/{made.identifier}/refunds"

    first, again = (post(address, {"amount": 10}, olga, **{"Idempotency-Key": "1"}) for _ in range(2))
    other = post(address, {"amount": 11}, olga, **{"Idempotency-Key": "1"})
    anew = post(address, {"amount": 10}, olga, **{"Idempotency-Key": "2"})

    assert [one.status_code for one in (first, again, other, anew)] == [201, 201, 422, 201]
    assert (first.json(), again.headers["Idempotent-Replayed"]) == (again.json(), "true")
    assert (fresh(made).refunded, Refund.objects.count()) == (2000, 2)


def test_a_refund_whose_answer_was_never_made_is_gone_on_with(
    linked: Stripe, ann: User, olga: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bought(ann, (paid, 1))
    address = f"/v1/orders/{made.identifier}/refunds"
    monkeypatch.setattr(refunding, "done", _fails)
    failed = post(address, {"amount": 10}, olga, **{"Idempotency-Key": "1"})
    monkeypatch.undo()

    again = post(address, {"amount": 10}, olga, **{"Idempotency-Key": "1"})

    assert (failed.status_code, again.status_code) == (500, 201)
    assert (fresh(made).refunded, Refund.objects.count()) == (1000, 1)
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [1000]


def _fails(*_args: Any) -> None:
    raise RuntimeError("The process ends here.")


# --- links with Stripe ------------------------------------------------------------------------------------------------


def link(fair: Event, by: User | None, code: str = "ac_of_olga") -> Any:
    document = {
        "data": {
            "type": "stripe-authorization",
            "attributes": {"stripe-auth-code": code},
            "relationships": {"event": {"data": {"type": "event", "id": str(fair.pk)}}},
        }
    }
    return post("/v1/stripe-authorizations", document, by, media_type=MEDIA_TYPE)


def is_linked(fair: Event) -> bool:
    return bool(Client().get(f"/v1/events/{fair.identifier}").json()["data"]["attributes"]["is-stripe-linked"])


def test_the_owner_links_an_account_and_everybody_sees_that_it_is(stripe: Stripe, fair: Event, olga: User) -> None:
    before = is_linked(fair)

    answer = link(fair, olga)

    row = StripeAuthorization.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/v1/stripe-authorizations/{row.pk}")
    assert answer.json()["data"]["attributes"] == {"stripe-publishable-key": f"pk_of_{ACCOUNT}"}
    assert "nobody_keeps" not in answer.content.decode()
    assert (before, is_linked(fair)) == (False, True)
    shown = as_user(olga).get(f"/v1/events/{fair.identifier}/stripe-authorization").json()["data"]
    assert shown["id"] == str(row.pk)


def test_the_account_is_changed_and_taken_away(stripe: Stripe, fair: Event, olga: User) -> None:
    link(fair, olga)
    stripe.codes["ac_2"] = "acct_2"
    row = StripeAuthorization.objects.get()
    document = {"data": {"type": "stripe-authorization", "id": str(row.pk), "attributes": {"stripe-auth-code": "ac_2"}}}

    changed = as_user(olga).patch(f"/v1/stripe-authorizations/{row.pk}", json.dumps(document), content_type=MEDIA_TYPE)
    after = StripeAuthorization.objects.get().account
    deleted = as_user(olga).delete(f"/v1/stripe-authorizations/{row.pk}")

    assert (changed.status_code, after) == (200, "acct_2")
    assert (deleted.status_code, deleted.json()["meta"]) == (200, {"message": "Object successfully deleted"})
    assert (StripeAuthorization.objects.count(), is_linked(fair)) == (0, False)


def test_one_account_an_event_and_none_where_cards_are_switched_off(stripe: Stripe, fair: Event, olga: User) -> None:
    link(fair, olga)
    stripe.codes["ac_2"] = "acct_2"

    second = link(fair, olga, "ac_2")
    StripeAuthorization.objects.get().delete()
    editing.change(fair, by=olga, can_pay_by_stripe=False)
    off = link(fair, olga, "ac_2")
    editing.change(fair, by=olga, can_pay_by_stripe=True)
    wrong = link(fair, olga, "ac_of_nobody")

    assert [one.status_code for one in (second, off, wrong)] == [409, 403, 422]
    assert wrong.json()["errors"][0]["source"] == {"pointer": "/data/attributes/stripe-auth-code"}
    assert stripe.codes == {"ac_2": "acct_2"}  # a code is good once: it was not used in vain


def test_d100_only_owner_and_organizers_see_change_or_delete_the_link(
    linked: Stripe, fair: Event, tom: User, ann: User, mallory: User
) -> None:
    row = StripeAuthorization.objects.get()
    document = {"data": {"type": "stripe-authorization", "id": str(row.pk), "attributes": {"stripe-auth-code": "x"}}}
    found = []
    for by in (None, mallory, ann, tom):
        client = as_user(by)
        for address in (f"/v1/stripe-authorizations/{row.pk}", f"/v1/events/{fair.pk}/stripe-authorization"):
            found += [
                client.get(address).status_code,
                client.patch(address, json.dumps(document), content_type=MEDIA_TYPE).status_code,
                client.delete(address).status_code,
            ]
    made = [link(fair, by).status_code for by in (None, mallory, tom)]

    assert set(found) <= {401, 403, 404}
    assert made == [401, 403, 403]
    assert StripeAuthorization.objects.get().account == ACCOUNT
    assert linked.asked == []


LOCKED = revising.locked


def test_a_code_is_exchanged_before_the_event_is_locked(
    stripe: Stripe, fair: Event, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    def locked(event_id: int, **deleted: bool) -> Any:
        happened.append("locked")
        return LOCKED(event_id, **deleted)

    monkeypatch.setattr(revising, "locked", locked)
    stripe.before["/oauth/token"] = lambda: happened.append("exchanged")

    link(fair, olga)

    assert happened == ["exchanged", "locked", "locked"]  # by the view, and by the act

"""Two things at the same moment: completed once, given back once, sold once; on either database."""

import pytest
from django.db import connection

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.tickets import expiring, finishing
from openevent.tickets.models import Attendee, Order, Payment, Refund, Ticket
from openevent.tickets.paying import hearing, refunding, verifying
from tests.racing import together
from tests.tickets.conftest import BUYER, ticket
from tests.tickets.paying.conftest import (
    CHECKOUT,
    VISA,
    bought,
    charged,
    expired,
    fresh,
    late,
    living,
    money,
    pending,
    refunded,
    statuses,
    taken,
    told,
)
from tests.tickets.paying.stand_in import ACCOUNT, Stripe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the workers are told is looked at in other tests."""
    monkeypatch.setattr("openevent.celery.app.send_task", lambda *_args, **_more: None)


def test_two_webhooks_and_the_buyer_who_asks_complete_the_order_once(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    message = linked.told("checkout.session.completed", begun.reference, account=ACCOUNT)

    found = together(
        *[lambda: hearing.hear(Order.Mode.STRIPE, *message)] * 2,
        lambda: verifying.verify(fresh(made)),
        lambda: verifying.verify(fresh(made)),
    )

    assert found[2:] == ["succeeded", "succeeded"]
    assert not any(isinstance(one, Refused) for one in found)
    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])
    assert statuses(made) == ["initializing", "pending", "completed"]
    assert told(made) == ["completed"]


def test_a_webhook_that_comes_before_the_answer_to_the_charge_completes_it_once(
    linked: Stripe, ann: User, paid: Ticket
) -> None:
    made = pending(ann, (paid, 1))
    heard: list[str] = []

    def webhook() -> None:
        reference = Payment.objects.get().reference
        message = linked.told("payment_intent.succeeded", reference, account=ACCOUNT)
        hearing.hear(Order.Mode.STRIPE, *message)
        heard.append(fresh(made).status)
        connection.close()

    linked.before["/confirm"] = webhook

    done = charged(made, method=VISA)

    assert heard == ["completed"]
    assert (done.payment.status, done.word) == ("received", "succeeded")
    assert statuses(made) == ["initializing", "pending", "completed"]
    assert told(made) == ["completed"]


def test_who_pays_twice_at_once_pays_one_payment(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))

    found = together(*[lambda: charged(made, method=VISA)] * 3)

    told_so = [one.payment.status for one in found if not isinstance(one, Refused)]
    assert set(told_so) == {"received"}
    assert len([name for name in linked.objects if name.startswith("pi_")]) == 1
    assert len([name for name in linked.objects if name.startswith("ch_")]) == 1
    assert money(made) == [("received", 5000, 0)]


def test_a_payment_against_the_end_of_its_time_has_its_places_or_its_money_back(
    linked: Stripe, ann: User, mallory: User, olga: User, fair: Event
) -> None:
    last = ticket(fair, olga, "Last", price=5000, quantity=1)
    made = pending(ann, (last, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)
    late(made)

    together(
        lambda: verifying.verify(fresh(made)),
        expiring.expire_due,
        lambda: pending(mallory, (last, 1)),
    )

    after = fresh(made)
    assert after.status in ("completed", "expired")
    is_paid = after.status == "completed"
    assert living(made) == (1 if is_paid else 0)
    assert money(made) == ([("received", 5000, 0)] if is_paid else [("surplus", 5000, 5000)])
    assert taken(last) == Attendee.objects.living().filter(ticket=last).count() <= 1


def test_a_late_payment_against_another_buyer_sells_the_last_place_once(
    linked: Stripe, ann: User, mallory: User, olga: User, fair: Event
) -> None:
    last = ticket(fair, olga, "Last", price=5000, quantity=1)
    made = pending(ann, (last, 1))
    begun = charged(made, way=CHECKOUT).payment
    expired(made)
    linked.pay(begun.reference)

    together(lambda: verifying.verify(fresh(made)), lambda: pending(mallory, (last, 1)))

    holders = list(Attendee.objects.living().filter(ticket=last).values_list("order__user__email", flat=True))
    assert taken(last) == len(holders) == 1
    assert (fresh(made).status == "completed") == (holders == [ann.email])


def test_a_payment_against_a_cancellation_is_kept_or_goes_back(linked: Stripe, ann: User, paid: Ticket) -> None:
    made = pending(ann, (paid, 1))
    begun = charged(made, way=CHECKOUT).payment
    linked.pay(begun.reference)

    together(
        lambda: verifying.verify(fresh(made)),
        lambda: finishing.amend(made, by=ann, actors=BUYER, status="cancelled"),
    )

    kept = {"completed": [("received", 5000, 0)], "cancelled": [("surplus", 5000, 5000)]}
    assert money(made) == kept[fresh(made).status]
    assert taken(paid) == living(made)


def test_two_refunds_at_once_give_back_no_more_than_came(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))

    found = together(*[lambda: refunded(made, olga, amount=3000)] * 3)

    assert sorted(type(one).__name__ for one in found) == ["Refund", "TooMuch", "TooMuch"]
    assert (fresh(made).refunded, money(made)) == (3000, [("received", 5000, 3000)])
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [3000]


def test_two_full_refunds_at_once_cancel_the_order_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 2))

    found = together(*[lambda: refunded(made, olga)] * 2)

    assert sorted(type(one).__name__ for one in found) == ["NothingPaid", "Refund"]
    assert statuses(made) == ["initializing", "pending", "completed", "cancelled"]
    assert (fresh(made).refunded, taken(paid), told(made)) == (10_000, 0, ["completed", "refunded"])


def test_one_ticket_is_taken_back_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 2))
    one = Attendee.objects.filter(order=made).first()
    assert one is not None

    found = together(*[lambda: refunded(made, olga, attendees=[one.pk])] * 2)

    assert sorted(type(one).__name__ for one in found) == ["Refund", "WrongAttendee"]
    assert (fresh(made).refunded, taken(paid), living(made)) == (5000, 1, 1)


def test_a_refund_that_two_carry_out_is_done_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]
    waiting = refunded(made, olga)

    together(*[lambda: refunding.carry_out(waiting.pk)] * 3)

    assert Refund.objects.get().status == "done"
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [5000]
    assert (fresh(made).refunded, told(made)) == (5000, ["completed", "refunded"])

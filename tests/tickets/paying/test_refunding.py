"""Giving money back: all of it, a part, what some of the attendees paid; never more than came."""

import pytest

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import coding, taxing
from openevent.tickets.models import Attendee, DiscountCode, Order, OrderChange, Payment, Refund, Tax, Ticket
from openevent.tickets.paying import refunding, returning
from openevent.tickets.paying.provider import NotGivenBack
from openevent.tickets.paying.refunding import NothingPaid, WrongAmount, WrongAttendee
from openevent.tickets.paying.returning import TooMuch
from tests.tickets.conftest import completed, ticket
from tests.tickets.paying.conftest import (
    bought,
    confirmed,
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
from tests.tickets.paying.stand_in import Stripe


def attendees(made: Order) -> list[Attendee]:
    return list(Attendee.objects.filter(order=made).order_by("pk"))


def test_all_of_it_cancels_the_order(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 2))

    done = refunded(made, olga, reason="The event is\nmoved.")

    after = fresh(made)
    assert (done.status, done.amount, done.reason) == ("done", 10_000, "The event is moved.")
    assert (after.status, after.refunded, money(made)) == ("cancelled", 10_000, [("refunded", 10_000, 10_000)])
    assert (taken(paid), living(made)) == (0, 0)
    assert statuses(made) == ["initializing", "pending", "completed", "cancelled"]
    assert history(made, "refund") == [
        ("€100.00 by Stripe. Tickets taken back: Guest 0 Ann, Guest 1 Ann. The event is moved.", olga.email)
    ]
    assert history(made, "status")[-1] == ("completed cancelled The event is moved.", olga.email)
    assert told(made) == ["completed", "refunded"]


def test_a_part_leaves_the_order_as_it_is(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))

    refunded(made, olga, amount=1234)

    assert (fresh(made).status, fresh(made).refunded, money(made)) == ("completed", 1234, [("received", 5000, 1234)])
    assert (taken(paid), living(made)) == (1, 1)
    assert told(made) == ["completed", "refunded"]


def test_parts_that_add_up_to_all_of_it_cancel_the_order(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))

    refunded(made, olga, amount=1234)
    refunded(made, olga, amount=3766)

    assert (fresh(made).status, fresh(made).refunded, taken(paid)) == ("cancelled", 5000, 0)


def test_who_is_named_loses_the_ticket_and_gets_what_it_cost(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket, free: Ticket
) -> None:
    dear = ticket(fair, olga, "Dear", price=20_000)
    made = bought(ann, (paid, 1), (dear, 1), (free, 1))
    gone = next(one for one in attendees(made) if one.ticket_id == dear.pk)

    done = refunded(made, olga, attendees=[gone.pk])

    assert (done.amount, done.attendee_ids) == (20_000, [str(gone.pk)])
    assert (taken(paid), taken(dear), taken(free), living(made)) == (1, 0, 1, 2)
    assert (fresh(made).status, fresh(made).refunded) == ("completed", 20_000)
    assert history(made, "refund") == [(f"€200.00 by Stripe. Tickets taken back: {gone}.", olga.email)]


def test_who_is_named_with_an_amount_gets_that(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 2))
    gone = attendees(made)[0]

    refunded(made, olga, attendees=[gone.pk], amount=2500, reason="Half of it, so shortly before.")

    assert (fresh(made).refunded, taken(paid), living(made)) == (2500, 1, 1)


def test_one_after_the_other_all_of_it_goes_back(linked: Stripe, ann: User, olga: User, fair: Event) -> None:
    odd = ticket(fair, olga, "Odd", price=3333)
    made = bought(ann, (odd, 3))

    for one in attendees(made):
        refunded(made, olga, attendees=[one.pk])

    assert (fresh(made).status, fresh(made).refunded, taken(odd)) == ("cancelled", 9999, 0)


def test_codes_are_given_back_with_the_places(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    code = coding.add(DiscountCode(event=paid.event, code="EARLY", type="amount", value=1000), by=olga, tickets=[paid])
    made = bought(ann, (paid, 3), discount_code="EARLY")

    done = refunded(made, olga, attendees=[attendees(made)[0].pk])

    assert (done.amount, DiscountCode.objects.get(pk=code.pk).taken) == (4000, 2)


def test_the_tax_that_was_added_goes_back_with_the_ticket(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    Event.objects.filter(pk=fair.pk).update(is_tax_enabled=True)
    fair.refresh_from_db()
    taxing.add(Tax(event=fair, name="VAT", rate=190_000, tax_id="DE1"), by=olga)
    made = bought(ann, (paid, 2))

    done = refunded(made, olga, attendees=[attendees(made)[0].pk])

    assert (made.amount, done.amount) == (11_900, 5950)


def test_who_has_come_is_refunded_by_the_team_and_the_history_says_so(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 2))
    Attendee.objects.filter(pk=attendees(made)[0].pk).update(is_checked_in=True)

    refunded(made, olga)

    assert history(made, "refund") == [
        (
            "€100.00 by Stripe. Tickets taken back: Guest 0 Ann, Guest 1 Ann. Had come already: Guest 0 Ann.",
            olga.email,
        )
    ]


def test_what_was_paid_to_the_organiser_goes_back_by_hand(ann: User, olga: User, paid: Ticket) -> None:
    made = confirmed(ann, olga, (paid, 1))

    part = refunded(made, olga, amount=2000)
    refunded(made, olga)

    assert (part.status, part.reference) == ("done", "")
    assert (fresh(made).status, money(made), taken(paid)) == ("cancelled", [("refunded", 5000, 5000)], 0)
    assert [note for note, _ in history(made, "refund")] == [
        "€20.00 by hand.",
        "€30.00 by hand. Tickets taken back: Guest 0 Ann.",
    ]


def test_more_than_came_does_not_go_back(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 2))
    refunded(made, olga, amount=9000)

    with pytest.raises(TooMuch, match=r"There is €10\.00 left of this payment"):
        refunded(made, olga, amount=1001)
    with pytest.raises(TooMuch):
        refunded(made, olga, attendees=[attendees(made)[0].pk])
    refunded(made, olga)
    with pytest.raises(NothingPaid):
        refunded(made, olga)

    assert (fresh(made).refunded, Refund.objects.count()) == (10_000, 2)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_refund(linked: Stripe, ann: User, olga: User, paid: Ticket, amount: int) -> None:
    made = bought(ann, (paid, 1))

    with pytest.raises(WrongAmount):
        refunded(made, olga, amount=amount)


def test_who_paid_nothing_gets_nothing(
    linked: Stripe, ann: User, olga: User, mallory: User, paid: Ticket, free: Ticket
) -> None:
    made = bought(ann, (paid, 1), (free, 1))
    guest = next(one for one in attendees(made) if one.ticket_id == free.pk)
    other = attendees(completed(mallory, (free, 1)))[0]

    with pytest.raises(WrongAmount, match="Nothing was paid for these tickets"):
        refunded(made, olga, attendees=[guest.pk])
    with pytest.raises(WrongAttendee):
        refunded(made, olga, attendees=[other.pk])
    with pytest.raises(NothingPaid):
        refunded(completed(ann, (free, 1)), olga)
    with pytest.raises(NothingPaid):
        refunded(pending(ann, (paid, 1)), olga)

    assert Refund.objects.count() == 0


def test_a_ticket_is_taken_back_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 3))
    first, second, _ = attendees(made)
    refunded(made, olga, attendees=[first.pk])
    linked.lost = ["/v1/refunds"]
    waiting = refunded(made, olga, attendees=[second.pk])

    for one in (first, second):
        with pytest.raises(WrongAttendee):
            refunded(made, olga, attendees=[one.pk])
    with pytest.raises(TooMuch):
        refunded(made, olga, amount=5001)

    assert waiting.status == "asked"
    assert (fresh(made).refunded, money(made)) == (5000, [("received", 15_000, 10_000)])


def test_what_the_provider_refuses_leaves_everything_as_it_was(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    linked.refund(Payment.objects.get().transaction_id, 5000)

    with pytest.raises(NotGivenBack, match="The charge has already been refunded"):
        refunded(made, olga)

    (failed,) = Refund.objects.all()
    assert (failed.status, failed.failure) == (
        "failed",
        "Stripe does not take this: The charge has already been refunded.",
    )
    assert (fresh(made).status, fresh(made).refunded, money(made)) == ("completed", 0, [("received", 5000, 0)])
    assert (taken(paid), living(made), told(made)) == (1, 1, ["completed"])
    assert OrderChange.objects.filter(order=made, kind="refund").count() == 1


def test_a_refund_that_the_provider_takes_and_fails_at_once_is_none(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    linked.refunds_are = "failed"

    with pytest.raises(NotGivenBack, match="expired_or_canceled_card"):
        refunded(made, olga)

    assert (fresh(made).status, money(made)) == ("completed", [("received", 5000, 0)])


def test_a_refund_that_is_on_its_way_counts(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    linked.refunds_are = "pending"

    done = refunded(made, olga)

    assert (done.status, fresh(made).status) == ("done", "cancelled")


def test_an_answer_that_got_lost_gives_the_money_back_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]

    waiting = refunded(made, olga, amount=2000)
    done = refunding.carry_out(waiting.pk)
    again = refunding.carry_out(waiting.pk)

    assert (waiting.status, done.status, again.status) == ("asked", "done", "done")
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [2000]
    assert fresh(made).refunded == 2000


def test_a_refund_of_long_ago_is_looked_for_before_it_is_made(
    linked: Stripe, ann: User, olga: User, paid: Ticket
) -> None:
    made = bought(ann, (paid, 1))
    linked.lost = ["/v1/refunds"]
    waiting = refunded(made, olga, amount=2000)
    linked.answers.clear()  # Stripe has forgotten the keys
    Refund.objects.update(at=made.created_at.replace(year=made.created_at.year - 1))

    done = refunding.carry_out(waiting.pk)

    assert done.status == "done"
    assert [one["amount"] for one in linked.objects.values() if one["object"] == "refund"] == [2000]


def test_what_is_noted_as_failed_twice_is_given_free_once(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    made = bought(ann, (paid, 1))
    done = refunded(made, olga, amount=2000)

    refunding.fail(done, "No.")
    refunding.fail(done, "No.")
    refunding.done(done, "re_x")

    assert (fresh(made).refunded, money(made)) == (0, [("received", 5000, 0)])
    assert Refund.objects.get().status == "failed"


def test_the_database_sets_nothing_aside_twice(linked: Stripe, ann: User, olga: User, paid: Ticket) -> None:
    bought(ann, (paid, 1))
    payment = Payment.objects.get()

    taken_aside = [Payment.objects.reserve(payment.pk, 3000) for _ in range(2)]

    assert taken_aside == [True, False]
    with pytest.raises(TooMuch):
        returning.ask(payment, amount=2001, reason="", by=olga)

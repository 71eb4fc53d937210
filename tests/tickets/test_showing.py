"""Which tickets somebody chooses from, and how an order can be paid and taken back."""

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.tickets import coding, finishing, offering, showing
from openevent.tickets.models import AccessCode, Order, Ticket
from openevent.tickets.paying import ways
from openevent.tickets.quoting import WrongCode
from tests.tickets.conftest import BUYER, TEAM, completed, day, fill, order, ticket


def test_hidden_tickets_are_shown_to_who_has_a_code_that_is_good_now(fair: Event, free: Ticket, olga: User) -> None:
    hidden, other = (ticket(fair, olga, name, is_hidden=True) for name in ("Backstage", "Stage"))
    code = coding.add(
        AccessCode(event=fair, code="SESAME", is_active=True, valid_till=day(20)), by=olga, tickets=[hidden]
    )
    now = timezone.now()

    assert set(showing.on_show(fair, now=now)) == {free}
    assert set(showing.on_show(fair, code="sesame", now=now)) == {free, hidden}
    coding.change(code, by=olga, is_active=False)
    for key in ("SESAME", "nothing", "\x00"):
        with pytest.raises(WrongCode):
            showing.on_show(fair, code=key, now=now)
    assert other not in showing.on_show(fair, now=now)


def test_a_ticket_is_sold_out_when_nobody_can_order_the_least_of_it(fair: Event, ann: User, olga: User) -> None:
    few = ticket(fair, olga, "Few", quantity=3, min_order=2, max_order=3)
    fresh = showing.is_sold_out(few)
    completed(ann, (few, 2))

    assert (fresh, showing.is_sold_out(Ticket.objects.get(pk=few.pk))) == (False, True)


def test_an_order_is_paid_as_its_event_and_the_provider_take_it(paid: Ticket, ann: User, fair: Event) -> None:
    made = order(ann, (paid, 1))
    Event.objects.filter(pk=fair.pk).update(can_pay_by_stripe=True, can_pay_onsite=True)

    found = ways.of(Order.objects.get(pk=made.pk))

    assert found == ["bank", "onsite"]  # nobody has linked an account of Stripe's


def test_what_is_paid_or_used_is_not_taken_back_by_its_buyer(paid: Ticket, free: Ticket, ann: User, olga: User) -> None:
    offering.change(free, by=olga, is_checkin_restricted=False)
    cheap, dear = completed(ann, (free, 1)), order(ann, (paid, 1))
    fill(dear, ann)
    dear = finishing.amend(dear, by=ann, actors=BUYER, payment_mode="bank", status="placed")
    before = [finishing.may_cancel(one) for one in (cheap, dear)]
    cheap.attendees.update(is_checked_in=True)
    dear = finishing.amend(dear, by=olga, actors=TEAM, status="completed")

    assert (before, [finishing.may_cancel(one) for one in (cheap, dear)]) == ([True, True], [False, False])

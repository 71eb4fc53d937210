"""Who waits for whom: buyers for those only who want the same tickets, and nobody in a circle."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from django.db import OperationalError

from openevent.accounts.models import User
from openevent.events import editing, revising
from openevent.events.models import Event
from openevent.tickets import finishing, moving, stock
from openevent.tickets.models import Attendee, Ticket
from tests.conftest import as_user
from tests.racing import Pause, beside, impatient, only_postgresql, outcome, until_somebody_waits
from tests.tickets import books
from tests.tickets.conftest import BUYER, completed, fill, order, ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_till(monkeypatch: pytest.MonkeyPatch) -> Callable[[Ticket], Pause]:
    """Whoever has taken places of this ticket stops before the transaction ends."""

    def stop(wanted: Ticket) -> Pause:
        pause = Pause()
        here = pause.after(stock.take, when=lambda places: wanted.pk in places.tickets)
        monkeypatch.setattr(stock, "take", here)
        return pause

    return stop


@only_postgresql
def test_buyers_of_other_tickets_do_not_wait(
    ann: User, tom: User, olga: User, fair: Event, free: Ticket, at_the_till: Callable[[Ticket], Pause]
) -> None:
    other, pause = ticket(fair, olga, "Other"), at_the_till(free)

    with beside(partial(order, ann, (free, 1))) as slow:
        pause.wait()
        with beside(impatient(partial(completed, tom, (other, 1)))) as quick:
            done = outcome(quick)
        is_open = not slow.done()
        pause.end()

    assert (done.status, is_open) == ("completed", True)
    assert outcome(slow).status == "initializing"
    assert books.faults() == []


@only_postgresql
def test_buyers_of_the_same_tickets_wait_for_each_other(
    ann: User, tom: User, free: Ticket, at_the_till: Callable[[Ticket], Pause]
) -> None:
    """The control of the test above: a wait is noticed."""
    pause = at_the_till(free)

    with beside(partial(order, ann, (free, 1))) as slow:
        pause.wait()
        with beside(impatient(partial(order, tom, (free, 1)), milliseconds=200)) as second:
            refused = outcome(second)
        pause.end()

    assert isinstance(refused, OperationalError)
    assert "lock timeout" in str(refused)
    assert outcome(slow).status == "initializing"
    assert books.sold(free) == (1, 1)


@only_postgresql
def test_who_edits_the_event_waits_for_no_buyer(
    ann: User, olga: User, fair: Event, free: Ticket, at_the_till: Callable[[Ticket], Pause]
) -> None:
    pause = at_the_till(free)

    with beside(partial(order, ann, (free, 1))) as slow:
        pause.wait()
        with beside(impatient(partial(editing.change, fair, by=olga, description="Bring a bag."))) as edited:
            done = outcome(edited)
        is_open = not slow.done()
        pause.end()

    assert (done.description, is_open) == ("Bring a bag.", True)
    assert outcome(slow).status == "initializing"


@only_postgresql
def test_buyers_wait_for_nobody_who_edits_the_event(
    ann: User, olga: User, fair: Event, free: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = Pause()
    monkeypatch.setattr(revising, "bump", pause.after(revising.bump))

    with beside(partial(editing.change, fair, by=olga, description="Bring a bag.")) as edited:
        pause.wait()
        with beside(impatient(partial(completed, ann, (free, 1)))) as bought:
            done = outcome(bought)
        is_open = not edited.done()
        pause.end()

    assert (done.status, is_open) == ("completed", True)
    assert outcome(edited).description == "Bring a bag."


@only_postgresql
def test_buyers_who_pay_do_not_wait_for_each_other(
    ann: User, tom: User, olga: User, paid: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they pay for keeps the event as it is, for all of them together."""
    slow_order, quick_order = order(ann, (paid, 1)), order(tom, (paid, 1))
    fill(slow_order, ann)
    fill(quick_order, tom)
    pause = Pause()
    monkeypatch.setattr(moving, "to", pause.after(moving.to, when=lambda made, _status: made.user == ann))
    place = partial(finishing.amend, actors=BUYER, status="placed", payment_mode="bank")

    with beside(partial(place, slow_order, by=ann)) as slow:
        pause.wait()
        with beside(impatient(partial(place, quick_order, by=tom))) as quick:
            done = outcome(quick)
        is_open = not slow.done()
        pause.end()

    assert (done.status, is_open, outcome(slow).status) == ("placed", True, "placed")


def test_who_fills_the_form_and_who_ends_the_order_do_not_wait_in_a_circle(
    ann: User, free: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, pause = order(ann, (free, 1)), Pause()
    monkeypatch.setattr(moving, "give_back", pause.before(moving.give_back))
    attendee = Attendee.objects.get(order=made)

    with beside(partial(finishing.amend, made, by=ann, actors=BUYER, status="cancelled")) as cancelled:
        pause.wait()
        with beside(partial(filled_over_http, ann, attendee)) as filled:
            until_somebody_waits()
            pause.end()

    assert outcome(cancelled).status == "cancelled"
    assert outcome(filled) == 404
    assert books.faults() == []


def filled_over_http(buyer: User, attendee: Attendee) -> int:
    said = {"type": "attendee", "id": str(attendee.pk), "attributes": {"firstname": "Ann"}}
    body, media_type = json.dumps({"data": said}), "application/vnd.api+json"
    return as_user(buyer).patch(f"/v1/attendees/{attendee.pk}", body, content_type=media_type).status_code

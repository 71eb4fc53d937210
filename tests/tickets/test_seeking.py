"""Orders and attendees are found by what people know of them."""

import pytest

from openevent.accounts.models import User
from openevent.tickets import offering, seeking
from openevent.tickets.models import Attendee, Order, Ticket
from openevent.tickets.paying import refunding
from openevent.tickets.paying.refunding import NothingPaid
from tests.tickets.conftest import completed, order


def test_the_beginning_of_an_identifier_is_enough(ann: User, free: Ticket) -> None:
    made, other = completed(ann, (free, 1)), completed(ann, (free, 1))
    code = f"{made.identifier}-{Attendee.objects.get(order=made).identifier}"

    for written in (str(made.identifier)[:8], str(made.identifier).upper(), f" {code} "):
        assert list(Order.objects.filter(seeking.orders(written))) == [made], written
        assert [one.order for one in Attendee.objects.filter(seeking.attendees(written))] == [made], written
    assert list(Order.objects.filter(seeking.orders("guest0 ann"))) == [made, other]


@pytest.mark.parametrize("written", ["\x00", "\ud800", "%", "_", "'", "0" * 300, "a b c d e f g h i j k l"])
def test_whatever_is_written_is_looked_for(ann: User, free: Ticket, written: str) -> None:
    completed(ann, (free, 1))

    assert Order.objects.filter(seeking.orders(written)).count() <= 1
    assert Attendee.objects.filter(seeking.attendees(written)).count() <= 1


def test_tickets_stand_in_the_order_in_which_they_are_arranged(olga: User, free: Ticket, paid: Ticket) -> None:
    offering.arrange([paid, free], by=olga)
    before = Ticket.objects.get(pk=free.pk).event.revision
    offering.arrange([paid, free], by=olga)  # as it is

    assert list(Ticket.objects.all()) == [paid, free]
    assert Ticket.objects.get(pk=free.pk).event.revision == before


def test_where_nothing_was_paid_no_refund_is_foreseen(ann: User, free: Ticket) -> None:
    with pytest.raises(NothingPaid):
        refunding.foresee(order(ann, (free, 1)))

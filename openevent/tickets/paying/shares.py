"""How much of what an order costs is for whom of its attendees."""

from collections.abc import Mapping
from fractions import Fraction

from openevent.tickets.models import Attendee, Order, OrderLine


def shares(order: Order) -> Mapping[int, int]:
    """For each attendee of the order, by id, their part of its amount in minor units; the parts add up to it.

    A part is what the ticket cost, with what was added to it for all: fee and tax. Who came first gets the rounding.
    """
    lines = {line.ticket_id: line for line in OrderLine.objects.filter(order=order)}
    tickets = dict(Attendee.objects.filter(order=order).order_by("pk").values_list("pk", "ticket_id"))
    weights = {pk: _each(lines[ticket]) for pk, ticket in tickets.items()}
    total = sum(weights.values())
    found, so_far, given = dict[int, int](), Fraction(0), 0
    for pk, weight in weights.items():
        so_far += weight
        upto = _half_up(order.amount * so_far / total) if total else 0
        found[pk], given = upto - given, upto
    return found


def _each(line: OrderLine) -> Fraction:
    """What one of the line costs."""
    return Fraction(line.sub_total, line.quantity)


def _half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))

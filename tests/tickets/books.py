"""What must hold of orders, their attendees and the counters whenever nobody is writing."""

from collections import Counter
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from openevent.tickets.models import AccessCode, Attendee, DiscountCode, Order, Ticket
from tests.tickets.invariants import held, miscounted


def faults() -> list[str]:
    """What does not hold; nothing where the books are right."""
    return [*_tickets(), *_codes(), *_attendees(), *(fault for order in Order.objects.all() for fault in _order(order))]


def sold(ticket: Ticket) -> tuple[int, int]:
    """How many places of the ticket are taken by its counter, and how many somebody has."""
    taken = Ticket.objects.values_list("taken", flat=True).get(pk=ticket.pk)
    return taken, held(ticket)


def _tickets() -> list[str]:
    over = Ticket.objects.filter(taken__gt=F("quantity")).values_list("name", "taken", "quantity")
    return [
        *(f"ticket {name}: {counted} counted, {found} found" for name, (counted, found) in miscounted().items()),
        *(f"ticket {name}: {taken} of {quantity} sold" for name, taken, quantity in over),
    ]


def _codes() -> list[str]:
    found = []
    for model, applied in ((DiscountCode, "is_discount_applied"), (AccessCode, "is_access_code_applied")):
        living = Q(orders__attendees__deleted_at=None, **{f"orders__attendees__{applied}": True})
        rows: QuerySet[Any] = model._default_manager.annotate(living=Count("orders__attendees", filter=living))
        wrong = rows.exclude(taken=F("living")).values_list("code", "taken", "living")
        found += [f"code {code}: {taken} uses, {people} living attendees" for code, taken, people in wrong]
    return found


def _attendees() -> list[str]:
    dead = Attendee.objects.living().exclude(order__status__in=Order.LIVE)
    return [f"attendee {one.pk}: has a place, but no live order" for one in dead]


def _order(order: Order) -> list[str]:
    """An order is whole: an attendee for each place that was ordered, and a history that led to its status."""
    ordered = Counter(dict(order.lines.values_list("ticket", "quantity")))
    people = Counter(order.attendees.values_list("ticket", flat=True))
    living = Counter(order.attendees.filter(deleted_at=None).values_list("ticket", flat=True))
    # Whoever was refunded has lost the ticket, and may have done so in an order that lives on.
    lost = Counter(
        Attendee.objects.filter(refunds__order=order, refunds__status="done").values_list("ticket", flat=True)
    )
    steps = list(order.changes.filter(kind="status").values_list("before", "after"))
    way = ["", *(after for _, after in steps)]
    found = []
    if not ordered or people != ordered or (order.is_live and living != ordered - lost):
        found.append(f"order {order.pk}: {dict(ordered)} ordered, {dict(people)} attendees, {dict(living)} living")
    if way[-1] != order.status or [before for before, _ in steps] != way[:-1]:
        found.append(f"order {order.pk}: {order.status}, by a history of {steps}")
    return found

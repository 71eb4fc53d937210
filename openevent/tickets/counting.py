"""What was sold, by the statuses of the orders and by the day, and who came: counted by the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from openevent.events.models import Event
from openevent.tickets.models import Attendee, Order, OrderLine

STATUSES = tuple(str(status) for status in Order.Status)
WHAT = ("tickets", "orders", "sales")


def of_events(events: QuerySet[Any]) -> QuerySet[Any]:
    """The events, each knowing what it `sold`: sales in minor units; of ended orders the tickets that they had."""
    lines = OrderLine.objects.filter(order__event=OuterRef("pk"))
    orders = Order.objects.filter(event=OuterRef("pk"))
    return _counted(
        events,
        tickets=(lines, "order__event", "order__status", Sum("quantity")),
        orders=(orders, "event", "status", Count("pk")),
        sales=(orders, "event", "status", Sum("amount")),
    )


def of_tickets(tickets: QuerySet[Any]) -> QuerySet[Any]:
    """The tickets, each knowing what was sold of it."""
    lines = OrderLine.objects.filter(ticket=OuterRef("pk"))
    return _counted(
        tickets,
        tickets=(lines, "ticket", "order__status", Sum("quantity")),
        orders=(lines, "ticket", "order__status", Count("pk")),
        sales=(lines, "ticket", "order__status", Sum("sub_total")),
    )


def with_standing(tickets: QuerySet[Any]) -> QuerySet[Any]:
    """The tickets, each knowing how many of its places were ordered for good and not given back: `standing`."""
    found = Attendee.objects.expected().filter(ticket=OuterRef("pk"))
    counted: QuerySet[Any] = tickets.annotate(standing=_number(found, "ticket", Count("pk")))
    return counted


def standing(event: Event) -> int:
    """How many of all the event's places were ordered for good and not given back (1 query)."""
    return Attendee.objects.expected().filter(event=event).count()


@dataclass(frozen=True, kw_only=True)
class AtTheDoor:
    """How many tickets of an event are good, and whose holders are in, or were and went, or got what is handed out."""

    good: int
    inside: int
    left: int
    registered: int


def at_the_door(event: Event) -> AtTheDoor:
    """Who came, in numbers (1 query)."""
    found = Attendee.objects.admitted().filter(event=event)
    return AtTheDoor(
        **found.aggregate(
            good=Count("pk"),
            inside=Count("pk", filter=Q(is_checked_in=True)),
            left=Count("pk", filter=Q(is_checked_out=True)),
            registered=Count("pk", filter=Q(is_registered=True)),
        )
    )


def by_day(event: Event, zone: tzinfo) -> list[tuple[date, int, int]]:
    """On which day in this zone how many places of which ticket (its id) were ordered that stand, by day (1 query)."""
    found = Attendee.objects.expected().filter(event=event)
    days = found.order_by().annotate(day=TruncDate("created_at", tzinfo=zone)).values("day", "ticket_id")
    return list(days.annotate(count=Count("pk")).order_by("day", "ticket_id").values_list("day", "ticket_id", "count"))


def money_of(event: Event) -> list[dict[str, Any]]:
    """The event's orders by status and currency: how many, and what they come to, in minor units (1 query)."""
    sums = {name: Sum(name) for name in ("amount", "discount", "fee", "tax_amount", "refunded")}
    rows = Order.objects.filter(event=event).order_by().values("status", "currency")
    return [dict(row) for row in rows.annotate(orders=Count("pk"), **{f"sum_{n}": s for n, s in sums.items()})]


def sum_of(rows: Iterable[Mapping[str, Any]], name: str, *statuses: Order.Status, currency: str) -> int:
    """What such rows of money come to by this name, in orders of these statuses and this currency."""
    return sum(row[f"sum_{name}"] for row in rows if row["currency"] == currency and row["status"] in statuses)


def earned(event: Event) -> int:
    """What was paid for good in the event's currency and did not go back, in minor units (1 query)."""
    rows, currency = money_of(event), event.payment_currency
    paid, back = (sum_of(rows, name, Order.Status.COMPLETED, currency=currency) for name in ("amount", "refunded"))
    return paid - back


def sold(row: Any, what: str) -> dict[str, int]:
    """One of WHAT of a row that was asked for so: by status, with the total."""
    counted = {status: int(getattr(row, _name(what, status))) for status in STATUSES}
    return {"total": sum(counted.values()), **counted}


def _counted(rows: QuerySet[Any], **asked: tuple[QuerySet[Any], str, str, Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(
        **{
            _name(what, status): _number(found.filter(**{path: status}), owner, counted)
            for what, (found, owner, path, counted) in asked.items()
            for status in STATUSES
        }
    )
    return found


def _number(rows: QuerySet[Any], owner: str, counted: Any) -> Any:
    number = rows.order_by().values(owner).annotate(number=counted).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _name(what: str, status: str) -> str:
    return f"sold_{what}_{status}"

"""What was sold, by the statuses of the orders: asked of the database with the rows themselves."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from openevent.tickets.models import Order, OrderLine

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

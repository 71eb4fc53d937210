"""What all events of the site sold."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from openevent.events.models import Event, EventRole
from openevent.exports.tables.table import CHUNK, Columns, Table, amount, moment
from openevent.lib.separated import Cell
from openevent.tickets import counting
from openevent.tickets.models import Order

OWNERS = EventRole.objects.filter(role=EventRole.Name.OWNER).select_related("user")
STATUSES = ("live", "past")
SHOWN = (Order.Status.COMPLETED, Order.Status.PLACED, Order.Status.PENDING)


def table(status: str = "") -> Table[Any]:
    """The living events: the published ones that are `live`, or those that are `past`; any other word means all."""
    events = _events(status)
    return Table(title="Sales", rows=partial(_rows, events), count=events.count(), columns=_columns(), printed={})


def _events(status: str) -> QuerySet[Event]:
    now = timezone.now()
    wanted = dict(zip(STATUSES, (Q(ends_at__gt=now, state=Event.State.PUBLISHED), Q(ends_at__lte=now)), strict=True))
    return Event.objects.living().filter(wanted.get(status, Q()))


def _rows(events: QuerySet[Event]) -> Iterator[Any]:
    sold = counting.of_events(events).select_related("event_type").order_by("pk")
    return iter(sold.prefetch_related(Prefetch("roles", OWNERS, to_attr="owners")).iterator(chunk_size=CHUNK))


def _columns() -> Columns[Any]:
    """Those of the published API, in its order, and then the currency."""
    sold: dict[str, Callable[[Any], Cell]] = {}
    for status in SHOWN:
        sold[f"Ticket ({status.capitalize()})"] = partial(_tickets, status)
        sold[f"Sales ({status.capitalize()})"] = partial(_sales, status)
    return {
        "Event Name": lambda event: event.name,
        "Owner Name": lambda event: "; ".join(role.user.full_name for role in event.owners),
        "Owner Email": lambda event: "; ".join(role.user.email for role in event.owners),
        "Event Type": lambda event: event.event_type.name if event.event_type else "",
        "Event Date": lambda event: moment(event.starts_at, event.timezone),
        **sold,
        "Currency": lambda event: event.payment_currency,
    }


def _tickets(status: str, event: Any) -> int:
    return counting.sold(event, "tickets")[status]


def _sales(status: str, event: Any) -> Decimal:
    return amount(counting.sold(event, "sales")[status], event.payment_currency)

"""The orders of an event."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from openevent.accounts.mailboxes import former_email
from openevent.events.models import Event
from openevent.exports.tables.table import CHUNK, Columns, Table, amount, moment
from openevent.lib import money, shares, spoken
from openevent.tickets.models import Order, OrderLine
from openevent.tickets.models.order import OrderQuerySet
from openevent.tickets.naming import MODES, STATUSES

UNTOLD = frozenset({Order.Status.INITIALIZING})  # half filled, and gone in minutes


class Line(NamedTuple):
    """What was ordered of one ticket."""

    order: int  # its id
    quantity: int
    ticket: str


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """An order, and what was ordered."""

    order: Order
    lines: tuple[Line, ...]


def table(event: Event, _status: str = "") -> Table[Ordered]:
    """All orders whose form was filled, whatever became of them; the newest last (2 queries, and 1 to count them)."""
    orders = Order.objects.filter(event=event).exclude(status__in=UNTOLD)
    return Table(
        title=_("Orders"),
        rows=partial(_rows, orders),
        count=orders.count(),
        columns=_columns(event),
        printed=_printed(event),
        right=frozenset({_("Amount")}),
    )


def _rows(orders: OrderQuerySet) -> Iterator[Ordered]:
    """Orders and their lines, read side by side: rows that point at each other would stay in memory for a while."""
    found = orders.select_related("user", "discount_code", "access_code").order_by("pk")
    groups = _lines(orders)
    group = next(groups, None)
    for order in found.iterator(chunk_size=CHUNK):
        while group is not None and group[0] < order.pk:
            group = next(groups, None)
        yield Ordered(order=order, lines=group[1] if group is not None and group[0] == order.pk else ())


def _lines(orders: OrderQuerySet) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """The ids of the orders, and the lines of each."""
    lines = OrderLine.objects.filter(order__in=orders.order_by().values("pk")).order_by("order_id", "pk")
    cells = lines.values_list("order_id", "quantity", "ticket__name").iterator(chunk_size=CHUNK)
    return ((number, tuple(Line(*cell) for cell in of_order)) for number, of_order in groupby(cells, key=itemgetter(0)))


def _columns(event: Event) -> Columns[Ordered]:
    """Those of the published API, in its order, and then what it has not."""
    return {
        "Order#": lambda one: str(one.order.identifier),
        "Order Date": lambda one: moment(one.order.created_at, event.timezone),
        "Status": lambda one: one.order.status,
        "Payment Type": lambda one: one.order.paid_via,
        "Payment Mode": lambda one: one.order.payment_mode,
        "Total Amount": lambda one: amount(one.order.amount, one.order.currency),
        "Quantity": lambda one: sum(line.quantity for line in one.lines),
        "Discount Code": lambda one: one.order.discount_code.code if one.order.discount_code else "",
        "Access Code": lambda one: one.order.access_code.code if one.order.access_code else "",
        "First Name": lambda one: one.order.user.first_name if one.order.user else "",
        "Last Name": lambda one: one.order.user.last_name if one.order.user else "",
        "Email": email,
        "Tax ID": lambda one: one.order.tax_business_info,
        "Address": lambda one: one.order.address,
        "Company": lambda one: one.order.company,
        "Country": lambda one: one.order.country,
        "State": lambda one: one.order.state,
        "City": lambda one: one.order.city,
        "Zipcode": lambda one: one.order.zipcode,
        "Tickets": tickets,
        "Currency": lambda one: one.order.currency,
        "Discount": lambda one: amount(one.order.discount, one.order.currency),
        "Fee": lambda one: amount(one.order.fee, one.order.currency),
        "Tax": lambda one: one.order.tax_name,
        "Tax Rate": _tax_rate,
        "Tax Amount": lambda one: amount(one.order.tax_amount, one.order.currency),
        "Refunded": lambda one: amount(one.order.refunded, one.order.currency),
        "Placed": lambda one: moment(one.order.placed_at, event.timezone),
        "Completed": lambda one: moment(one.order.completed_at, event.timezone),
        "Ended": lambda one: moment(one.order.ended_at, event.timezone),
        "Transaction": lambda one: one.order.transaction_id,
        "Notes": lambda one: one.order.order_notes,
        "Reason of Cancellation": lambda one: one.order.cancel_note,
    }


def _printed(event: Event) -> Columns[Ordered]:
    return {
        _("Order"): lambda one: one.order.short,
        _("Date"): lambda one: moment(one.order.created_at, event.timezone)[:16],
        _("Buyer"): lambda one: one.order.user.full_name if one.order.user else "",
        _("E-mail"): email,
        _("Tickets"): tickets,
        _("Status"): lambda one: str(STATUSES[Order.Status(one.order.status)]),
        _("Payment"): lambda one: str(MODES[one.order.payment_mode]) if one.order.payment_mode else "",
        _("Amount"): _said_amount,
    }


def _said_amount(one: Ordered) -> str:
    order = one.order
    return money.words(order.amount, order.currency, str(spoken.locale())) if order.amount else ""


def email(one: Ordered) -> str:
    """The buyer's address, of a closed account the one that it had."""
    return former_email(one.order.user) if one.order.user else ""


def tickets(one: Ordered) -> str:
    """How many of which."""
    return "; ".join(f"{line.quantity} × {line.ticket}" for line in one.lines)


def _tax_rate(one: Ordered) -> Decimal | None:
    return None if one.order.tax_rate is None else shares.percent(one.order.tax_rate)

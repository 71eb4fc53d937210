"""What an order comes to on an invoice, and on the correction of one; and how that is kept."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale

from openevent.calendars.timezones import zone
from openevent.events.models import Event
from openevent.lib import shares, text
from openevent.tickets.models import Invoice as Row
from openevent.tickets.models import Order, OrderLine
from openevent.tickets.parties import buyer, seller
from openevent.tickets.printing.invoices import Buyer, Invoice, Line, Seller, Tax
from openevent.tickets.printing.labels import labels
from openevent.tickets.printing.languages import locale
from openevent.tickets.printing.moments import day

DETAILS = {
    Order.Mode.BANK: "bank_details",
    Order.Mode.CHEQUE: "cheque_details",
    Order.Mode.ONSITE: "onsite_details",
    Order.Mode.INVOICE: "invoice_details",
}
REFERRED = frozenset({Order.Mode.BANK, Order.Mode.CHEQUE, Order.Mode.INVOICE})  # money that comes by itself


def details(order: Order) -> str:
    """How an order is paid in the way that was chosen, as the organiser says it."""
    column = DETAILS.get(Order.Mode(order.payment_mode)) if order.payment_mode else None
    return str(getattr(order.event, column)).strip() if column else ""


def of_order(order: Order, number: str, on: date) -> Invoice:
    """The invoice of an order that costs something, as all is when it is given out (4 queries)."""
    language = locale(order.language)
    words = labels(language)
    is_paid = order.status == Order.Status.COMPLETED
    mode = order.paid_via or order.payment_mode
    way = words.get(f"way_{mode}", mode)
    return Invoice(
        seller=seller(order.event),
        buyer=buyer(order),
        number=number,
        issued_on=on,
        order=str(order.identifier),
        event=f"{order.event.name}, {_days(order.event, language)}",
        currency=order.currency,
        lines=[_line(line) for line in OrderLine.objects.filter(order=order).select_related("ticket")],
        tax=_tax(order, order.tax_amount),
        total=order.amount,
        paid=words["paid_by"].format(way=way, day=day(on, language))
        if is_paid
        else words["to_be_paid"].format(way=way),
        note="" if is_paid else text.plain(details(order)),
        language=str(language).replace("_", "-"),
    )


def correction(of: Row, number: str, on: date, *, total: int, tax: int, paid: str, note: str = "") -> Invoice:
    """What changes of the invoice: `total`, below zero for what is taken off, with the tax in it.

    Where nothing of it stays, each of its lines is taken back; otherwise it is one sum.
    """
    before = read(of)
    words = labels(locale(before.language))
    net = total - tax if before.tax is not None and not before.tax.included else total
    part = Line(name=words["refund"], quantity=1, price=net, sub_total=net)
    return Invoice(
        seller=before.seller,
        buyer=before.buyer,
        number=number,
        issued_on=on,
        order=before.order,
        event=before.event,
        currency=of.currency,
        lines=[*map(_taken_back, before.lines)] if total == -of.total else [part],
        tax=None if before.tax is None else Tax(**{**asdict(before.tax), "amount": tax}),
        total=total,
        paid=paid.format(day=day(on, locale(before.language))),
        note=note,
        corrects=of.number,
        language=before.language,
    )


def _taken_back(line: Line) -> Line:
    return Line(
        name=line.name,
        quantity=line.quantity,
        price=-line.price,
        discount=-line.discount,
        fee=-line.fee,
        sub_total=-line.sub_total,
    )


def kept(invoice: Invoice) -> dict[str, Any]:
    """What is kept of it beside the columns of its row: all words, as they were printed."""
    found = asdict(invoice)
    for column in ("number", "issued_on", "order", "currency", "total", "corrects"):
        found.pop(column)
    if found["tax"] is not None:
        found["tax"]["percent"] = str(found["tax"]["percent"])
    return found


def read(row: Row) -> Invoice:
    """The invoice as it was given out; of a correction the row of what it corrects must be loaded."""
    said: Mapping[str, Any] = row.content
    tax = said["tax"]
    return Invoice(
        seller=Seller(**said["seller"]),
        buyer=Buyer(**said["buyer"]),
        number=row.number,
        issued_on=row.issued_on,
        order=str(row.order.identifier),
        currency=row.currency,
        lines=[Line(**line) for line in said["lines"]],
        tax=None if tax is None else Tax(**{**tax, "percent": Decimal(tax["percent"])}),
        total=row.total,
        paid=said["paid"],
        note=said["note"],
        event=said["event"],
        corrects=row.corrects.number if row.corrects is not None else "",
        language=said["language"],
    )


def _days(event: Event, language: Locale) -> str:
    """On which days the event takes place, as people there count them."""
    here = zone(event.timezone)
    days = (moment.astimezone(here).date() for moment in (event.starts_at, event.ends_at))
    return " – ".join(dict.fromkeys(day(one, language) for one in days))


def _line(line: OrderLine) -> Line:
    return Line(
        name=line.ticket.name,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount * line.quantity,
        fee=line.fee,
        sub_total=line.sub_total,
    )


def _tax(order: Order, amount: int) -> Tax | None:
    if order.tax_rate is None:
        return None
    return Tax(
        name=order.tax_name, percent=shares.percent(order.tax_rate), amount=amount, included=order.is_tax_included
    )

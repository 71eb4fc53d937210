"""Invoices, and corrections of them: numbered without a gap in each event and year, and never changed afterwards.

A number is given in the transaction in which the order is placed or completed, so there is none without its order and
no gap where that fails. Whoever needs a number waits until the one before is given for good: so it is asked for last of
all, after places, and nobody who orders what is free asks for one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from openevent.accounts import languages
from openevent.calendars.timezones import zone
from openevent.lib import money, sentences
from openevent.tickets import bills
from openevent.tickets.models import Invoice, InvoiceSeries, Order
from openevent.tickets.printing.invoices import Invoice as Bill
from openevent.tickets.printing.labels import labels
from openevent.tickets.printing.languages import locale

Status = Order.Status


class Refunded(Protocol):
    """Money that went back to the buyer, of what was paid for the order."""

    identifier: UUID
    amount: int  # minor units of the order's currency
    reason: str
    said: list[Any]  # the reason, where it is one of ours, for any language


class TooMuch(ValueError):  # noqa: N818 - as refusals are named
    """More is to be taken off an invoice than it comes to."""


def settle(order: Order, before: str) -> Invoice | None:
    """What the locked order needs on paper, now that its status is no longer `before`; nothing where it is free."""
    if order.amount == 0:
        return None
    if order.status in (Status.PLACED, Status.COMPLETED):
        return issue(order)
    if order.status == Status.CANCELLED and before == Status.PLACED:
        return withdraw(order)
    return None


def issue(order: Order) -> Invoice:
    """The invoice of the locked order, which costs something; given out once, however often it is asked for."""
    return _first(order) or _written(order, lambda number, on: bills.of_order(order, number, on))


def credit(order: Order, refund: Refunded) -> Invoice | None:
    """Correct the invoice of the locked order by what went back; once for each refund, None where there is no invoice.

    Call it last of all in the transaction of the refund. Raises TooMuch for more than the invoice comes to by now.
    """
    done = Invoice.objects.filter(order=order, refund=refund.identifier).first()
    invoice = _first(order)
    if done is not None or invoice is None:
        return done
    why = sentences.told_in(languages.nearest(bills.read(invoice).language), refund.said, refund.reason)
    return _correct(order, invoice, -refund.amount, "given_back", refund=refund.identifier, note=why)


def reverse(order: Order, refund: Refunded) -> Invoice | None:
    """Correct the invoice of the locked order by what has not gone back after all; once for each refund.

    None where the refund corrected nothing. Call it last of all in the transaction in which the refund fails.
    """
    credited = Invoice.objects.filter(order=order, refund=refund.identifier).first()
    if credited is None:
        return None
    taken_back = uuid5(refund.identifier, "not given back")
    done, invoice = Invoice.objects.filter(order=order, refund=taken_back).first(), _first(order)
    if done is not None or invoice is None:
        return done
    return _correct(order, invoice, -credited.total, "not_given_back", refund=taken_back)


def withdraw(order: Order) -> Invoice | None:
    """Take back what is left of the invoice of the locked order, which nobody has paid."""
    invoice = _first(order)
    left = invoice.total + _corrected(invoice) if invoice is not None else 0
    return _correct(order, invoice, -left, "withdrawn") if invoice is not None and left else None


def _first(order: Order) -> Invoice | None:
    """The invoice of the order, which the others correct."""
    return Invoice.objects.select_related("order").filter(order=order, corrects=None).first()


def _correct(
    order: Order, invoice: Invoice, total: int, paid: str, *, refund: UUID | None = None, note: str = ""
) -> Invoice:
    before = _corrected(invoice)
    if invoice.total + before + total < 0:
        raise TooMuch(
            gettext("%(invoice)s comes to %(total)s by now.") % {"invoice": invoice, "total": invoice.total + before}
        )

    def made(number: str, on: date) -> Bill:
        words = labels(locale(bills.read(invoice).language))
        tax = _tax(invoice, before + total) - _tax(invoice, before)
        return bills.correction(invoice, number, on, total=total, tax=tax, paid=words[paid], note=note)

    return _written(order, made, corrects=invoice, refund=refund)


def _corrected(invoice: Invoice) -> int:
    """By how much the invoice was changed so far, as a number below zero where it was taken off."""
    return Invoice.objects.filter(corrects=invoice).aggregate(total=Sum("total", default=0))["total"] or 0


def _tax(invoice: Invoice, part: int) -> int:
    """The tax in a part of the invoice: rounded so that the parts come to the tax in all of it."""
    return money.share(invoice.tax, part, invoice.total)


def _written(
    order: Order, make: Callable[[str, date], Bill], *, corrects: Invoice | None = None, refund: UUID | None = None
) -> Invoice:
    """The row of what is made under the next number."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A number is given in the transaction that needs it only.")
    now = timezone.now()
    on = now.astimezone(zone(order.event.timezone)).date()
    series, _ = InvoiceSeries.objects.get_or_create(event=order.event, year=on.year)
    serial = series.next()
    number = f"{order.event.identifier.upper()}-{on.year}-{serial:05}"
    bill = make(number, on)
    return Invoice.objects.create(
        order=order,
        event=order.event,
        year=on.year,
        serial=serial,
        number=number,
        corrects=corrects,
        refund=refund,
        issued_on=on,
        currency=bill.currency,
        total=bill.total,
        tax=bill.tax.amount if bill.tax is not None else 0,
        content=bills.kept(bill),
        created_at=now,
    )

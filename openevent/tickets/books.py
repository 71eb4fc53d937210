"""What bookkeeping needs of orders whose buyers' personal data is erased, and for how long."""

from dataclasses import asdict
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from openevent.jobs import voiding
from openevent.jobs.models import Job
from openevent.tickets import moving, papers, press
from openevent.tickets.models import Invoice, Order, OrderChange, Payment, Refund
from openevent.tickets.printing.invoices import Buyer

ADDRESS = ("address", "city", "state", "country", "zipcode", "company", "tax_business_info")
MOST_AT_ONCE = 1000


def kept_until(order: Order) -> datetime:
    """Until when books with the order are kept: whole years from the end of the year of its last entry.

    So the German Fiscal Code counts, section 147 (4).
    """
    moments = [order.created_at, order.placed_at, order.completed_at, order.ended_at]
    moments += Payment.objects.filter(order=order).values_list("received_at", flat=True)
    moments += Refund.objects.filter(order=order).values_list("done_at", flat=True)
    last = max(moment for moment in moments if moment is not None)
    return datetime(last.astimezone(UTC).year + 1 + settings.KEEP_BOOKS, 1, 1, tzinfo=UTC)


def blank(order: Order) -> None:
    """Erase what the locked order, its invoices, its history and its refunds say of the buyer."""
    for name in (*ADDRESS, "transaction_id"):
        setattr(order, name, "")
    order.books_until = None
    order.save(update_fields=[*ADDRESS, "transaction_id", "books_until"])
    OrderChange.objects.filter(order=order).update(note="", said=[])
    Refund.objects.filter(order=order).update(reason="", failure="", said=[])
    _blank_invoices(Invoice.objects.filter(order=order))


def _blank_invoices(invoices: QuerySet[Invoice]) -> None:
    """What is sold, and for how much, stays; to whom, does not. What was printed of them goes."""
    nobody = asdict(Buyer(name="", address=[]))
    ids = []
    for invoice in invoices:
        invoice.content = {**invoice.content, "buyer": nobody, "note": ""}
        invoice.save(update_fields=["content"])
        ids.append(invoice.pk)
    voiding.void(Job.objects.filter(task=press.TASK, kind=papers.INVOICE, parameters__id__in=ids))


def sweep() -> int:
    """Blank the orders that no books need any more; says how many."""
    over = Order.objects.filter(books_until__lte=timezone.now()).order_by("books_until", "pk")
    return sum(map(_close, list(over.values_list("pk", flat=True)[:MOST_AT_ONCE])))


def _close(order_id: int) -> bool:
    with moving.locked(order_id) as order:
        if order.books_until is None:
            return False
        blank(order)
    return True

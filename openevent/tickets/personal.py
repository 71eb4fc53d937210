"""What the server holds about a person with an account: what was bought, for whom, and what became of it."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q

from openevent.accounts.models import User
from openevent.accounts.personal import CHUNK, Part, Row, by_address, columns, proven_address
from openevent.events.personal import named
from openevent.lib import money
from openevent.tickets.forms import ASKABLE
from openevent.tickets.models import (
    AccessCode,
    Attendee,
    CheckIn,
    DiscountCode,
    Invoice,
    Order,
    OrderChange,
    Payment,
    WaitingEntry,
)

ORDER = (
    *(
        "identifier",
        "status",
        "payment_mode",
        "paid_via",
        "language",
        "currency",
        "address",
        "city",
        "state",
        "country",
    ),
    *("zipcode", "company", "tax_business_info", "is_billing_enabled", "cancel_note", "order_notes", "transaction_id"),
    *("brand", "exp_month", "exp_year", "last4", "created_at", "placed_at", "completed_at", "ended_at"),
)
AMOUNTS = ("amount", "discount", "fee", "tax_amount", "refunded")
HISTORY = ("kind", "before", "after", "note", "at")
PAYMENT = ("identifier", "provider", "reference", "transaction_id", "currency", "status", "created_at", "received_at")
REFUND = ("identifier", "reason", "reference", "status", "at", "done_at")
INVOICE = ("number", "issued_on", "currency")
SCANNED = ("direction", "outcome", "at", "client_at")
SCAN = (*SCANNED, "device")  # of whoever scanned
WAITING = ("quantity", "status", "joined_at", "offered_at", "offered_until", "ended_at")
CODE = ("code", "created_at", "deleted_at")
ATTENDEE = (
    *sorted(ASKABLE),
    *("complex_field_values", "is_badge_printed", "badge_printed_at", "is_checked_in", "is_checked_out"),
    *("is_registered", "has_left_mail", "created_at", "deleted_at"),
)
# With which orders an export can be read in few statements.
ALONG = ("lines__ticket", "changes", Prefetch("payments", Payment.objects.prefetch_related("refunds")), "invoices")


def _orders(user: User) -> Iterator[Row]:
    """What the person ordered, with lines, history, payments, refunds and invoices."""
    found = Order.objects.filter(user=user).select_related("event").prefetch_related(*ALONG).order_by("pk")
    return (_order(one, user) for one in found.iterator(chunk_size=CHUNK))


def _order(one: Order, user: User) -> Row:
    return {
        **named(one.event),
        **columns(one, ORDER),
        **{name.replace("_", "-"): _money(getattr(one, name), one.currency) for name in AMOUNTS},
        "lines": [
            {"ticket": line.ticket.name, "quantity": line.quantity, "price": _money(line.price, one.currency)}
            for line in one.lines.all()
        ],
        "history": [columns(change, HISTORY) | {"by-you": change.by_id == user.pk} for change in one.changes.all()],
        "payments": [_payment(payment) for payment in one.payments.all()],
        "invoices": [_invoice(invoice) for invoice in one.invoices.all()],
    }


def _payment(payment: Payment) -> Row:
    refunds = [
        columns(refund, REFUND) | {"amount": _money(refund.amount, payment.currency)}
        for refund in payment.refunds.all()
    ]
    return columns(payment, PAYMENT) | {"amount": _money(payment.amount, payment.currency), "refunds": refunds}


def _invoice(invoice: Invoice) -> Row:
    return columns(invoice, INVOICE) | {
        "total": _money(invoice.total, invoice.currency),
        "buyer": invoice.content["buyer"],
    }


def _money(units: int, currency: str) -> object:
    """An amount in whole units; without a currency there is none but 0."""
    return money.major(units, currency) if currency else units


def held(user: User, address: str) -> Q:
    """The attendees of the person's orders, and those elsewhere who are the person, by a proven address."""
    return Q(order__user=user) | by_address(user, address)


def _attendees(user: User) -> Iterator[Row]:
    """Who comes by the person's orders, as the person filled it in, and the person's tickets of other orders.

    What the team noted of somebody is told to that person alone.
    """
    address = proven_address(user)
    found = Attendee.objects.filter(held(user, address)).select_related("event", "order", "ticket")
    for one in found.prefetch_related("check_ins").order_by("pk").iterator(chunk_size=CHUNK):
        is_you = bool(address) and one.email == address
        yield {
            **named(one.event),
            "order": one.order.identifier,
            "ticket": one.ticket.name,
            "is-you": is_you,
            **columns(one, ATTENDEE),
            **(columns(one, ("attendee_notes",)) if is_you else {}),
            "check-ins": [columns(scan, SCANNED) for scan in one.check_ins.all()],
        }


def _waiting(user: User) -> Iterator[Row]:
    found = WaitingEntry.objects.filter(user=user).select_related("ticket__event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        yield named(one.ticket.event) | {"ticket": one.ticket.name} | columns(one, WAITING)


def _codes(user: User) -> Iterator[Row]:
    """The codes that the person made."""
    for kind, model in (("discount", DiscountCode), ("access", AccessCode)):
        found = model.objects.filter(marketer=user).select_related("event").order_by("pk")
        for one in found.iterator(chunk_size=CHUNK):
            yield named(one.event) | {"kind": kind} | columns(one, CODE)


def _scans(user: User) -> Iterator[Row]:
    """What the person did at doors; whose tickets were scanned is somebody else's data."""
    found = CheckIn.objects.filter(by=user).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, SCAN) for one in found.iterator(chunk_size=CHUNK))


def _acts(user: User) -> Iterator[Row]:
    """What the person did with other people's orders, for a team; whose they are is somebody else's data."""
    found = OrderChange.objects.filter(by=user).exclude(order__user=user).select_related("order__event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        yield named(one.order.event) | columns(one, ("kind", "before", "after", "at"))


CODES = frozenset({"tickets.AccessCode.marketer", "tickets.DiscountCode.marketer"})
PARTS = (
    Part(name="orders", rows=_orders, links=frozenset({"tickets.Order.user"})),
    Part(name="attendees", rows=_attendees),
    Part(name="waiting-list-entries", rows=_waiting, links=frozenset({"tickets.WaitingEntry.user"})),
    Part(name="codes", rows=_codes, links=CODES),
    Part(name="scans-by-you", rows=_scans, links=frozenset({"tickets.CheckIn.by"})),
    Part(name="work-on-orders", rows=_acts, links=frozenset({"tickets.OrderChange.by"})),
)
WITHHELD = {
    "tickets.Payment.by": "stands in the history of the order, too, which is told",
    "tickets.Refund.by": "stands in the history of the order, too, which is told",
}

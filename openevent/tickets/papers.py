"""Tickets and invoices on paper: what there is to print of an order, and where it is had.

A print is a job, and the id of the job is made of all that the paper says. So what says the same is printed once, and
what is not true any more is not found.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, partial
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.lib import urls
from openevent.lib.errors import Conflicting, Gone
from openevent.tickets import bills, printed
from openevent.tickets.models import Attendee, Invoice, Order
from openevent.tickets.printing import invoicing, sheets

TICKETS, TICKET, INVOICE = "tickets", "ticket", "invoice"
MADE_OF = "openevent.papers 2"  # so that no other digest is such an id


class NoPaper(Conflicting):
    """There is nothing to print yet."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Something to be printed."""

    kind: str
    pk: int  # of its row
    key: str  # of whom its signed addresses are: with another one they open nothing any more
    path: str  # where it is had
    name: str  # what its file is called
    says: Any  # all that it says, as values
    print: Callable[[], bytes]  # the PDF
    ends_at: datetime  # of its event
    number: str = ""  # of an invoice
    is_correction: bool = False

    @cached_property
    def job_id(self) -> UUID:
        """The id of the job that prints it as it is now."""
        made_of = [MADE_OF, self.kind, self.pk, version("open-event-server"), self.says]
        return UUID(bytes=sha256(json.dumps(made_of, default=str, sort_keys=True).encode()).digest()[:16])


def tickets(order: Order) -> Paper:
    """The tickets of everybody who comes by the order (2 queries). Raises NoPaper or Gone where none is good."""
    _check_good(order, order.event)
    living = Attendee.objects.living().filter(order=order).select_related("order", "event", "ticket")
    pages = printed.sheets(list(living.order_by("pk")))
    if not pages:
        raise Gone(_("The tickets of this order are not good any more."))
    return Paper(
        kind=TICKETS,
        pk=order.pk,
        key="",
        path=tickets_path(order),
        name=f"Tickets {order.event.name}",
        ends_at=order.event.ends_at,
        says=[asdict(page) for page in pages],
        print=partial(sheets.tickets, pages),
    )


def ticket(attendee: Attendee) -> Paper:
    """The ticket of one attendee (1 query). Raises NoPaper or Gone where it is not good."""
    _check_good(attendee.order, attendee.event)
    if attendee.deleted_at is not None:
        raise Gone(_("This ticket is not good any more."))
    pages = printed.sheets([attendee])
    return Paper(
        kind=TICKET,
        pk=attendee.pk,
        key=ticket_key(attendee),
        path=ticket_path(attendee),
        name=f"Ticket {attendee.event.name}",
        ends_at=attendee.event.ends_at,
        says=[asdict(page) for page in pages],
        print=partial(sheets.tickets, pages),
    )


def invoice(row: Invoice) -> Paper:
    """An invoice, or the correction of one, as it was given out."""
    bill = bills.read(row)
    return Paper(
        kind=INVOICE,
        pk=row.pk,
        key="",
        path=invoice_path(row),
        name=f"Invoice {row.number}",
        ends_at=row.event.ends_at,
        says=asdict(bill),
        print=partial(invoicing.invoice, bill),
        number=row.number,
        is_correction=row.corrects_id is not None,
    )


def of_order(order: Order) -> list[Paper]:
    """All that there is of an order by now."""
    rows = Invoice.objects.filter(order=order).select_related("order", "event", "corrects")
    is_on = order.status == Order.Status.COMPLETED and order.event.deleted_at is None
    is_good = is_on and Attendee.objects.living().filter(order=order).exists()
    return [*map(invoice, rows), *([tickets(order)] if is_good else ())]


def read(parameters: Mapping[str, Any]) -> Paper:
    """The paper of a job. Raises Gone where it is not there any more."""
    kind, key = parameters["paper"], parameters["id"]
    try:
        if kind == TICKETS:
            return tickets(Order.objects.select_related("event").get(pk=key))
        if kind == TICKET:
            return ticket(Attendee.objects.select_related("order", "event", "ticket").get(pk=key))
        return invoice(Invoice.objects.select_related("order", "event", "corrects").get(pk=key))
    except (Order.DoesNotExist, Attendee.DoesNotExist, Invoice.DoesNotExist, NoPaper) as error:
        raise Gone(_("It is not there any more.")) from error


def ticket_key(attendee: Attendee) -> str:
    """What is another one when the ticket is somebody else's, and does not open the door."""
    return sha256(f"{MADE_OF} {attendee.identifier}".encode()).hexdigest()[:16]


def _check_good(order: Order, event: Event) -> None:
    if event.deleted_at is not None:
        raise Gone(_("The event does not take place: its tickets are not good any more."))
    if order.status == Order.Status.CANCELLED:
        raise Gone(_("The order is cancelled: its tickets are not good any more."))
    if order.status == Order.Status.EXPIRED:
        raise Gone(_("The order is expired: its tickets are not good any more."))
    if order.status != Order.Status.COMPLETED:
        raise NoPaper(_("There are tickets when the order is completed."))


def tickets_path(order: Order) -> str:
    """Where the tickets of the order are had."""
    return f"/v1/orders/{order.identifier}/tickets-pdf"


def ticket_path(attendee: Attendee) -> str:
    """Where the ticket of the attendee is had."""
    return f"/v1/orders/attendees/{attendee.pk}.pdf"


def invoice_path(row: Invoice) -> str:
    """Where the invoice, or the correction, is had."""
    return f"/v1/orders/invoices/{row.number}"


def tickets_url(order: Order) -> str | None:
    """The address of the tickets, for who may have them; None while there are none."""
    return urls.absolute(tickets_path(order)) if order.status == Order.Status.COMPLETED else None


def ticket_url(attendee: Attendee) -> str | None:
    """The address of the ticket, for who may have it; None while it is not good."""
    return urls.absolute(ticket_path(attendee)) if attendee.is_admitted else None

"""Who comes to an event."""

from collections.abc import Iterator
from functools import partial

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.exports.tables.asked import Cells, asked
from openevent.exports.tables.table import CHUNK, Columns, Table, amount, moment, tick, yes
from openevent.tickets.models import Attendee, Order, OrderLine
from openevent.tickets.models.attendee import AttendeeQuerySet
from openevent.tickets.naming import STATUSES

AT_THE_DOOR: Cells = {
    "Checked In": lambda one: yes(one.is_checked_in),
    "Checked Out": lambda one: yes(one.is_checked_out),
    "Registered": lambda one: yes(one.is_registered),
    "Badge Printed": lambda one: yes(one.is_badge_printed),
    "Attendee Notes": lambda one: one.attendee_notes,
}


def table(event: Event, _status: str = "") -> Table[Attendee]:
    """Whose places are ordered or paid, by when they ordered (1 query, and 3 about the columns)."""
    coming = _coming(event)
    return Table(
        title=_("Attendees"),
        rows=partial(_rows, coming),
        count=coming.count(),
        columns=_columns(event, coming),
        printed=_printed(),
        printed_by=lambda one: (one.lastname.casefold(), one.firstname.casefold(), one.pk),
    )


def _coming(event: Event) -> AttendeeQuerySet:
    finished = (Order.Status.PLACED, Order.Status.COMPLETED)
    return Attendee.objects.living().filter(event=event, order__status__in=finished)


def _rows(coming: AttendeeQuerySet) -> Iterator[Attendee]:
    line = OrderLine.objects.filter(order=OuterRef("order"), ticket=OuterRef("ticket"))
    found = coming.annotate(ordered_price=Coalesce(Subquery(line.values("price")[:1]), 0)).order_by("pk")
    return iter(found.select_related("order", "ticket").iterator(chunk_size=CHUNK))


def _columns(event: Event, coming: AttendeeQuerySet) -> Columns[Attendee]:
    """Those of the published API, in its order; what the attendees said; and what the team did."""
    ordered = _of_orders(event)
    said = asked(event, coming, taken=ordered.keys() | AT_THE_DOOR.keys())
    return {**ordered, **said, **AT_THE_DOOR}


def _of_orders(event: Event) -> Cells:
    return {
        "Order#": lambda one: str(one.order.identifier),
        "Order Date": lambda one: moment(one.order.created_at, event.timezone),
        "Status": lambda one: one.order.status,
        "Payment Type": lambda one: one.order.paid_via,
        "Payment Mode": lambda one: one.order.payment_mode,
        "Ticket Name": lambda one: one.ticket.name,
        "Ticket ID": lambda one: one.identifier,
        "Ticket Price": lambda one: amount(one.ordered_price, one.order.currency),
        "Ticket Type": lambda one: one.ticket.type,
        "Tax ID": lambda one: one.order.tax_business_info,
        "Address": lambda one: one.order.address,
        "Company": lambda one: one.order.company,
        "Country": lambda one: one.order.country,
        "State": lambda one: one.order.state,
        "City": lambda one: one.order.city,
        "Zipcode": lambda one: one.order.zipcode,
    }


def _printed() -> Columns[Attendee]:
    return {
        _("Last name"): lambda one: one.lastname,
        _("First name"): lambda one: one.firstname,
        _("E-mail"): lambda one: one.email,
        _("Ticket"): lambda one: one.ticket.name,
        _("Order"): lambda one: one.order.short,
        _("Status"): lambda one: str(STATUSES[Order.Status(one.order.status)]),
        _("Has come"): lambda one: tick(one.is_checked_in),
    }

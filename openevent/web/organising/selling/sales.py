"""How the sales go: what was sold when, and what it came to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.events import access
from openevent.events.models import Event
from openevent.lib.spoken import locale
from openevent.tickets import counting
from openevent.tickets.models import Order, Ticket
from openevent.tickets.naming import STATUSES
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import saying
from openevent.web.organising.selling.drawing import Picture, picture
from openevent.web.organising.selling.tickets import Offered
from openevent.web.rendering import own_page, render

PATH = "sales"
MOST_LINES = 6
# So many days are told one by one; more by weeks, and yet more by spans of four weeks.
SPANS = ((62, 1), (430, 7))
LONGEST_SPAN = 28
LIVE = (Order.Status.COMPLETED, Order.Status.PLACED)


@dataclass(frozen=True, kw_only=True)
class Course:
    """What was sold of which ticket up to which day: each of `series` has a number for each of `days`.

    On the day `before` them nothing was sold yet.
    """

    names: Sequence[str]
    before: date
    days: Sequence[date]
    series: Sequence[Sequence[int]]

    @property
    def labels(self) -> list[str]:
        """The days, short."""
        return [_day(day) for day in self.days]

    @property
    def picture(self) -> Picture | None:
        """The course as lines; none where nothing was sold."""
        series = [[0, *one] for one in self.series]
        return picture(self.names, series, [_day(self.before), *self.labels]) if self.days else None

    @property
    def table(self) -> list[tuple[str, list[str], str]]:
        """The same numbers by days: of each ticket, and in all."""
        rows = zip(self.labels, zip(*self.series, strict=True), strict=True)
        return [(day, [*map(saying.number, row)], saying.number(sum(row))) for day, row in rows]


@own_page
def shown(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/sales`: a picture, and numbers (the same few queries however many)."""
    event = managed(request, key, access.may_edit)
    rows = list(counting.of_tickets(counting.with_standing(Ticket.objects.living().filter(event=event))))
    gone = Ticket.objects.filter(event=event, deleted_at__isnull=False)
    names = {row.pk: row.name for row in [*rows, *gone.only("name")]}
    course = course_of(counting.by_day(event, zone(event.timezone)), names)
    states = _states(event)
    context = {
        "title": _("Sales"),
        "course": course,
        "picture": course.picture,
        "about": _about(course),
        "tickets": [_ticket(row, event) for row in rows],
        "states": states,
        "facts": _facts(event, states),
        "zone_name": saying.zone_name(event.timezone),
        "export_path": address(event, "export"),
    }
    return render(request, "organising/selling/sales.html", {**context, **around(request, event, PATH)})


def course_of(sold: Sequence[tuple[date, int, int]], names: dict[int, str]) -> Course:
    """The course of what was sold by day: (day, ticket, how many), sorted by day; many tickets are told together."""
    if not sold:
        return Course(names=[], before=date.min, days=[], series=[])
    totals = Counter[int]()
    for _day, ticket, count in sold:
        totals[ticket] += count
    shown = [
        ticket for ticket, _count in totals.most_common(MOST_LINES if len(totals) <= MOST_LINES else MOST_LINES - 1)
    ]
    first, last = sold[0][0], sold[-1][0]
    span = next((span for most, span in SPANS if (last - first).days < most), LONGEST_SPAN)
    days = [first + timedelta(days=span * number) for number in range((last - first).days // span + 1)]
    by_line = {line: [0] * len(days) for line in [*shown, *([0] if len(totals) > len(shown) else [])]}
    for day, ticket, count in sold:
        by_line[ticket if ticket in by_line else 0][(day - first).days // span] += count
    return Course(
        names=[names.get(line) or _("Others") for line in by_line],
        before=first - timedelta(days=1),
        days=[min(day + timedelta(days=span - 1), last) for day in days],
        series=[list(accumulate(counts)) for counts in by_line.values()],
    )


def _day(day: date) -> str:
    return str(format_date(day, "medium", locale=locale()))


def _about(course: Course) -> str:
    """The picture in a sentence, for who does not see it."""
    sold = [f"{name}: {one[-1]}" for name, one in zip(course.names, course.series, strict=True)]
    if not course.days:
        return ""
    span = {"first": course.labels[0], "last": course.labels[-1], "sold": "; ".join(sold)}
    return _("Tickets sold up to each day, from %(first)s to %(last)s. At its end: %(sold)s.") % span


def _ticket(row: Any, event: Event) -> dict[str, Any]:
    """What was sold of a ticket, and what it came to."""
    sales, sold = counting.sold(row, "sales"), Offered(ticket=row, event=event, sold=row.standing)
    return {
        "name": row.name,
        "path": sold.path,
        "standing": row.standing,
        "quantity": row.quantity,
        "held": sold.held,
        "paid": saying.amount(sales[Order.Status.COMPLETED], event.payment_currency),
        "awaited": saying.amount(sales[Order.Status.PLACED], event.payment_currency),
    }


def _states(event: Event) -> list[dict[str, Any]]:
    """The orders by how far they are."""
    order = {str(status): number for number, status in enumerate(Order.Status)}
    found = sorted(counting.money_of(event), key=lambda row: (order[row["status"]], row["currency"]))
    return [
        {
            **row,
            "label": STATUSES[Order.Status(row["status"])],
            "path": f"{address(event, 'orders')}?status={row['status']}",
            "money": saying.amount(row["sum_amount"], row["currency"] or event.payment_currency),
            "back": saying.amount(row["sum_refunded"], row["currency"] or event.payment_currency),
        }
        for row in found
    ]


def _facts(event: Event, states: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """What completed orders came to, in the event's currency."""
    currency = event.payment_currency

    def sum_of(name: str, *statuses: Order.Status) -> str:
        return saying.amount(counting.sum_of(states, name, *statuses, currency=currency), currency)

    every = tuple(Order.Status)
    found = [
        (_("Paid"), sum_of("amount", Order.Status.COMPLETED)),
        (_("Still to come"), sum_of("amount", Order.Status.PLACED, Order.Status.PENDING)),
        (_("Given back"), sum_of("refunded", *every)),
        (_("Tax in what was paid"), sum_of("tax_amount", Order.Status.COMPLETED)),
        (_("The site’s fee in it"), sum_of("fee", Order.Status.COMPLETED)),
        (_("Taken off by codes"), sum_of("discount", *LIVE)),
    ]
    return found if currency else []

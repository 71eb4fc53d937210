"""One's own orders: the list of them, and the page of each."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from openevent.calendars import subscribing
from openevent.events import contacting
from openevent.lib import addresses, urls
from openevent.tickets import bills, finishing
from openevent.tickets.models import Invoice, Order, OrderLine, Payment, WaitingEntry
from openevent.tickets.naming import MODES
from openevent.web import words
from openevent.web.buying import amounts, paying
from openevent.web.buying.checkout import checkout
from openevent.web.buying.moments import Until
from openevent.web.buying.own import held, orders, tickets
from openevent.web.buying.subscribing import feed
from openevent.web.rendering import led, own_page, reader, render
from openevent.web.shown import Shown

Status = Order.Status
ON_A_PAGE = 20
MOST_WAITED_FOR = 50
STATUSES: dict[str, str | Promise] = {
    Status.INITIALIZING: gettext_lazy("Not finished yet"),
    Status.PENDING: gettext_lazy("Waiting for your payment"),
    Status.PLACED: gettext_lazy("Ordered, to be paid"),
    Status.COMPLETED: gettext_lazy("Your tickets are good"),
    Status.CANCELLED: pgettext_lazy("order", "Cancelled"),
    Status.EXPIRED: gettext_lazy("Not finished in time"),
}
WAITS: dict[str, str | Promise] = {
    WaitingEntry.Status.WAITING: gettext_lazy("On the waiting list"),
    WaitingEntry.Status.OFFERED: gettext_lazy("There is a place for you"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """An order in the list."""

    order: Order
    shown: Shown
    status: str | Promise
    count: int
    path: str
    is_mine: bool


@require_GET
@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """`/orders`: what one has ordered, and tickets that others ordered for one; what comes next first."""
    user, now = reader(request), timezone.now()
    is_over = Case(
        When(Q(status__in=Order.LIVE, event__ends_at__gt=now), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    counted = Count("attendees", filter=Q(attendees__deleted_at=None))
    listed = orders(request).annotate(is_over=is_over, count=counted)
    upcoming = Case(When(is_over=0, then=F("event__starts_at")))
    rows = Paginator(listed.order_by("is_over", upcoming, F("event__starts_at").desc(), "-pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    waits = WaitingEntry.objects.open().filter(user=user, ticket__event__deleted_at=None)
    context: dict[str, Any] = {
        "title": _("My tickets"),
        "orders": [_row(order, user.pk) for order in rows.object_list],
        "rows": rows,
        "waits": [
            (wait, WAITS[wait.status])
            for wait in waits.select_related("ticket__event").order_by("-pk")[:MOST_WAITED_FOR]
        ],
    }
    return render(request, "buying/orders.html", context)


def _row(order: Any, reader_id: int) -> Row:
    """`order` has the count of its living attendees."""
    return Row(
        order=order,
        shown=Shown.of(order.event),
        status=STATUSES[status(order)],
        count=order.count,
        path=addresses.order_page(order.identifier),
        is_mine=order.user_id == reader_id,
    )


def status(order: Order) -> Order.Status:
    """How far the order is; one whose time is over is expired, also while nobody has noticed."""
    is_over = order.expires_at is not None and order.expires_at <= timezone.now()
    return Status.EXPIRED if is_over else Status(order.status)


@own_page
def page(request: HttpRequest, order: str) -> HttpResponse:
    """`/orders/{identifier}`: the form of one that is not finished; else how it is paid, and its tickets."""
    found = held(request, order)
    is_mine, how_far = found.user_id == reader(request).pk, status(found)
    if is_mine and how_far == Status.INITIALIZING:
        return checkout(request, found)
    if request.method == "POST":  # it was finished by the first of two clicks, or its time was over
        return led(addresses.order_page(found.identifier))
    context = {
        "title": _("Your order"),
        "shown": Shown.of(found.event),
        "order": found,
        "status": how_far,
        "status_words": STATUSES[how_far],
        "here": addresses.order_page(found.identifier),
        "is_mine": is_mine,
        "is_reachable": found.event.is_public and contacting.is_reachable(found.event),
        "tickets": tickets(request, found) if how_far in (Status.PLACED, Status.COMPLETED) else (),
        **(_of_buyer(request, found, how_far) if is_mine else {}),
        **_calendar(request, found, how_far),
    }
    return render(request, "buying/order.html", context)


def _of_buyer(request: HttpRequest, order: Order, how_far: Order.Status) -> dict[str, Any]:
    """What is nobody's business but the buyer's: money, and what can be done about the order."""
    return {
        "bill": amounts.of_order(order),
        "refunded": amounts.words(order.refunded, order.currency) if order.refunded else "",
        "details": bills.details(order) if how_far == Status.PLACED else "",
        "way": MODES[order.payment_mode],
        "comes_by_itself": order.payment_mode in bills.REFERRED,
        "message": words.shown(order.event.after_order_message) if how_far == Status.COMPLETED else "",
        "invoices": Invoice.objects.filter(order=order).order_by("pk"),
        "pay_at": paying.address(request, order) if how_far == Status.PENDING else "",
        "is_clearing": Payment.objects.filter(order=order, status=Payment.Status.CLEARING).exists(),
        "until": Until.of(order.expires_at, order.event) if order.expires_at and how_far == Status.PENDING else None,
        "may_cancel": how_far != Status.EXPIRED and finishing.may_cancel(order),
        "again": _again(order),
    }


def _again(order: Order) -> str:
    """Where the same is chosen once more."""
    lines = OrderLine.objects.filter(order=order).values_list("ticket", "quantity")
    query = urlencode([(f"q{ticket}", quantity) for ticket, quantity in lines])
    return f"{addresses.ticket_shop(order.event.identifier)}?{query}#price"


def _calendar(request: HttpRequest, order: Order, how_far: Order.Status) -> dict[str, Any]:
    """How the tickets get into calendars."""
    if how_far not in (Status.PLACED, Status.COMPLETED):
        return {}
    path = feed(request, order.event)
    return {
        "file": f"{addresses.order_page(order.identifier)}/tickets.ics",
        "subscribe": subscribing.links(urls.absolute(path), _("My tickets")) if path else None,
    }

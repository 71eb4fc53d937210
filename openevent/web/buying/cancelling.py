"""Taking an order back, after a page that says what happens with the money."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.lib import addresses, text
from openevent.tickets import finishing
from openevent.tickets.models import Attendee, Order
from openevent.tickets.states import Actor
from openevent.web.buying import amounts
from openevent.web.buying.own import bought
from openevent.web.refusing import told
from openevent.web.rendering import led, own_page, reader, render
from openevent.web.shown import Shown


@own_page
def cancel(request: HttpRequest, order: str) -> HttpResponse:
    """`/orders/{identifier}/cancel`: what it means, and the button for it."""
    found = bought(request, order)
    if request.method == "POST":
        return _cancelled(request, found)
    context: dict[str, Any] = {
        "title": _("Cancel this order"),
        "shown": Shown.of(found.event),
        "order": found,
        "here": addresses.order_page(found.identifier),
        "may_cancel": finishing.may_cancel(found),
        "count": Attendee.objects.living().filter(order=found).count(),
        "amount": amounts.words(found.amount, found.currency),
        "refund_policy": text.plain(found.event.refund_policy),
    }
    return render(request, "buying/cancel.html", context)


def _cancelled(request: HttpRequest, order: Order) -> HttpResponse:
    with told(request):
        if order.status != Order.Status.CANCELLED:  # by the first of two clicks
            finishing.amend(order, by=reader(request), actors=frozenset({Actor.BUYER}), status=Order.Status.CANCELLED)
        messages.success(request, _("The order is cancelled."))
    return led(addresses.order_page(order.identifier))

"""Paying an order online: on a page of the provider, which leads back here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from openevent.accounts import quotas
from openevent.lib import addresses, urls
from openevent.lib.errors import Refused
from openevent.tickets.models import Order, Payment
from openevent.tickets.paying import charging, verifying
from openevent.tickets.paying.provider import Wanted
from openevent.web.buying.own import bought
from openevent.web.refusing import told
from openevent.web.rendering import led, own_page, reader

STILL = frozenset({"processing", "succeeded"})


def begin(request: HttpRequest, order: Order) -> None:
    """Let the buyer pay, or go on with that; the page of the order shows where. Raises Refused."""
    user, home = reader(request), urls.absolute(addresses.order_page(order.identifier))
    quotas.payment(user)
    wanted = Wanted(success=f"{home}/paid", back=home)
    made = charging.charge(order, by=user, way=Payment.Way.CHECKOUT, wanted=wanted)
    if made.payment.status == Payment.Status.FAILED:  # the page of before is over: there is another one
        made = charging.charge(order, by=user, way=Payment.Way.CHECKOUT, wanted=wanted)
    if made.payment.is_undecided and made.begun.address:
        request.session[_key(order)] = made.begun.address


def address(request: HttpRequest, order: Order) -> str:
    """Where the order is paid, if that was begun in this browser and is not decided; else empty."""
    found = str(request.session.get(_key(order), ""))
    is_open = Payment.objects.filter(order=order, status=Payment.Status.OPEN).exists()
    return found if is_open and found.startswith(("https://", "http://")) else ""


def _key(order: Order) -> str:
    return f"pay {order.identifier}"


@require_POST
@own_page
def pay(request: HttpRequest, order: str) -> HttpResponse:
    """`POST /orders/{identifier}/pay`: go on to where it is paid."""
    found = bought(request, order)
    with told(request):
        begin(request, found)
    return led(addresses.order_page(found.identifier))


@require_GET
@own_page
def paid(request: HttpRequest, order: str) -> HttpResponse:
    """`/orders/{identifier}/paid`: the way back from the provider's page.

    The provider is asked how far it is, which changes no more than its own message, or the sweep, would in a moment.
    """
    found = bought(request, order)
    try:
        quotas.payment(reader(request))
        said = verifying.verify(found)
    except Refused:
        said = ""
    request.session.pop(_key(found), None)
    if said == "succeeded":
        messages.success(request, _("Thank you, it is paid! A letter is on its way to you."))
    elif said not in STILL:
        messages.warning(request, _("It is not paid yet."))
    return led(addresses.order_page(found.identifier))

"""Finishing an order: who comes, what is on the invoice, how it is paid."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from openevent.lib import addresses, text
from openevent.lib.errors import Refused
from openevent.tickets import filling, finishing
from openevent.tickets.models import Attendee, Order
from openevent.tickets.moving import HoldOver
from openevent.tickets.paying.ways import Unpayable
from openevent.tickets.states import Actor
from openevent.web import words
from openevent.web.buying import amounts, paying
from openevent.web.buying.billing import Paying
from openevent.web.buying.moments import Until
from openevent.web.buying.people import REFUND_POLICY, Person, people
from openevent.web.forms import Form, sent
from openevent.web.refusing import told
from openevent.web.rendering import NoPage, led, reader, render
from openevent.web.shown import Shown

BUYER = frozenset({Actor.BUYER})


def checkout(request: HttpRequest, order: Order) -> HttpResponse:
    """The form of an order whose places are held, and what becomes of it when it is sent."""
    data = sent(request)
    persons, whole = _forms(request, order, data)
    if data is None:
        return _shown(request, order, persons, whole)
    try:
        is_done = _finish(request, order, persons, whole)
    except HoldOver:
        return led(addresses.order_page(order.identifier))
    if not is_done:
        return _shown(request, order, persons, whole, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    order.refresh_from_db()
    if order.status == Order.Status.PENDING:
        _begin(request, order)
    else:
        messages.success(request, _("Thank you! A letter is on its way to you."))
    return led(addresses.order_page(order.identifier))


def _forms(request: HttpRequest, order: Order, data: QueryDict | None) -> tuple[list[Person], Paying]:
    user = reader(request)
    attendees = list(Attendee.objects.living().filter(order=order).select_related("ticket").order_by("pk"))
    return people(attendees, order.event, user, data), Paying(data, order=order, user=user)


def _finish(request: HttpRequest, order: Order, persons: list[Person], whole: Paying) -> bool:
    """Whether all that was said is kept, and the order is finished with it; else nothing is. Raises HoldOver."""
    user = reader(request)
    wrong = [form for form in (*persons, whole) if not form.is_valid()]  # all of them are asked
    if wrong:
        return False
    agreed = {REFUND_POLICY: True} if order.event.refund_policy else {}
    form: Form = whole
    try:
        with transaction.atomic():
            for form in persons:
                filling.change(form.attendee, by=user, actors=BUYER, **{**form.facts(), **agreed})
            form = whole
            finishing.amend(order, by=user, actors=BUYER, **whole.facts())
    except HoldOver:
        raise
    except Refused as refusal:
        form.refuse(refusal)  # that at which it came to an end
        return False
    return True


def _begin(request: HttpRequest, order: Order) -> None:
    """Lead on to the page where it is paid; where that does not answer, the order's page has a button to try again."""
    with told(request):
        paying.begin(request, order)


def _shown(
    request: HttpRequest, order: Order, persons: list[Person], whole: Paying, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    event = order.event
    if order.expires_at is None:
        raise NoPage
    context: dict[str, Any] = {
        "title": _("Your order"),
        "shown": Shown.of(event),
        "order": order,
        "here": addresses.order_page(order.identifier),
        "until": Until.of(order.expires_at, event),
        "bill": amounts.of_order(order),
        "persons": persons,
        "paying": whole,
        "unpayable": str(Unpayable()),
        "is_wrong": any(form.errors for form in (*persons, whole)),
        "refund_policy": text.plain(event.refund_policy),
        "code_of_conduct": words.shown(event.code_of_conduct),
    }
    return render(request, "buying/checkout.html", context, status=status)

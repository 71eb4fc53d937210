"""Giving money of an order back: first what it will do, then the deed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.tickets import access
from openevent.tickets.models import Order, Refund
from openevent.tickets.paying import refunding
from openevent.tickets.paying.refunding import Foreseen
from openevent.web.organising.sections import around
from openevent.web.organising.selling import saying, words
from openevent.web.organising.selling.order_forms import RefundForm
from openevent.web.organising.selling.orders import PATH, Bought, has_money, led_back, opened
from openevent.web.rendering import own_page, reader, render


@own_page
def refund(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}/refund`: what is to go back, what that does, and the deed."""
    event, found = opened(request, key, order)
    if not access.may_refund(reader(request), event):
        raise refunding.NotTheTeam
    if request.method == "POST" and _is_done(request, found):
        return HttpResponseRedirect(Bought(order=found, event=event).path)
    if not has_money(found):
        sentence = _("There is no money of this order that could go back.")
        return led_back(request, Bought(order=found, event=event), sentence)
    said = request.POST if request.method == "POST" else request.GET
    form = RefundForm(said if "what" in said else None, order=found)
    if not form.is_bound or not form.is_valid():
        return _page(request, event, found, form)
    try:
        seen = refunding.foresee(found, **form.wanted)
        if request.method == "POST" and said.get("sure") == str(seen.amount):
            return _carried_out(request, event, found, form)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, event, found, form, status=HTTPStatus(refusal.status))
    return _page(request, event, found, form, seen=seen)


def _carried_out(request: HttpRequest, event: Event, order: Order, form: RefundForm) -> HttpResponse:
    made = refunding.refund(
        order,
        by=reader(request),
        reason=form.cleaned_data["reason"],
        identifier=_identifier(request) or uuid4(),
        **form.wanted,
    )
    given = saying.amount(made.amount, order.currency)
    if made.status == Refund.Status.DONE:
        messages.success(request, _("%(amount)s went back.") % {"amount": given})
    else:
        messages.warning(request, _("%(amount)s is asked for. The provider has not answered yet.") % {"amount": given})
    return HttpResponseRedirect(Bought(order=order, event=event).path)


def _is_done(request: HttpRequest, order: Order) -> bool:
    """Whether this very form was sent before."""
    identifier = _identifier(request)
    return identifier is not None and Refund.objects.filter(order=order, identifier=identifier).exists()


def _identifier(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("identifier", ""))
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    event: Event,
    order: Order,
    form: RefundForm,
    *,
    seen: Foreseen | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    bought = Bought(order=order, event=event)
    context: dict[str, Any] = {"title": _("Give money back"), "bought": bought, "form": form, "seen": seen}
    if seen is not None:
        context |= {"says": _says(bought, seen), "identifier": uuid4(), "given": bought.money(seen.amount)}
    return render(request, "organising/selling/refund.html", {**context, **around(request, event, PATH)}, status=status)


def _says(bought: Bought, seen: Foreseen) -> list[str]:
    """What the refund will do."""
    given = {"amount": saying.amount(seen.amount, seen.payment.currency), "who": bought.buyer}
    by_hand = seen.payment.provider in Order.OFFLINE
    found = [
        _("%(amount)s is noted as given back to %(who)s. Pay it yourself: nothing is transferred from here.") % given
        if by_hand
        else _("%(amount)s goes back to %(who)s, the way it came.") % given
    ]
    if seen.is_all:
        found.append(_("It is all that was paid: the order is cancelled, and its tickets are good no more."))
    elif seen.leaving:
        names = ", ".join(map(words.person, seen.leaving))
        found.append(_("These people lose their tickets: %(names)s. Their places are free again.") % {"names": names})
    else:
        found.append(_("Everybody keeps the ticket."))
    return [*found, _("Who ordered is told by letter.")]

"""Waiting for tickets that are sold out: getting in line, how far it is, taking what is offered, leaving."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openevent.accounts.clients import client
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.models import Event
from openevent.events.policy import Act
from openevent.lib import addresses
from openevent.tickets import access, guessing, showing, waiting
from openevent.tickets.models import Ticket, WaitingEntry
from openevent.tickets.quoting import WrongCode
from openevent.web.buying import amounts
from openevent.web.buying.choosing import CODES, Coded, Price
from openevent.web.buying.moments import Until
from openevent.web.buying.shop import access_code, language
from openevent.web.forms import Form, sent
from openevent.web.public.events import public
from openevent.web.refusing import told
from openevent.web.rendering import NoPage, led, own_page, reader, render
from openevent.web.shown import Shown

Status = WaitingEntry.Status


class Wish(Form):
    """How many places somebody waits for."""

    quantity = forms.IntegerField(label=gettext_lazy("How many tickets"), min_value=1, max_value=10**6, initial=1)

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data, initial={"quantity": max(ticket.min_order, 1)})
        self.fields["quantity"].widget.attrs |= {"min": max(ticket.min_order, 1), "max": ticket.max_order}


class Taking(Coded):
    """What is said with a ticket that is offered: the price of a donation, and codes."""

    price = Price(label=gettext_lazy("Your price for one"))
    field_order = ("price",)

    def __init__(self, data: Any, ticket: Ticket) -> None:
        super().__init__(data)
        if isinstance(price := self.fields["price"], Price):
            price.currency = ticket.event.payment_currency
        if ticket.type != Ticket.Type.DONATION:
            del self.fields["price"]
        if ticket.type == Ticket.Type.FREE:
            del self.fields["discount_code"]
        if not ticket.is_hidden:
            del self.fields["access_code"]


@own_page
def join(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/e/{identifier}/tickets/{id}/wait`: the last in line for the ticket."""
    event, user = public(key), reader(request)
    ticket = _ticket(request, event, user, int(number))
    own = WaitingEntry.objects.open().filter(ticket=ticket, user=user).first()
    if own is not None:  # of two clicks the second finds the place of the first
        return led(addresses.waiting_page(own.pk))
    form = Wish(sent(request), ticket)
    may_join = events.opens(user, access.WAITING.resource, Act.CREATE)
    if may_join and form.is_valid():
        with form.refusing():
            made = waiting.join(ticket, form.cleaned_data["quantity"], by=user)
            messages.success(request, _("You are on the waiting list. We write to you when there is a place."))
            return led(addresses.waiting_page(made.pk))
    context: dict[str, Any] = {
        "title": _("Wait for a ticket"),
        "shown": Shown.of(event),
        "ticket": ticket,
        "price": amounts.of_ticket(ticket, event.payment_currency),
        "form": form,
        "may_join": may_join,
        "shop": addresses.ticket_shop(event.identifier),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "buying/wait.html", context, status=status)


def _ticket(request: HttpRequest, event: Event, user: User, number: int) -> Ticket:
    """The ticket, if the user sees it, or has said the code that opens it. Raises NoPage."""
    seen = Ticket.objects.filter(events.visible(user, access.TICKET), event=event, pk=number)
    found = seen.select_related("event").first()
    if found is None and (code := access_code(request.GET)):
        with suppress(WrongCode, TooManyAttempts), guessing.counted(client(request.META), code):
            opened = showing.on_show(event, code=code, now=timezone.now())
            found = opened.filter(pk=number).select_related("event").first()
    if found is None:
        raise NoPage
    return found


@own_page
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """`/orders/waiting/{id}`: how far it is."""
    return _shown(request, _own(request, number))


@require_POST
@own_page
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /orders/waiting/{id}/leave`: wait no more."""
    found = _own(request, number)
    with told(request):
        waiting.leave(found, by=reader(request))
        messages.success(request, _("You do not wait any more."))
    return led(addresses.waiting_page(found.pk))


@require_POST
@own_page
def take(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /orders/waiting/{id}/take`: an order of what is offered."""
    found, user = _own(request, number), reader(request)
    if found.order is not None:  # of two clicks the second finds the order of the first
        return led(addresses.order_page(found.order.identifier))
    form = Taking(request.POST, found.ticket)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
        codes = [said.get(name, "") for name in CODES]
        with form.refusing(), guessing.counted(client(request.META), *codes):
            made = waiting.take(found, by=user, language=language(user), **said)
            return led(addresses.order_page(made.identifier))
    return _shown(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _own(request: HttpRequest, number: str) -> WaitingEntry:
    user = reader(request)
    mine = WaitingEntry.objects.filter(events.visible(user, access.WAITING), pk=int(number), user=user)
    found = mine.select_related("ticket__event", "order").first()
    if found is None:
        raise NoPage
    return found


def _shown(
    request: HttpRequest, found: WaitingEntry, form: Taking | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    event, until = found.ticket.event, found.offered_until
    is_offered = until is not None and until > timezone.now()
    before = WaitingEntry.objects.waiting().filter(ticket=found.ticket, pk__lt=found.pk).count()
    context: dict[str, Any] = {
        "title": _("Waiting list"),
        "shown": Shown.of(event),
        "entry": found,
        "here": addresses.waiting_page(found.pk),
        "is_offered": is_offered,
        "is_waiting": found.status == Status.WAITING,
        "place": before + 1,
        "until": Until.of(until, event) if until is not None and is_offered else None,
        "price": amounts.of_ticket(found.ticket, event.payment_currency),
        "form": form or Taking(None, found.ticket),
        "shop": addresses.ticket_shop(event.identifier),
        "order_page": addresses.order_page(found.order.identifier) if found.order is not None else "",
    }
    return render(request, "buying/waiting.html", context, status=status)

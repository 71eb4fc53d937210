"""The orders of an event: found, read, and moved on by its team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.mailboxes import former_email
from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.models import Event
from openevent.holders import resending
from openevent.lib import sentences
from openevent.lib.errors import Refused
from openevent.tickets import access, finishing, papers, press, seeking, states
from openevent.tickets.models import Attendee, Order, OrderChange, OrderLine, Payment, Refund
from openevent.tickets.naming import MODES, STATUSES
from openevent.tickets.paying.shares import shares
from openevent.tickets.states import Actor
from openevent.web.forms import Form, sent
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import histories, saying, words
from openevent.web.organising.selling.confirming import Question, confirmed
from openevent.web.organising.selling.holding import holding
from openevent.web.organising.selling.order_forms import CancelForm, NotesForm, PaidForm
from openevent.web.rendering import NoPage, own_page, reader, render

PATH = "orders"
LONGEST_SEARCH = 200
MOST_CHANGES = 200
AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Bought:
    """An order as its event's team sees it."""

    order: Order
    event: Event

    @property
    def short(self) -> str:
        """What it is called."""
        return self.order.short

    @property
    def path(self) -> str:
        """Where it is read."""
        return address(self.event, f"{PATH}/{self.order.identifier}")

    @property
    def buyer(self) -> str:
        """Who ordered, by name or address."""
        return name(self.order.user) or (self.order.company or _("sold at the door"))

    @property
    def email(self) -> str:
        """The buyer's address."""
        return former_email(self.order.user) if self.order.user else ""

    @property
    def when(self) -> str:
        """When it was begun."""
        return saying.moment(self.order.created_at, self.event.timezone)

    @property
    def status(self) -> Any:
        """How far it is."""
        return STATUSES[Order.Status(self.order.status)]

    @property
    def mode(self) -> Any:
        """How it is paid."""
        return MODES[self.order.payment_mode]

    def money(self, units: int) -> str:
        """So much of its money."""
        return saying.amount(units, self.order.currency or self.event.payment_currency)

    @property
    def amount(self) -> str:
        """What it costs."""
        return self.money(self.order.amount) if self.order.amount else _("free")


def name(user: User | None) -> str:
    """What somebody of the event's people is called by its team."""
    return "" if user is None else user.full_name or former_email(user)


@own_page
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/orders`: those that `q` means and that are as far as `status` says, the newest first."""
    event = managed(request, key, access.is_of_team)
    written = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    status = request.GET.get("status", "")
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Sum("quantity"))
    rows = _seen(request, event).filter(seeking.orders(written)) if written else _seen(request, event)
    if status in Order.Status.values:
        rows = rows.filter(status=status)
    rows = rows.select_related("user").annotate(count=Subquery(lines.values("n"))).order_by("-pk")
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "title": _("Orders"),
        "page": page,
        "orders": [Bought(order=row, event=event) for row in page.object_list],
        "total": saying.number(page.paginator.count),
        "words": written,
        "status": status,
        "statuses": [(str(one), STATUSES[one]) for one in Order.Status],
        "zone_name": saying.zone_name(event.timezone),
    }
    return render(request, "organising/selling/orders.html", {**context, **around(request, event, PATH)})


@own_page
def shown(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}`: all that is known of it, and what can be done with it."""
    event, found = opened(request, key, order)
    return _page(request, event, found, NotesForm(order=found))


def _page(request: HttpRequest, event: Event, found: Order, notes: NotesForm) -> HttpResponse:
    bought = Bought(order=found, event=event)
    people = _people(bought)
    context = {
        "title": _("Order %(short)s") % {"short": bought.short},
        "bought": bought,
        "tax": bought.money(found.tax_amount),
        "refunded": bought.money(-found.refunded) if found.refunded else "",
        "lines": _lines(bought),
        "facts": _facts(bought),
        "people": people,
        "payments": _payments(bought),
        "refunds": _refunds(bought),
        "changes": _changes(bought, {one["number"]: one["name"] for one in people}),
        "papers": [(words.paper(paper), press.page_url(paper)) for paper in papers.of_order(found)],
        "notes": notes,
        "can": _can(request, bought),
        "zone_name": saying.zone_name(event.timezone),
    }
    return render(request, "organising/selling/order.html", {**context, **around(request, event, PATH)})


@own_page
def paid(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}/paid`: say that the money came."""
    event, found = opened(request, key, order)
    bought = Bought(order=found, event=event)
    if why_not(found, Order.Status.COMPLETED) is not None:
        sentence = _("This order waits for no payment. Its status: %(status)s.")
        return led_back(request, bought, sentence % {"status": bought.status})
    form = PaidForm(sent(request), order=found)
    if not form.ways:
        sentence = _(
            "This order is paid online. If its money came otherwise, first switch that way on in the settings."
        )
        return led_back(request, bought, sentence)

    def act(_form: Form) -> str:
        _amend(request, found, status=Order.Status.COMPLETED, **form.facts())
        return _("The order is completed.")

    question = Question(
        title=_("Has the money come?"),
        says=[
            _("This order costs %(amount)s. Say so only when the money is there.") % {"amount": bought.amount},
            _("The order is completed then: its tickets are good, and its people get them by letter."),
        ],
        button=_("The money came"),
        back=bought.path,
        is_bad=False,
    )
    return confirmed(request, event, PATH, question, act, form=form)


@own_page
def cancel(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}/cancel`: take it back."""
    event, found = opened(request, key, order)
    bought = Bought(order=found, event=event)
    if (refusal := why_not(found, Order.Status.CANCELLED)) is not None:
        sentence = _("This order cannot be cancelled any more. Its status: %(status)s.") % {"status": bought.status}
        return led_back(request, bought, str(refusal) if isinstance(refusal, states.PaidAlready) else sentence)

    def act(form: Form) -> str:
        _amend(request, found, status=Order.Status.CANCELLED, cancel_note=form.cleaned_data["cancel_note"])
        return _("The order is cancelled.")

    question = Question(
        title=_("Cancel the order?"),
        says=[_("Its tickets are good no more, and its places are free again. Who ordered is told by letter.")],
        button=_("Cancel the order"),
        back=bought.path,
    )
    return confirmed(request, event, PATH, question, act, form=CancelForm(sent(request)))


@require_POST
@own_page
def note(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}/notes`: what the team notes."""
    event, found = opened(request, key, order)
    form = NotesForm(request.POST, order=found)
    if not form.is_valid():
        return _page(request, event, found, form)
    _amend(request, found, order_notes=form.cleaned_data["order_notes"])
    messages.success(request, _("The notes were saved."))
    return HttpResponseRedirect(Bought(order=found, event=event).path)


@require_POST
@own_page
def resend(request: HttpRequest, key: str, order: str) -> HttpResponse:
    """`/manage/{identifier}/orders/{order}/resend`: the buyer's letter once more."""
    event, found = opened(request, key, order)
    try:
        resending.by_team(found, by=reader(request))
        messages.success(request, _("The letter is sent once more."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(Bought(order=found, event=event).path)


def opened(request: HttpRequest, key: str, order: str) -> tuple[Event, Order]:
    """The event, and its order with this identifier, for its team. Raises NoPage."""
    event = managed(request, key, access.is_of_team)
    rows = _seen(request, event).select_related("event", "user", "discount_code", "access_code")
    found = rows.filter(identifier=UUID(order)).first()
    if found is None:
        raise NoPage
    return event, found


def _seen(request: HttpRequest, event: Event) -> Any:
    return Order.objects.filter(events.visible(reader(request), access.ORDER), event=event)


def _amend(request: HttpRequest, order: Order, **facts: Any) -> None:
    try:
        with holding(request, order) as (now, user):
            finishing.amend(now, by=user, actors=access.actors(user, now), **facts)
    except finishing.NotNow as refusal:  # somebody was faster; its sentence names members of the API
        raise finishing.NotNow(_("The order was changed meanwhile: this is not possible any more.")) from refusal


def _can(request: HttpRequest, bought: Bought) -> dict[str, bool]:
    """What can be done with the order as it is now."""
    order = bought.order
    return {
        "complete": why_not(order, Order.Status.COMPLETED) is None,
        "cancel": why_not(order, Order.Status.CANCELLED) is None,
        "refund": access.may_refund(reader(request), bought.event) and has_money(order),
        "resend": order.status in resending.DONE,
    }


def why_not(order: Order, status: Order.Status) -> Refused | None:
    """Why the event's team cannot move the order to this status now; None if it can."""
    try:
        states.check(order, status, Actor.TEAM)
    except Refused as refusal:
        return refusal
    return None


def has_money(order: Order) -> bool:
    """Whether something that was paid can go back."""
    return Payment.objects.with_money().filter(order=order).exists()


def led_back(request: HttpRequest, bought: Bought, sentence: str) -> HttpResponse:
    """To the order, of which this page can do nothing now."""
    messages.warning(request, sentence)
    return HttpResponseRedirect(bought.path)


def _lines(bought: Bought) -> list[dict[str, Any]]:
    rows = OrderLine.objects.filter(order=bought.order).select_related("ticket")
    return [
        {
            "ticket": row.ticket.name,
            "quantity": row.quantity,
            "price": bought.money(row.price),
            "discount": bought.money(-row.discount) if row.discount else "",
            "total": bought.money(row.sub_total),
        }
        for row in rows
    ]


def _facts(bought: Bought) -> list[tuple[str, Any]]:
    """What is said of the order beside its lines; nothing where there is nothing."""
    order = bought.order
    moments = {
        _("Placed"): order.placed_at,
        _("Completed"): order.completed_at,
        _("Ended"): order.ended_at,
        _("Held until"): order.expires_at,
    }
    address_ = (order.company, order.address, f"{order.zipcode} {order.city}".strip(), order.state, order.country)
    card = f"{order.brand} …{order.last4}" if order.last4 else ""
    paid_by = _("Paid by") if order.completed_at else _("Way of paying")
    found: list[tuple[str, Any]] = [
        (_("Ordered"), bought.when),
        *((label, saying.moment(at, bought.event.timezone)) for label, at in moments.items() if at),
        (paid_by, " ".join(filter(None, [str(bought.mode), card])) if order.amount else ""),
        (_("Transaction"), order.transaction_id),
        (_("Discount code"), order.discount_code.code if order.discount_code else ""),
        (_("Access code"), order.access_code.code if order.access_code else ""),
        (_("Bill to"), ", ".join(filter(None, address_))),
        (_("Tax number"), order.tax_business_info),
        (_("Reason of the cancellation"), order.cancel_note),
    ]
    return [(label, value) for label, value in found if value]


def _people(bought: Bought) -> list[dict[str, Any]]:
    rows = Attendee.objects.filter(order=bought.order).select_related("ticket").order_by("pk")
    parts = shares(bought.order) if bought.order.amount else {}
    return [
        {
            "number": row.pk,
            "name": words.person(row),
            "email": row.email if row.full_name else "",
            "ticket": row.ticket.name,
            "share": bought.money(parts[row.pk]) if row.pk in parts else "",
            "is_gone": row.deleted_at is not None,
            "is_in": row.is_checked_in,
            "path": address(bought.event, f"attendees/{row.pk}"),
        }
        for row in rows
    ]


def _payments(bought: Bought) -> list[dict[str, Any]]:
    rows = Payment.objects.filter(order=bought.order).select_related("by")
    return [
        {
            "when": saying.moment(row.received_at or row.created_at, bought.event.timezone),
            "how": MODES[row.provider],
            "status": words.PAYMENTS[Payment.Status(row.status)],
            "amount": saying.amount(row.amount, row.currency),
            "by": name(row.by),
        }
        for row in rows
    ]


def _refunds(bought: Bought) -> list[dict[str, Any]]:
    rows = Refund.objects.filter(order=bought.order).select_related("payment", "by")
    return [
        {
            "when": saying.moment(row.done_at or row.at, bought.event.timezone),
            "status": words.REFUNDS[Refund.Status(row.status)],
            "amount": saying.amount(row.amount, row.payment.currency),
            "why": sentences.told(row.said, row.failure or row.reason),
            "by": name(row.by),
        }
        for row in rows
    ]


def _changes(bought: Bought, people: Mapping[int, str]) -> Sequence[dict[str, Any]]:
    """What happened to it, the newest first."""
    rows = OrderChange.objects.filter(order=bought.order).select_related("by").order_by("-pk")[:MOST_CHANGES]
    return [
        {
            "when": saying.moment(row.at, bought.event.timezone),
            "kind": words.CHANGES[OrderChange.Kind(row.kind)],
            "status": STATUSES[Order.Status(row.after)] if row.after else "",
            "note": histories.told(row, people),
            "by": name(row.by),
        }
        for row in rows
    ]

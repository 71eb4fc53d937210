"""The tickets of an event: how many of which there are, and where they are made, changed, sorted and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.tickets import counting, offering, tagging
from openevent.tickets.models import Ticket, TicketTag
from openevent.tickets.models.ticket import TicketQuerySet
from openevent.web.forms import sent
from openevent.web.organising.making import made
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import saying
from openevent.web.organising.selling.confirming import Question, removed
from openevent.web.organising.selling.sorting import moved
from openevent.web.organising.selling.ticket_forms import TYPES, TicketForm
from openevent.web.organising.writing import saved
from openevent.web.rendering import NoPage, own_page, render

PATH = "tickets"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A kind of ticket as its team sees it."""

    ticket: Ticket
    event: Event
    sold: int

    @property
    def notes(self) -> str:
        """What decides about its price, where that does not say it, whether it is hidden, and its tags."""
        kind = [] if self.ticket.type == Ticket.Type.FREE else [str(dict(TYPES)[self.ticket.type])]
        hidden = [_("hidden")] if self.ticket.is_hidden else []
        return " · ".join([*kind, *hidden, *(tag.name for tag in self.ticket.ticket_tags.all())])

    @property
    def price(self) -> str:
        """What it costs, or between what a donation lies."""
        ticket, currency = self.ticket, self.event.payment_currency
        if ticket.type != Ticket.Type.DONATION:
            return saying.amount(ticket.price, currency) if ticket.price else _("free")
        least = saying.amount(ticket.min_price, currency)
        if ticket.max_price is None:
            return _("%(least)s or more") % {"least": least}
        return f"{least} – {saying.amount(ticket.max_price, currency)}"

    @property
    def held(self) -> int:
        """Places of orders that are not finished, and such as are offered to who waits."""
        return max(self.ticket.taken - self.sold, 0)

    @property
    def window(self) -> str:
        """From when to when it is sold."""
        begin, end = self.ticket.sales_starts_at, self.ticket.sales_ends_at
        return f"{saying.moment(begin, self.event.timezone)} – {saying.moment(end, self.event.timezone)}"

    @property
    def path(self) -> str:
        """Where it is changed."""
        return address(self.event, f"{PATH}/{self.ticket.pk}")


@own_page
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/tickets`: all kinds of tickets (the same few queries however many)."""
    event = managed(request, key, access.may_edit)
    tags = Prefetch("ticket_tags", TicketTag.objects.filter(deleted_at=None))
    rows = counting.with_standing(_rows(event)).prefetch_related(tags)
    offered = [Offered(ticket=row, event=event, sold=row.standing) for row in rows]
    context = {
        "title": _("Tickets"),
        "offered": offered,
        "new": address(event, f"{PATH}/new"),
        "tax": address(event, "tax"),
        "settings": address(event, "settings/payment"),
        "zone_name": saying.zone_name(event.timezone),
        "is_waited_for": any(one.ticket.waiting for one in offered),
    }
    return render(request, "organising/selling/tickets.html", {**context, **around(request, event, PATH)})


@own_page
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/tickets/new`: one more kind of ticket."""
    event = managed(request, key, access.may_edit)
    form = TicketForm(sent(request), event=event)

    def make(now: Event, user: User) -> str:
        last = max((ticket.position for ticket in _rows(now)), default=0)
        ticket = offering.add(Ticket(event=now, position=last + 1, **form.facts()), by=user)
        _tag(ticket, form.cleaned_data["tags"], user)
        return address(now, PATH)

    if request.method == "POST" and (answer := made(request, form, event, access.may_edit, make)):
        messages.success(request, _("“%(name)s” is there.") % {"name": form.cleaned_data["name"]})
        return answer
    return _edited(request, event, form, _("New ticket"))


@own_page
def edit(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/tickets/{id}`: what the ticket is."""
    event = managed(request, key, access.may_edit)
    ticket = _found(event, number)
    form = TicketForm(sent(request), event=event, ticket=ticket)

    def act(_now: Event, user: User) -> None:
        offering.change(ticket, by=user, **form.facts())
        _tag(ticket, form.cleaned_data["tags"], user)

    if request.method == "POST" and saved(request, form, event, access.may_edit, act):
        messages.success(request, _("“%(name)s” was changed.") % {"name": ticket.name})
        return HttpResponseRedirect(address(event, PATH))
    return _edited(request, event, form, ticket.name, remove=address(event, f"{PATH}/{number}/delete"))


@own_page
def remove(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/tickets/{id}/delete`: sell it no more."""
    event = managed(request, key, access.may_edit)
    ticket = _found(event, number)
    question = Question(
        title=_("Delete “%(name)s”?") % {"name": ticket.name},
        says=[_("Nobody can order it any more. Who waits for it is told that the wait is over.")],
        button=_("Delete the ticket"),
        back=address(event, PATH),
    )
    sentence = _("“%(name)s” is deleted.") % {"name": ticket.name}
    return removed(request, event, PATH, question, lambda user: offering.remove(ticket, by=user), sentence)


@require_POST
@own_page
def move(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/tickets/{id}/move`: `to` up or down in the list that buyers read."""
    event = managed(request, key, access.may_edit)
    ticket = _found(event, number)
    moved(request, event, _rows(event), ticket, offering.arrange, name=ticket.name)
    return HttpResponseRedirect(f"{address(event, PATH)}#ticket-{ticket.pk}")


def _rows(event: Event) -> TicketQuerySet:
    return Ticket.objects.living().filter(event=event)


def _found(event: Event, number: str) -> Ticket:
    ticket = _rows(event).filter(pk=int(number)).first()
    if ticket is None:
        raise NoPage
    return ticket


def _tag(ticket: Ticket, words: Sequence[str], by: User) -> None:
    """Let the ticket have exactly these tags; those that are not there yet are made."""
    known = {tag.name: tag for tag in TicketTag.objects.filter(event=ticket.event_id)}
    tags = [known.get(word) or tagging.add(TicketTag(event=ticket.event, name=word), by=by) for word in words]
    for tag in tags:
        if tag.deleted_at is not None:
            tagging.restore(tag, by=by)
    if {tag.pk for tag in tags} != {tag.pk for tag in ticket.ticket_tags.filter(deleted_at=None)}:
        offering.change(ticket, by=by, ticket_tags=tags)


def _edited(request: HttpRequest, event: Event, form: TicketForm, title: str, **links: Any) -> HttpResponse:
    context = {"title": title, "form": form, "back": address(event, PATH), **links}
    return render(request, "organising/selling/ticket.html", {**context, **around(request, event, PATH)})

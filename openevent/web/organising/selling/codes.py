"""Codes: those that make tickets cheaper, and those that open hidden ones."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.tickets import coding
from openevent.tickets.models import AccessCode, DiscountCode, Ticket
from openevent.web.forms import sent
from openevent.web.organising.making import made
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling import saying
from openevent.web.organising.selling.code_forms import AccessForm, CodeForm, DiscountForm
from openevent.web.organising.selling.confirming import Question, removed
from openevent.web.organising.writing import saved, working
from openevent.web.rendering import NoPage, own_page, render

PATH = "codes"
MOST = 200  # of each kind, on one page
Code = DiscountCode | AccessCode
KINDS: dict[str, type[Any]] = {"discount": DiscountCode, "access": AccessCode}
FORMS: dict[str, type[CodeForm]] = {"discount": DiscountForm, "access": AccessForm}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A code as its team sees it."""

    code: Code
    event: Event

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return next(name for name, model in KINDS.items() if isinstance(self.code, model))

    @property
    def path(self) -> str:
        """Where it is changed."""
        return address(self.event, f"{PATH}/{self.kind}/{self.code.pk}")

    @property
    def link(self) -> str:
        """What is shared: the page of the tickets, with the code on it."""
        shop = addresses.ticket_shop(self.event.identifier)
        return urls.absolute(f"{shop}?{self.kind}_code={quote(self.code.code, safe='')}")

    @property
    def tickets(self) -> list[str]:
        """What it is for."""
        return [ticket.name for ticket in self.code.tickets.all()]

    @property
    def value(self) -> str:
        """What a discount takes off each ticket."""
        if not isinstance(self.code, DiscountCode):
            return ""
        if self.code.type == DiscountCode.Type.PERCENT:
            return saying.percent(self.code.value)
        return saying.amount(self.code.value, self.event.payment_currency)

    @property
    def used(self) -> str:
        """For how many tickets it was used, and for how many it can be."""
        taken = saying.number(self.code.taken)
        if self.code.tickets_number is None:
            return taken
        return _("%(taken)s of %(most)s") % {"taken": taken, "most": saying.number(self.code.tickets_number)}

    @property
    def validity(self) -> str:
        """From when to when it can be used."""
        until = saying.moment(self.code.valid_till or self.event.ends_at, self.event.timezone)
        if self.code.valid_from is None:
            return _("until %(until)s") % {"until": until}
        return f"{saying.moment(self.code.valid_from, self.event.timezone)} – {until}"


@own_page
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/codes`: both kinds (the same few queries however many)."""
    event = managed(request, key, access.may_edit)
    groups = [
        {
            "title": _("Discount codes"),
            "about": _("They make tickets cheaper."),
            "is_discount": True,
            **_shown(event, DiscountCode.objects.living()),
        },
        {
            "title": _("Access codes"),
            "about": _("They open hidden tickets, which nobody else sees."),
            **_shown(event, AccessCode.objects.living()),
        },
    ]
    context = {
        "title": _("Codes"),
        "groups": groups,
        "new": address(event, PATH),
        "zone_name": saying.zone_name(event.timezone),
    }
    return render(request, "organising/selling/codes.html", {**context, **around(request, event, PATH)})


def _shown(event: Event, rows: Any) -> dict[str, Any]:
    living = Prefetch("tickets", Ticket.objects.living())
    found = list(rows.filter(event=event).prefetch_related(living).order_by("-created_at", "-id")[: MOST + 1])
    return {"codes": [Made(code=row, event=event) for row in found[:MOST]], "is_cut": len(found) > MOST}


@own_page
def new(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """`/manage/{identifier}/codes/{discount, access}/new`: one more code."""
    event = managed(request, key, access.may_edit)
    form = FORMS[kind](sent(request), event=event)

    def make(now: Event, user: User) -> str:
        facts = form.facts()
        tickets = facts.pop("tickets")
        coding.add(KINDS[kind](event=event, **facts), by=user, tickets=tickets)
        return address(now, PATH)

    if request.method == "POST" and (answer := made(request, form, event, access.may_edit, make)):
        messages.success(request, _("The code %(code)s is there.") % {"code": form.cleaned_data["code"]})
        return answer
    title = _("New discount code") if kind == "discount" else _("New access code")
    return _edited(request, event, form, title)


@own_page
def edit(request: HttpRequest, key: str, kind: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/codes/{discount, access}/{id}`: what the code is."""
    event = managed(request, key, access.may_edit)
    code = _found(event, kind, number)
    form = FORMS[kind](sent(request), event=event, code=code)
    title = code.code

    def act(_now: Event, user: User) -> None:
        coding.change(code, by=user, **form.facts())

    if request.method == "POST" and saved(request, form, event, access.may_edit, act):
        messages.success(request, _("The code %(code)s was changed.") % {"code": code.code})
        return HttpResponseRedirect(address(event, PATH))
    return _edited(request, event, form, title, remove=address(event, f"{PATH}/{kind}/{number}/delete"))


@require_POST
@own_page
def switch(request: HttpRequest, key: str, kind: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/codes/{discount, access}/{id}/switch`: `active` 1 or 0."""
    event = managed(request, key, access.may_edit)
    code = _found(event, kind, number)
    is_on = request.POST.get("active") == "1"
    with working(request, event, access.may_edit) as (_now, user):
        coding.change(code, by=user, is_active=is_on)
    said = _("The code %(code)s can be used.") if is_on else _("The code %(code)s cannot be used any more.")
    messages.success(request, said % {"code": code.code})
    return HttpResponseRedirect(address(event, PATH))


@own_page
def remove(request: HttpRequest, key: str, kind: str, number: str) -> HttpResponse:
    """`/manage/{identifier}/codes/{discount, access}/{id}/delete`: nobody uses it any more."""
    event = managed(request, key, access.may_edit)
    code = _found(event, kind, number)
    question = Question(
        title=_("Delete the code %(code)s?") % {"code": code.code},
        says=[_("Nobody can use it any more. What was ordered with it keeps its price.")],
        button=_("Delete the code"),
        back=address(event, PATH),
    )
    sentence = _("The code %(code)s is deleted.") % {"code": code.code}
    return removed(request, event, PATH, question, lambda user: coding.remove(code, by=user), sentence)


def _found(event: Event, kind: str, number: str) -> Any:
    code = KINDS[kind].objects.living().filter(event=event, pk=int(number)).first()
    if code is None:
        raise NoPage
    return code


def _edited(request: HttpRequest, event: Event, form: CodeForm, title: str, **links: Any) -> HttpResponse:
    about = _("All times are in the time zone %(zone)s.") % {"zone": event.timezone}
    context = {"title": title, "form": form, "about": about, "back": address(event, PATH), **links}
    return render(request, "organising/selling/form.html", {**context, **around(request, event, PATH)})

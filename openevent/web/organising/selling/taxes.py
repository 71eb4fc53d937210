"""The tax on what an event sells, and what its invoices say of the seller."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.lib import shares
from openevent.tickets import taxing
from openevent.tickets.models import Tax
from openevent.web.forms import Form, Line, Words, sent
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.selling.confirming import Question, removed
from openevent.web.organising.writing import saved
from openevent.web.rendering import NoPage, own_page, render

PATH = "tickets"


def line(label: Any, *, required: bool = False, longest: int = 255) -> Line:
    """A line that an invoice may have."""
    return Line(label=label, required=required, max_length=longest)


class TaxForm(Form):
    """An event's tax; the rate in percent."""

    name = line(gettext_lazy("What it is called, such as VAT"), required=True)
    rate = forms.DecimalField(
        label=gettext_lazy("Rate, in percent"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=4,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    is_tax_included_in_price = forms.BooleanField(label=gettext_lazy("Prices contain it already"), required=False)
    tax_id = line(gettext_lazy("Your tax number"), required=True)
    should_send_invoice = forms.BooleanField(label=gettext_lazy("Buyers get an invoice"), required=False)
    registered_company = line(gettext_lazy("Company"))
    contact_name = line(gettext_lazy("Contact"))
    email = line(gettext_lazy("E-mail"), longest=254)
    phone = line(gettext_lazy("Telephone"))
    address = line(gettext_lazy("Address"), longest=500)
    zip = line(gettext_lazy("Postcode"))
    city = line(gettext_lazy("City"))
    state = line(gettext_lazy("State or region"))
    country = line(gettext_lazy("Country"))
    invoice_footer = Words(label=gettext_lazy("At the foot of invoices"), required=False, rows=3, max_length=5000)


@own_page
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/tax`: the event's one tax."""
    event = managed(request, key, access.may_edit)
    tax = _of(event)
    context: dict[str, Any] = {"title": _("Tax"), "back": address(event, PATH), "about": _about(event, tax)}
    if event.is_tax_enabled or tax is not None:
        form = TaxForm(sent(request), initial=_facts(tax))
        if tax is not None:
            form.watch(tax)

        def act(now: Event, user: User) -> None:
            if tax is None:
                taxing.add(Tax(event=now, **form.cleaned_data), by=user)
            else:
                taxing.change(tax, by=user, **form.cleaned_data)

        if request.method == "POST" and saved(request, form, event, access.may_edit, act):
            messages.success(request, _("The tax was saved. What was ordered keeps the former one."))
            return HttpResponseRedirect(address(event, PATH))
        context["form"] = form
    if tax is not None:
        context["remove"] = address(event, "tax/delete")
    return render(request, "organising/selling/form.html", {**context, **around(request, event, PATH)})


@own_page
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/tax/delete`: sell without a tax."""
    event = managed(request, key, access.may_edit)
    tax = _of(event)
    if tax is None:
        raise NoPage
    question = Question(
        title=_("Delete the tax?"),
        says=[_("New orders have no tax then. What was ordered keeps it.")],
        button=_("Delete the tax"),
        back=address(event, "tax"),
    )
    sentence, done = _("There is no tax any more."), address(event, PATH)
    return removed(request, event, PATH, question, lambda user: taxing.remove(tax, by=user), sentence, done=done)


def _of(event: Event) -> Tax | None:
    return Tax.objects.filter(event=event, deleted_at=None).first()


def _about(event: Event, tax: Tax | None) -> str:
    if not event.is_tax_enabled and tax is None:
        return _("Tax is switched off for this event. Switch it on in its settings first.")
    if not event.is_tax_enabled:
        return _("Tax is switched off for this event: new orders have none, whatever is said here.")
    return _("An event has one tax. It is part of what buyers pay, or added to it.")


def _facts(tax: Tax | None) -> dict[str, Any]:
    if tax is None:
        return {}
    return {name: getattr(tax, name) for name in TaxForm.base_fields} | {
        "rate": format(shares.percent(tax.rate).normalize(), "f")
    }

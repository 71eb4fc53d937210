"""`…/settings/stripe`: which Stripe account takes the event's payments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from openevent.events.models import Event
from openevent.tickets.models import StripeAuthorization
from openevent.tickets.paying import authorizing
from openevent.web.forms import Form, Line, sent
from openevent.web.organising.sections import address, around, managed
from openevent.web.organising.settings.tabs import may_link, tabs
from openevent.web.organising.writing import saved, working
from openevent.web.rendering import own_page, reader, render

PATH = "settings/stripe"


class Linking(Form):
    """The code with which Stripe sends an account's owner back."""

    stripe_auth_code = Line(label=lazy("Code from Stripe"), max_length=255)


@own_page
def stripe(request: HttpRequest, key: str) -> HttpResponse:
    """Whether there is an account; on POST one is linked, or the link is taken away."""
    event = managed(request, key, may_link)
    linked = StripeAuthorization.objects.filter(event=event).first()
    form = Linking(sent(request))
    if request.method == "POST" and request.POST.get("unlink"):
        _unlink(request, event)
        messages.success(request, _("The account is linked no more."))
        return HttpResponseRedirect(address(event, PATH))
    if request.method == "POST" and form.is_valid() and _link(request, event, form):
        messages.success(request, _("The account is linked."))
        return HttpResponseRedirect(address(event, PATH))
    context: dict[str, Any] = {
        "title": _("Settings"),
        "tabs": tabs(event, PATH, reader(request)),
        "linked": linked,
        "form": form,
    }
    return render(request, "organising/settings/stripe.html", {**around(request, event, "settings"), **context})


def _link(request: HttpRequest, event: Event, form: Linking) -> bool:
    account = dict[str, Any]()
    with form.refusing():
        authorizing.check(event)
        account = authorizing.exchange(form.cleaned_data["stripe_auth_code"])  # Stripe may take long: no lock waits
    return saved(request, form, event, may_link, lambda now, user: authorizing.link(now, by=user, **account))


def _unlink(request: HttpRequest, event: Event) -> None:
    with working(request, event, may_link) as (now, user):
        link = StripeAuthorization.objects.filter(event=now).first()
        if link is not None:
            authorizing.unlink(link, by=user)

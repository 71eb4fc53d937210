"""The second factor of one's own account: turned on with an app, turned off, other recovery codes."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from openevent.accounts import credentials, factors
from openevent.accounts.models import User
from openevent.web.accounts.answering import asked, once, shown
from openevent.web.accounts.forms import ConfirmForm, FirstCodeForm
from openevent.web.accounts.sections import around
from openevent.web.rendering import own_page, reader

HERE = "/account/security"


@sensitive_post_parameters()
@own_page
def turn_on(request: HttpRequest) -> HttpResponse:
    """`/account/second-factor`: a key for the app, as a picture and as text, and the first code of it."""
    user = reader(request)
    form = asked(request, FirstCodeForm, initial={"key": factors.new_key()})
    if form.is_valid():
        with form.refusing():
            credentials.confirm(user, form.cleaned_data["password"])
            codes = factors.turn_on(user, form.cleaned_data["key"], form.cleaned_data["code"])
            return _told(request, user, codes)
    if factors.is_on(user):
        return HttpResponseRedirect(HERE)
    response = shown(request, "accounts/turn_on.html", form, title=_("Turn on the second factor"), **_key(user, form))
    response["Cache-Control"] = "no-store"
    return response


def _key(user: User, form: FirstCodeForm) -> dict[str, object]:
    """The key of the form as apps read it; another one where somebody sent something else."""
    key = str(form["key"].value())
    if "key" in form.errors:
        key = factors.new_key()
        form.data = {**form.data.dict(), "key": key}  # type: ignore[attr-defined]  # of a form that was sent
    picture = segno.make(factors.address(user, key)).svg_data_uri(scale=5, border=2)
    return {"picture": picture, "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)), **around(HERE)}


def _told(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    lines = "%0A".join(codes)
    context = {"title": _("Recovery codes"), "codes": codes, "file": f"data:text/plain;charset=utf-8,{lines}%0A"}
    return once(request, "accounts/codes.html", user=user, **context, **around(HERE))


@sensitive_post_parameters()
@own_page
def turn_off(request: HttpRequest) -> HttpResponse:
    """`/account/second-factor/off`: with the password."""
    user = reader(request)
    form = asked(request, ConfirmForm)
    if form.is_valid():
        with form.refusing():
            credentials.confirm(user, form.cleaned_data["password"])
            factors.turn_off(user)
            messages.success(request, _("The password is enough to sign in now."))
            return HttpResponseRedirect(HERE)
    return shown(request, "accounts/turn_off.html", form, title=_("Turn off the second factor"), **around(HERE))


@sensitive_post_parameters()
@own_page
def renew_codes(request: HttpRequest) -> HttpResponse:
    """`/account/second-factor/codes`: other recovery codes, with the password."""
    user = reader(request)
    form = asked(request, ConfirmForm)
    if form.is_valid():
        with form.refusing():
            credentials.confirm(user, form.cleaned_data["password"])
            codes = factors.new_recovery_codes(user)
            return _told(request, user, codes)
    return shown(request, "accounts/renew_codes.html", form, title=_("Other recovery codes"), **around(HERE))

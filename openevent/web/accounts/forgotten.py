"""Another password for who has forgotten it: a letter brings a link, and the link opens a form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from openevent.accounts import passwords, quotas
from openevent.accounts.clients import client
from openevent.accounts.mailboxes import checked_email
from openevent.accounts.proofs import NoProof
from openevent.lib.errors import Refused
from openevent.privacy import recovering
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.forms import AddressForm, NewPasswordForm
from openevent.web.rendering import SIGN_IN, page


@page
def forgotten(request: HttpRequest) -> HttpResponse:
    """`/account/forgotten`: a letter, if the address has an account; all are answered alike."""
    form = asked(request, AddressForm)
    if form.is_valid():
        email = form.cleaned_data["email"]
        with form.refusing():
            quotas.secret("reset", checked_email(email), client=client(request.META))
            passwords.ask_reset(email)
            messages.success(request, _("If this address has an account, a letter is on its way."))
            return HttpResponseRedirect(SIGN_IN)
    return shown(request, "accounts/forgotten.html", form, title=_("A new password"))


@sensitive_post_parameters()
@page
def reset(request: HttpRequest) -> HttpResponse:
    """`/account/reset?code=…`: where the letter's link leads."""
    if request.method != "POST" and not request.GET.get("code"):
        return HttpResponseRedirect("/account/forgotten")
    form = asked(request, NewPasswordForm, initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        try:
            recovering.reset(form.cleaned_data["code"], form.cleaned_data["password"])
        except NoProof:
            form.add_error(None, _("This link was used, or is no longer good. Have another letter sent."))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You have a new password. Sign in with it."))
            return HttpResponseRedirect(SIGN_IN)
    return shown(request, "accounts/reset.html", form, title=_("A new password"))

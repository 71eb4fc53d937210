"""Signing up, and showing that an address is one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from openevent.accounts import joining, languages, quotas
from openevent.accounts.clients import client
from openevent.accounts.joining import AddressTaken
from openevent.accounts.models import User
from openevent.events.access import somebody
from openevent.lib import text
from openevent.lib.errors import Refused
from openevent.web.accounts import returning
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.entering import back, entered
from openevent.web.accounts.forms import AddressForm, CodeForm, SignUpForm
from openevent.web.languages import here
from openevent.web.rendering import SIGN_IN, own_page, page, render

VERIFIED = "/account/verify/done"


@sensitive_post_parameters()
@page
def sign_up(request: HttpRequest) -> HttpResponse:
    """`/account/sign-up?next=…`: a new account, which is signed in at once; a letter asks for proof of its address."""
    then = back(request)
    if somebody(request.user) is not None:
        return HttpResponseRedirect(then)
    form = asked(request, SignUpForm, initial={"email": text.storable(request.GET.get("email", ""))})
    if form.is_valid():
        with form.refusing():
            user = _registered(request, **form.cleaned_data)
            sentence = _("Welcome. A letter is on its way to %(address)s: open the link in that letter, please.")
            if returning.is_shop(then):  # which says itself what the letter is needed for
                sentence = _("Welcome. Your tickets will come to %(address)s.")
            messages.success(request, sentence % {"address": user.email})
            return entered(request, user, then)
    return shown(request, "accounts/sign_up.html", form, title=_("Make an account"), next=then, why=returning.why(then))


def _registered(request: HttpRequest, email: str, password: str) -> User:
    """The new account, of a reader of this page's language.

    Which addresses have one already is told here no more often than where it is asked.
    """
    who = client(request.META)
    quotas.registration(client=who)
    try:
        return joining.register(email, password, language_prefrence=languages.here())
    except AddressTaken:
        quotas.address_check(client=who)
        raise


@page
def verify(request: HttpRequest) -> HttpResponse:
    """`/account/verify?code=…`: where the letter's link leads; the button does it, for scanners of mail open links."""
    if request.method != "POST" and not request.GET.get("code"):
        return HttpResponseRedirect("/account/verify/again")
    code = request.POST.get("code") or request.GET.get("code", "")
    form, address = asked(request, CodeForm, initial={"code": code}), joining.address_in_question(code)
    if form.is_valid():
        try:
            joining.verify_with(form.cleaned_data["code"])
        except Refused:
            form.add_error(None, _("This link was used, or is no longer good. Have another letter sent."))
        else:
            messages.success(request, _("Thank you. The address is yours."))
            then = returning.taken(request)
            return HttpResponseRedirect(f"{VERIFIED}?{urlencode({'next': then})}" if then else SIGN_IN)
    return shown(request, "accounts/verify.html", form, title=_("Is this your address?"), address=address)


@own_page
def verified(request: HttpRequest) -> HttpResponse:
    """`/account/verify/done?next=…`: the way back to what one was on the way to, now that the address is proven."""
    then = back(request)
    context = {"title": _("Your e-mail address is confirmed"), "next": then, "way_back": returning.way_back(then)}
    return render(request, "accounts/verified.html", context)


@page
def resend(request: HttpRequest) -> HttpResponse:
    """`/account/verify/again`: another letter, for an address that waits for its proof; all are answered alike."""
    user = somebody(request.user)
    form = asked(request, AddressForm, initial={"email": user.email if user else ""})
    if form.is_valid():
        email = form.cleaned_data["email"]
        with form.refusing():
            quotas.secret("verification", joining.checked_email(email), client=client(request.META))
            joining.resend_verification(email)
            messages.success(request, _("If this address is still to be confirmed, a letter is on its way."))
            return HttpResponseRedirect(here(request, request.POST.get("next", ""), SIGN_IN))
    return shown(request, "accounts/resend.html", form, title=_("Another letter"))

"""Signing in to the pages, and out: address and password first, then the second factor where there is one."""

import time
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openevent.accounts import credentials, factors, quotas
from openevent.accounts.clients import client
from openevent.accounts.credentials import NotSignedIn
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import User
from openevent.events.access import somebody
from openevent.web import languages
from openevent.web.accounts import returning
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.forms import FactorForm, SignInForm
from openevent.web.languages import here
from openevent.web.rendering import SIGN_IN, page, said

HALF, PATIENCE = "half signed in", 600  # for so many seconds
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters()
@page
def sign_in(request: HttpRequest) -> HttpResponse:
    """`/account/sign-in?next=…`: address and password."""
    then = back(request)
    if somebody(request.user) is not None:
        return HttpResponseRedirect(then)
    form = asked(request, SignInForm)
    if form.is_valid():
        try:
            user = _found(request, **form.cleaned_data)
        except NotSignedIn:
            form.add_error(None, _("The e-mail address or the password is wrong."))
        except TooManyAttempts as refusal:
            form.refuse(refusal)
        else:
            return _ask_code(request, user, then) if factors.is_on(user) else entered(request, user, then)
    return shown(request, "accounts/sign_in.html", form, title=_("Sign in"), next=then, why=returning.why(then))


@sensitive_post_parameters()
@page
def code(request: HttpRequest) -> HttpResponse:
    """`/account/sign-in/code?next=…`: the second factor, of who has given the password just now."""
    then, user = back(request), _half_signed_in(request)
    if user is None:
        return HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': then})}")
    form = asked(request, FactorForm)
    if form.is_valid():
        try:
            factors.check(user, form.cleaned_data["code"])
        except NotSignedIn:
            form.add_error("code", _("This code is wrong, or was used. Wait for the next one."))
        except TooManyAttempts as refusal:
            form.refuse(refusal)
        else:
            return entered(request, user, then)
    return shown(request, "accounts/code.html", form, title=_("Second factor"), next=then)


def _ask_code(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Remember for a while, in the session, that the password was right; it signs nobody in."""
    request.session.cycle_key()
    request.session[HALF] = [user.pk, user.get_session_auth_hash(), int(time.time())]
    return HttpResponseRedirect(f"{SIGN_IN}/code?{urlencode({'next': then})}")


def _half_signed_in(request: HttpRequest) -> User | None:
    """Who has given the password, if that was not long ago and it is still the one."""
    number, known_by, at = request.session.get(HALF) or (0, "", 0)
    user = User.objects.filter(pk=number).first()
    if user is None or not user.is_active or not 0 <= time.time() - at <= PATIENCE:
        return None
    return user if constant_time_compare(known_by, user.get_session_auth_hash()) else None


def _found(request: HttpRequest, email: str, password: str) -> User:
    quotas.sign_in(email, client=client(request.META))
    return credentials.holder(email, password)


def entered(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Go on as this user, in a session with another key."""
    quotas.signed_in(user.email)
    request.session.pop(HALF, None)
    auth.login(request, user, backend=BACKEND)
    if not user.is_verified:
        returning.remember(request, then)
    response = HttpResponseRedirect(then)
    languages.follow(request, response, user)
    return response


def back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours, and not the one for signing in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return here(request, wanted, returning.HOME) if not wanted.startswith(SIGN_IN) else returning.HOME


@require_POST
@page
def sign_out(request: HttpRequest) -> HttpResponse:
    """`POST /account/sign-out`."""
    response = left(request, "/")
    messages.success(request, _("You are signed out."))
    return response


def left(request: HttpRequest, then: str) -> HttpResponse:
    """Sign the reader out in this browser, which forgets the pages that it has kept, and lead on."""
    auth.logout(request)
    # What it kept of before would be shown when whoever comes next presses “back” (Clear Site Data, 3.1).
    return HttpResponseRedirect(then, headers={"Clear-Site-Data": '"cache"'})


@page
def to_staff(request: HttpRequest) -> HttpResponse:
    """`/admin/login/?next=…`: staff signs in where everybody does, so that everybody is asked the same."""
    user, wanted = somebody(request.user), request.GET.get("next") or "/admin/"
    if user is None:
        return HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': wanted})}")
    if user.is_staff:
        return HttpResponseRedirect(here(request, wanted, "/admin/"))
    return said(request, _("These pages are for the staff of this site."), HTTPStatus.FORBIDDEN)

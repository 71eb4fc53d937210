"""Signing in to the pages, and out."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openevent.accounts import credentials, quotas
from openevent.accounts.clients import client
from openevent.accounts.credentials import NotSignedIn
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import User
from openevent.events.access import somebody
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.forms import SignInForm
from openevent.web.languages import here
from openevent.web.rendering import SIGN_IN, page

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
            return entered(request, user, then)
    return shown(request, "accounts/sign_in.html", form, title=_("Sign in"), next=then)


def _found(request: HttpRequest, email: str, password: str) -> User:
    quotas.sign_in(email, client=client(request.META))
    return credentials.holder(email, password)


def entered(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Go on as this user, in a session with another key."""
    quotas.signed_in(user.email)
    auth.login(request, user, backend=BACKEND)
    return HttpResponseRedirect(then)


def back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours, and not the one for signing in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return here(request, wanted, "/account") if not wanted.startswith(SIGN_IN) else "/account"


@require_POST
@page
def sign_out(request: HttpRequest) -> HttpResponse:
    """`POST /account/sign-out`."""
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect("/")

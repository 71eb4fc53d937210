"""How one signs in: address, password, second factor; and out, everywhere."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openevent.accounts import credentials, factors, joining, passwords, quotas, tokens
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.entering import left
from openevent.web.accounts.forms import EmailForm, PasswordForm
from openevent.web.accounts.sections import around
from openevent.web.rendering import SIGN_IN, own_page, reader, render

HERE = "/account/security"


@own_page
def security(request: HttpRequest) -> HttpResponse:
    """`/account/security`: how things are."""
    user = reader(request)
    is_on = factors.is_on(user)
    left = factors.recovery_codes_left(user) if is_on else 0
    context = {"title": _("Signing in"), "user": user, "has_factor": is_on, "codes_left": left, **around(HERE)}
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters()
@own_page
def email(request: HttpRequest) -> HttpResponse:
    """`/account/email`: another address, which is to be proven anew."""
    user = reader(request)
    form = asked(request, EmailForm)
    if form.is_valid():
        with form.refusing():
            credentials.confirm(user, form.cleaned_data["password"])
            quotas.change_of_address(user)
            user = joining.change_email(user, form.cleaned_data["email"], fresh=True)
            if not user.is_verified:
                sentence = _("A letter is on its way to %(address)s: open the link in that letter, please.")
                messages.success(request, sentence % {"address": user.email})
            return HttpResponseRedirect(HERE)
    return shown(request, "accounts/email.html", form, title=_("Another e-mail address"), user=user, **around(HERE))


@sensitive_post_parameters()
@own_page
def password(request: HttpRequest) -> HttpResponse:
    """`/account/password`: another password; everywhere else one is signed out."""
    user = reader(request)
    form = asked(request, PasswordForm)
    if form.is_valid():
        with form.refusing():
            quotas.password(user)
            passwords.change(user, form.cleaned_data["old_password"], form.cleaned_data["new_password"])
            quotas.password_known(user)
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("You have a new password, and are signed out everywhere else."))
            return HttpResponseRedirect(HERE)
    return shown(request, "accounts/password.html", form, title=_("Another password"), **around(HERE))


@require_POST
@own_page
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """`POST /account/sign-out-everywhere`: no browser and no program is signed in any more, this one neither."""
    tokens.revoke_all(reader(request))
    response = left(request, SIGN_IN)
    messages.success(request, _("You are signed out everywhere."))
    return response

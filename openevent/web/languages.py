"""In which language pages are: the browser's, until a reader chooses another, or signs in whose account has one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from openevent.accounts import joining, languages
from openevent.accounts.models import User
from openevent.events.access import somebody
from openevent.web.rendering import page

A_YEAR = 365 * 24 * 3600


def here(request: HttpRequest, address: str, otherwise: str = "/") -> str:
    """The address, if it leads to a page of this site; else another one."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else otherwise


@require_POST
@page
def choose(request: HttpRequest) -> HttpResponse:
    """`POST /language`: remember the language, in a cookie and in the reader's account, and go back to the page."""
    response = HttpResponseRedirect(here(request, request.POST.get("next", "")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if (user := somebody(request.user)) is not None:
            joining.change_profile(user, by=user, language_prefrence=language)
        _keep(response, language)
    return response


def follow(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Where none was chosen in this browser, pages are in the language of the account that signs in.

    By the cookie: pages that are the same for everybody need not look who reads them.
    """
    language = languages.known(user.language_prefrence)
    if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _keep(response, language)


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", httponly=True)

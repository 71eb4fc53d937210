"""How a page is answered: rendered in the reader's language, and shut off from everything that is not ours."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from openevent.accounts.models import User
from openevent.events.access import somebody
from openevent.lib.errors import Refused, Unknown

# No frame, nothing inline and nothing from another host (CSP Level 3): scripts and pictures are our own files.
# A form may be sent here only, and browsers hold answers that redirect it to that: who must go on to another host (to
# pay) is shown a link.
POLICY = "; ".join(
    [
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:"),
        *("connect-src 'self'", "font-src 'self'", "media-src 'self' blob:", "manifest-src 'self'"),
        *("worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    ]
)
SIGN_IN = "/account/sign-in"
View = Callable[..., HttpResponse]


class NoPage(Unknown):
    """There is nothing at this address, or nothing that the asker sees."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


def page(view: View) -> View:
    """A view of a page: refusals are a page with a sentence, and every answer has the headers of one."""

    @gzip_page
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            try:
                response = view(request, *args, **kwargs)
            except Refused as refusal:
                response = refused(request, refusal)
        response["Content-Language"] = language
        response["Content-Security-Policy"] = POLICY
        response["Referrer-Policy"] = "strict-origin-when-cross-origin"
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return shown


def own_page(view: View) -> View:
    """A page for who is signed in: others sign in first, and come back."""

    @page
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if somebody(request.user) is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return shown


def to_sign_in(request: HttpRequest, back: str = "") -> HttpResponse:
    """Where one signs in, to come back to this page, or another one; of what was sent as a form to its page."""
    address = f"{SIGN_IN}?{urlencode({'next': back or request.get_full_path()})}"
    if is_live(request):  # the whole page goes there, and not the part of it that was asked for
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def reader(request: HttpRequest) -> User:
    """Who is signed in, on a page of one's own: the row itself, and not what stands for it in `request.user`."""
    user = somebody(get_user(request))
    if user is None:
        raise NoPage
    return user


def is_live(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page (its reference, "Request headers")."""
    return request.headers.get("HX-Request") == "true"


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page of this template; `title` must be among what it shows."""
    shown = {"language": translation.get_language(), "site": settings.SITE_NAME, "languages": settings.LANGUAGES}
    return HttpResponse(render_to_string(template, {**shown, **context}, request=request), status=status)


def led(address: str) -> HttpResponse:
    """The way on from a form that was sent."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A page that says what was refused, and where to go on."""
    return said(request, str(refusal), HTTPStatus(refusal.status))


def said(request: HttpRequest, sentence: str, status: HTTPStatus) -> HttpResponse:
    """A page with a sentence; of a live part the sentence alone."""
    titles = {HTTPStatus.NOT_FOUND: _("Not found"), HTTPStatus.FORBIDDEN: _("Not allowed"), HTTPStatus.GONE: _("Gone")}
    context = {"title": titles.get(status, _("That did not work")), "sentence": sentence}
    template = "public/_refused.html" if is_live(request) else "public/refused.html"
    return render(request, template, context, status=status)


@page
def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives a reason for developers
    """For a form that did not come from a page of ours, or came too late (`CSRF_FAILURE_VIEW`)."""
    sentence = _("This form is too old, or cookies are off in your browser. Go back, load the page again and send it.")
    return said(request, sentence, HTTPStatus.FORBIDDEN)

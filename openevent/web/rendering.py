"""How a page is answered: rendered in the reader's language, and shut off from everything that is not ours."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from openevent.lib.errors import Refused, Unknown

# No script, no frame, nothing from another host (CSP Level 3): pictures are those that were uploaded here.
POLICY = "; ".join(
    [
        *("default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "manifest-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    ]
)
View = Callable[..., HttpResponse]


class NoPage(Unknown):
    """There is nothing at this address, or nothing that everybody sees."""

    def __init__(self) -> None:
        super().__init__("There is nothing at this address.")


def page(view: View) -> View:
    """A view of a page: refusals are a page with a sentence, and every answer has the headers of one."""

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
        response["Vary"] = "Accept-Language"
        return response

    return shown


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page of this template; `title` must be among what it shows."""
    shown = {"language": translation.get_language(), "site": settings.SITE_NAME, **context}
    return HttpResponse(render_to_string(template, shown, request=request), status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A page that says what was refused, and where to go on."""
    status = HTTPStatus(refusal.status)
    return render(request, "public/refused.html", {"title": status.phrase, "sentence": str(refusal)}, status=status)

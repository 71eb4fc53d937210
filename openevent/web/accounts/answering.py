"""How pages with one form are asked and answered."""

from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from openevent.web.forms import Form, sent, sent_files
from openevent.web.rendering import render

F = TypeVar("F", bound=Form)


def asked(request: HttpRequest, kind: type[F], **further: Any) -> F:
    """The form, filled in if it was sent."""
    return kind(sent(request), sent_files(request), **further)


def shown(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """The page of a form; one that was sent and comes back is not what was to be (RFC 9110, 15.5.21)."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


def once(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page with a secret that is told once: the answer to the form itself, and nothing that is kept anywhere."""
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response

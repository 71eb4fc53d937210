"""How pages with one form are asked and answered."""

from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from openevent.web.forms import Form
from openevent.web.rendering import render

F = TypeVar("F", bound=Form)


def asked(request: HttpRequest, kind: type[F], **further: Any) -> F:
    """The form, filled in if it was sent."""
    return kind(request.POST if request.method == "POST" else None, **further)


def shown(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """The page of a form; one that was sent and comes back is not what was to be (RFC 9110, 15.5.21)."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)

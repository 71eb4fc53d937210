"""Pages for requests that no page has answered: addresses that lead nowhere, and what went wrong."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.web.rendering import NoPage, page, refused, render, said


@page
def bad_request(request: HttpRequest) -> HttpResponse:
    """For requests that no view has seen: a host or a form that Django refuses."""
    return said(request, _("The request cannot be understood."), HTTPStatus.BAD_REQUEST)


@page
def too_big(request: HttpRequest) -> HttpResponse:
    """For a body of which no view has seen anything."""
    megabytes = settings.BODY_MAX_BYTES // 1024**2
    sentence = _("This is more than can be sent at once: at most %(megabytes)s MB.") % {"megabytes": megabytes}
    return said(request, sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@page
def forbidden(request: HttpRequest) -> HttpResponse:
    """For requests that a middleware refuses."""
    return said(request, _("You may not do this."), HTTPStatus.FORBIDDEN)


@page
def not_found(request: HttpRequest) -> HttpResponse:
    """For addresses that lead nowhere."""
    return refused(request, NoPage())


@page
def failed(request: HttpRequest) -> HttpResponse:
    """For what nobody foresaw. The page asks the database for nothing: it may be what failed."""
    context = {"title": _("Something went wrong")}
    return render(request, "public/failed.html", context, status=HTTPStatus.INTERNAL_SERVER_ERROR)

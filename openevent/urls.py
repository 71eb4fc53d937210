"""All addresses of the server."""

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from openevent.accounts.admin import change_own_password
from openevent.api import errors
from openevent.api.resources.root import Root
from openevent.api.urls import urlpatterns as api
from openevent.feeds.urls import urlpatterns as feeds
from openevent.web import failing
from openevent.web.accounts.entering import to_staff
from openevent.web.public.front import front
from openevent.web.urls import urlpatterns as pages

# What lies here answers programs, whoever asks.
OF_PROGRAMS = ("/v1", "/auth/", "/feeds/", "/caldav", "/.well-known/", "/media/", "/static/", "/health")

admin.site.site_header = admin.site.site_title = "Open Event Server"


def root(request: HttpRequest) -> HttpResponseBase:
    """`/`: the front page for people, and what is here for programs."""
    reads_pages = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("Accept", "")
    return front(request) if reads_pages else Root.as_view()(request)


urlpatterns: list[URLPattern | URLResolver] = [
    *feeds,
    *pages,
    path("", root),
    *api,
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/password_change/", admin.site.admin_view(change_own_password)),
    path("admin/login/", to_staff),
    path("admin/", admin.site.urls),
]


def _is_for_a_page(request: HttpRequest) -> bool:
    """Whether a person in a browser asks, and not a program: then what goes wrong is said by a page."""
    return "text/html" in request.headers.get("Accept", "") and not request.path.startswith(OF_PROGRAMS)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A host or a form that Django refuses."""
    if not _is_for_a_page(request):
        return errors.bad_request(request, exception)
    return failing.too_big(request) if isinstance(exception, RequestDataTooBig) else failing.bad_request(request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What a middleware refuses."""
    return failing.forbidden(request) if _is_for_a_page(request) else errors.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that leads nowhere."""
    return failing.not_found(request) if _is_for_a_page(request) else errors.not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw."""
    return failing.failed(request) if _is_for_a_page(request) else errors.failed(request)


handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, failed

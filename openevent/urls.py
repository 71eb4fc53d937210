"""All addresses of the server."""

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from openevent.accounts.admin import change_own_password
from openevent.api.resources.root import Root
from openevent.api.urls import urlpatterns as api
from openevent.feeds.urls import urlpatterns as feeds
from openevent.web.public.front import front
from openevent.web.urls import urlpatterns as pages

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
    path("admin/", admin.site.urls),
]

handler400 = "openevent.api.errors.bad_request"
handler403 = "openevent.api.errors.forbidden"
handler404 = "openevent.api.errors.not_found"
handler500 = "openevent.api.errors.failed"

"""All addresses of the server."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from openevent.accounts.admin import change_own_password
from openevent.api.urls import urlpatterns as api
from openevent.feeds.urls import urlpatterns as feeds

admin.site.site_header = admin.site.site_title = "Open Event Server"
admin.site.site_url = None  # there are no pages to view yet

urlpatterns: list[URLPattern | URLResolver] = [
    *feeds,
    *api,
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/password_change/", admin.site.admin_view(change_own_password)),
    path("admin/", admin.site.urls),
]

handler400 = "openevent.api.errors.bad_request"
handler403 = "openevent.api.errors.forbidden"
handler404 = "openevent.api.errors.not_found"
handler500 = "openevent.api.errors.failed"

"""All addresses of the server."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from openevent.api.resources import auth, event_import, export, health, task

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    *auth.urlpatterns,
    *event_import.urlpatterns,
    *export.urlpatterns,
    *task.urlpatterns,
    *health.urlpatterns,
]

handler400 = "openevent.api.errors.bad_request"
handler403 = "openevent.api.errors.forbidden"
handler404 = "openevent.api.errors.not_found"
handler500 = "openevent.api.errors.failed"

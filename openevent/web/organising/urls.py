"""The addresses of what an event's team works with."""

from django.urls import URLPattern, path, re_path

from openevent.web.organising import overview
from openevent.web.organising.exporting.urls import urlpatterns as exporting
from openevent.web.paths import IDENTIFIER

urlpatterns: list[URLPattern] = [
    path("manage", overview.mine),
    re_path(rf"^manage/{IDENTIFIER}$", overview.overview),
    *exporting,
]

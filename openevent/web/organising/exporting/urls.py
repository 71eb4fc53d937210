"""The addresses of exports, imports and the check."""

from django.urls import URLPattern, re_path

from openevent.web.organising.exporting import check, export, importing
from openevent.web.paths import IDENTIFIER, JOB

urlpatterns: list[URLPattern] = [
    re_path(rf"^manage/{IDENTIFIER}/export$", export.export),
    re_path(rf"^manage/{IDENTIFIER}/export/{JOB}$", export.followed),
    re_path(r"^manage/import$", importing.archive),
    re_path(rf"^manage/import/{JOB}$", importing.archive_followed),
    re_path(rf"^manage/{IDENTIFIER}/import$", importing.into),
    re_path(rf"^manage/{IDENTIFIER}/import/{JOB}$", importing.followed),
    re_path(rf"^manage/{IDENTIFIER}/check$", check.check),
]

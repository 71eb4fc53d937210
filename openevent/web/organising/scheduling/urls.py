"""The addresses of the schedule editor."""

from django.urls import URLPattern, re_path

from openevent.web.organising.scheduling import pages, placing
from openevent.web.paths import IDENTIFIER, NUMBER

urlpatterns: list[URLPattern] = [
    re_path(rf"^manage/{IDENTIFIER}/schedule$", pages.editor),
    re_path(rf"^manage/{IDENTIFIER}/schedule/state$", pages.state),
    re_path(rf"^manage/{IDENTIFIER}/schedule/{NUMBER}$", placing.form),
    re_path(rf"^manage/{IDENTIFIER}/schedule/{NUMBER}/move$", placing.move),
]

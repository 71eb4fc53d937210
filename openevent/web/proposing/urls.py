"""The addresses of calls for speakers and of one's own proposals."""

from django.urls import URLPattern, path, re_path

from openevent.web.paths import IDENTIFIER, NUMBER
from openevent.web.proposing import call, proposals, submission

urlpatterns: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}/call$", call.call),
    re_path(rf"^e/{IDENTIFIER}/propose$", submission.propose),
    path("proposals", proposals.mine),
    re_path(rf"^proposals/{NUMBER}$", proposals.one),
    re_path(rf"^proposals/{NUMBER}/state$", proposals.move),
    re_path(rf"^proposals/{NUMBER}/delete$", proposals.delete),
]

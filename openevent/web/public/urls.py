"""The addresses of what everybody may look at."""

from django.urls import URLPattern, path, re_path

from openevent.web.paths import IDENTIFIER, NUMBER
from openevent.web.public import changes, engines, events, programme, sessions, speakers

urlpatterns: list[URLPattern] = [
    path("robots.txt", engines.robots),
    path("sitemap.xml", engines.index),
    re_path(rf"^sitemap-(?P<kind>{'|'.join(engines.KINDS)})-(?P<number>[1-9][0-9]{{0,8}})\.xml$", engines.pages),
    re_path(rf"^e/{IDENTIFIER}$", events.event),
    re_path(rf"^e/{IDENTIFIER}/schedule$", programme.schedule),
    re_path(rf"^e/{IDENTIFIER}/changes$", changes.changes),
    re_path(rf"^e/{IDENTIFIER}/session/{NUMBER}$", sessions.session),
    re_path(rf"^e/{IDENTIFIER}/speaker/{NUMBER}$", speakers.speaker),
]

"""The addresses of what everybody may look at."""

from django.urls import URLPattern, re_path

from openevent.web.paths import IDENTIFIER, NUMBER
from openevent.web.public import changes, events, programme, sessions, speakers

urlpatterns: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}$", events.event),
    re_path(rf"^e/{IDENTIFIER}/schedule$", programme.schedule),
    re_path(rf"^e/{IDENTIFIER}/changes$", changes.changes),
    re_path(rf"^e/{IDENTIFIER}/session/{NUMBER}$", sessions.session),
    re_path(rf"^e/{IDENTIFIER}/speaker/{NUMBER}$", speakers.speaker),
]

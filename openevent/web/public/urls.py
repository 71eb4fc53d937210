"""The addresses of what everybody may look at."""

from django.urls import URLPattern, path, re_path

from openevent.web.paths import IDENTIFIER, NUMBER
from openevent.web.public import changes, contact, engines, events, my_schedule, schedule, sessions, speakers, starring

urlpatterns: list[URLPattern] = [
    path("robots.txt", engines.robots),
    path("sitemap.xml", engines.index),
    re_path(rf"^sitemap-(?P<kind>{'|'.join(engines.KINDS)})-(?P<number>[1-9][0-9]{{0,8}})\.xml$", engines.pages),
    re_path(rf"^e/{IDENTIFIER}$", events.event),
    re_path(rf"^e/{IDENTIFIER}/schedule$", schedule.schedule),
    re_path(rf"^e/{IDENTIFIER}/tracks\.css$", schedule.tracks),
    re_path(rf"^e/{IDENTIFIER}/stars$", starring.star),
    re_path(rf"^e/{IDENTIFIER}/my-schedule$", my_schedule.my_schedule),
    re_path(rf"^e/{IDENTIFIER}/my-schedule/feed$", my_schedule.feed),
    re_path(rf"^e/{IDENTIFIER}/changes$", changes.changes),
    re_path(rf"^e/{IDENTIFIER}/contact$", contact.contact),
    re_path(rf"^e/{IDENTIFIER}/session/{NUMBER}$", sessions.session),
    re_path(rf"^e/{IDENTIFIER}/speaker/{NUMBER}$", speakers.speaker),
]

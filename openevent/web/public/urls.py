"""The addresses of what everybody may look at."""

from django.urls import URLPattern, re_path

from openevent.web.paths import IDENTIFIER, NUMBER
from openevent.web.public import events, my_schedule, programme, schedule, starring

urlpatterns: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}$", events.event),
    re_path(rf"^e/{IDENTIFIER}/schedule$", schedule.schedule),
    re_path(rf"^e/{IDENTIFIER}/tracks\.css$", schedule.tracks),
    re_path(rf"^e/{IDENTIFIER}/stars$", starring.star),
    re_path(rf"^e/{IDENTIFIER}/my-schedule$", my_schedule.my_schedule),
    re_path(rf"^e/{IDENTIFIER}/my-schedule/feed$", my_schedule.feed),
    re_path(rf"^e/{IDENTIFIER}/session/{NUMBER}$", programme.session),
    re_path(rf"^e/{IDENTIFIER}/speaker/{NUMBER}$", programme.speaker),
]

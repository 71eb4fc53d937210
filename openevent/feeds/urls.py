"""The addresses of calendars."""

from django.urls import URLPattern, re_path

from openevent.feeds import personal, schedule
from openevent.feeds.schedule import feed
from openevent.feeds.wanting import EXTENSIONS

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"
NUMBER = r"(?P<number>[0-9]{1,18})"
EXTENSION = rf"(?P<extension>{'|'.join(map(str, EXTENSIONS))})"

urlpatterns: list[URLPattern] = [
    re_path(rf"^v1/events/(?P<key>[0-9a-f]{{1,18}})\.{EXTENSION}$", feed, {"read": schedule.asked_event}),
    re_path(rf"^feeds/(?P<secret>[A-Za-z0-9_-]{{20,100}})\.{EXTENSION}$", personal.feed),
    re_path(rf"^e/{IDENTIFIER}/schedule\.{EXTENSION}$", feed, {"read": schedule.asked_schedule}),
    re_path(rf"^e/{IDENTIFIER}/sessions/{NUMBER}\.{EXTENSION}$", feed, {"read": schedule.asked_session}),
    re_path(rf"^e/{IDENTIFIER}/speakers/{NUMBER}\.{EXTENSION}$", feed, {"read": schedule.asked_speaker}),
]

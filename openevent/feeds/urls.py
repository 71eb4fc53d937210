"""The addresses of calendars."""

from django.urls import URLPattern, re_path

from openevent.feeds import overview, personal, pictures, schedule
from openevent.feeds.schedule import feed
from openevent.feeds.wanting import EXTENSIONS

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"
NUMBER = r"(?P<number>[0-9]{1,18})"
SECRET = r"(?P<secret>[A-Za-z0-9_-]{20,100})"  # noqa: S105 - what one looks like
EXTENSION = rf"(?P<extension>{'|'.join(EXTENSIONS)})"
PICTURE = r"(?P<kind>svg|png)"

CALENDARS: list[URLPattern] = [
    re_path(rf"^v1/events/(?P<key>[0-9a-f]{{1,18}})\.{EXTENSION}$", feed, {"read": schedule.asked_event}),
    re_path(rf"^e/{IDENTIFIER}/schedule\.{EXTENSION}$", feed, {"read": schedule.asked_schedule}),
    re_path(rf"^e/{IDENTIFIER}/sessions/{NUMBER}\.{EXTENSION}$", feed, {"read": schedule.asked_session}),
    re_path(rf"^e/{IDENTIFIER}/speakers/{NUMBER}\.{EXTENSION}$", feed, {"read": schedule.asked_speaker}),
    re_path(rf"^feeds/{SECRET}\.{EXTENSION}$", personal.feed),
    re_path(rf"^v1/events\.{EXTENSION}$", overview.site),
    re_path(rf"^v1/users/{NUMBER}/events\.{EXTENSION}$", overview.organiser),
]
PICTURES: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}/schedule/qr\.{PICTURE}$", pictures.of_schedule),
    re_path(rf"^feeds/{SECRET}/qr\.{PICTURE}$", pictures.of_token),
]
urlpatterns = [*CALENDARS, *PICTURES]

"""The addresses of pages."""

from django.urls import URLPattern, re_path

from openevent.web.public import events, programme

IDENTIFIER = r"(?P<key>[0-9a-f]{8})"
NUMBER = r"(?P<number>[0-9]{1,18})"

urlpatterns: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}$", events.event),
    re_path(rf"^e/{IDENTIFIER}/schedule$", programme.schedule),
    re_path(rf"^e/{IDENTIFIER}/session/{NUMBER}$", programme.session),
    re_path(rf"^e/{IDENTIFIER}/speaker/{NUMBER}$", programme.speaker),
]

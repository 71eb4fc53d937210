"""The least that Django can be: no middleware, a view that answers nothing, and one that answers bytes from memory."""

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "openevent.settings"

from django.conf import settings

settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings
from django.http import HttpRequest, HttpResponse  # noqa: E402 - as above
from django.urls import path  # noqa: E402 - as above

BODIES = {kind: (Path(os.environ["BODIES"]) / kind).read_bytes() for kind in ("plain", "gzip")}


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


def from_memory(_request: HttpRequest, kind: str) -> HttpResponse:
    """Bytes that are there."""
    return HttpResponse(BODIES[kind], content_type="text/calendar; charset=utf-8")


urlpatterns = [path("empty", empty), path("bytes/<str:kind>", from_memory)]
application = get_wsgi_application()

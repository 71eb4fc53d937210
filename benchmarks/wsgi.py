"""The server with one more address, /empty, which answers nothing: what a 304 is measured against."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "openevent.settings"

from django.conf import settings

settings.ROOT_URLCONF = "benchmarks.urls"

from openevent.wsgi import application  # noqa: E402, F401 - for the server

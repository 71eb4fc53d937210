"""The web application for WSGI servers."""

import os
from importlib.util import find_spec

from django.core.wsgi import get_wsgi_application

from openevent.lib import charsets, processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openevent.settings")

processes.end_with_supervisor()  # a web process whose server was killed would keep its port
_django = get_wsgi_application()

from openevent.feeds.front import PollsFirst, Wsgi  # noqa: E402 - needs the tables, which the line above makes known

application: Wsgi = PollsFirst(charsets.as_utf_8(_django))

if find_spec("radicale") is not None:  # the extra “caldav”; without it there is nothing at its address
    from openevent.feeds.caldav.mount import Mount

    application = Mount(application)

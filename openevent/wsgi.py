"""The web application for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

from openevent.lib import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openevent.settings")

processes.end_with_supervisor()  # a web process whose server was killed would keep its port
application = get_wsgi_application()

"""The server's own settings, and one app that takes the guards away."""

from openevent.settings import *  # noqa: F403 - it is the same server
from openevent.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.processes.without_guards.apps.WithoutGuards"]

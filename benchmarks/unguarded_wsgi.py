"""The server, with acts that have no guard: what a server with guards is measured against."""

import openevent.cli  # noqa: F401 - sets Django up
from benchmarks import unguarded
from openevent.wsgi import application

unguarded.take_over()
__all__ = ["application"]

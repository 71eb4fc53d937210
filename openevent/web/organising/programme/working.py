"""Working on an event while nobody else does: who may is asked before, and again behind its lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from openevent.events import revising
from openevent.events.models import Event
from openevent.program import access
from openevent.web.organising.sections import managed
from openevent.web.rendering import NoPage, reader


def programme(request: HttpRequest, key: str) -> Event:
    """The event with this identifier, for who keeps its programme. Raises NoPage."""
    return managed(request, key, access.may_edit_programme)


@contextmanager
def working(request: HttpRequest, event: Event) -> Iterator[Event]:
    """The event behind its lock. Raises NoPage where the reader's role was taken meanwhile."""
    with revising.locked(event.pk) as locked:
        if not access.may_edit_programme(reader(request), locked):
            raise NoPage
        yield locked

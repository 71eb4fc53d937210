"""Working on the programme of an event: for who keeps it, asked before and again behind the event's lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from openevent.events.models import Event
from openevent.program import access
from openevent.web.organising import writing
from openevent.web.organising.sections import address, managed


def programme(request: HttpRequest, key: str) -> Event:
    """The event with this identifier, for who keeps its programme. Raises NoPage."""
    return managed(request, key, access.may_edit_programme)


@contextmanager
def working(request: HttpRequest, event: Event) -> Iterator[Event]:
    """The event behind its lock, as it is now. Raises NoPage where the reader's role was taken meanwhile."""
    with writing.working(request, event, access.may_edit_programme) as (now, _user):
        yield now


def to(event: Event, path: str) -> HttpResponse:
    """On to this page of the event's team, after something was done."""
    return HttpResponseRedirect(address(event, path), status=HTTPStatus.SEE_OTHER)

"""The event whose programme is worked on, for who keeps it; and where one goes on after something was done."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from openevent.events.models import Event
from openevent.program import access
from openevent.web.organising.sections import address, managed


def programme(request: HttpRequest, key: str) -> Event:
    """The event with this identifier, for who keeps its programme. Raises NoPage."""
    return managed(request, key, access.may_edit_programme)


def to(event: Event, path: str) -> HttpResponse:
    """On to this page of the event's team, after something was done."""
    return HttpResponseRedirect(address(event, path), status=HTTPStatus.SEE_OTHER)

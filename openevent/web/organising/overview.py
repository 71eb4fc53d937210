"""The events that one helps to run, and where work on one of them begins."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.web.organising.sections import around, managed, of_team
from openevent.web.rendering import own_page, reader, render
from openevent.web.shown import Shown


@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """`/manage`: the events in which the reader has a role, the newest first."""
    rows = Event.objects.living().filter(roles__user=reader(request)).distinct().order_by("-starts_at", "id")
    return render(request, "organising/mine.html", {"title": _("My events"), "events": [Shown.of(row) for row in rows]})


@own_page
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}`: how things are with the event."""
    event = managed(request, key, of_team)
    context = {"title": _("Overview"), "shown": Shown.of(event), **around(request, event, "")}
    return render(request, "organising/overview.html", context)

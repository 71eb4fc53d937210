"""Following one's tickets for an event in a calendar: an address of one's own, shown in the browser that made it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.events import issuing
from openevent.events.models import Event, FeedToken
from openevent.lib import addresses
from openevent.web.buying.own import held
from openevent.web.refusing import told
from openevent.web.rendering import led, own_page, reader


def feed(request: HttpRequest, event: Event) -> str:
    """The path of the calendar that was made in this browser; empty where none was, or it was revoked."""
    secret = str(request.session.get(_key(event), ""))
    token = FeedToken.objects.by_digest(issuing.digest(secret)) if secret else None
    return addresses.personal_feed(secret) if token is not None and token.revoked_at is None else ""


def _key(event: Event) -> str:
    return f"tickets calendar {event.pk}"


@require_POST
@own_page
def subscribe(request: HttpRequest, order: str) -> HttpResponse:
    """`POST /orders/{identifier}/calendar`: an address that calendar programs follow, for the tickets of the event."""
    found = held(request, order)
    if not feed(request, found.event):
        name = _("Tickets for %(event)s") % {"event": found.event.name}
        with told(request):
            _token, secret = issuing.issue(
                reader(request), name=name[:255], scope=FeedToken.Scope.TICKET, event=found.event
            )
            request.session[_key(found.event)] = secret
    return led(f"{addresses.order_page(found.identifier)}#calendar")

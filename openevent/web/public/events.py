"""The front page, and the page of an event."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.calendars import subscribing
from openevent.events.models import Event, SocialLink, Sponsor
from openevent.lib import addresses, text, urls
from openevent.web import words
from openevent.web.linked import linked_data
from openevent.web.rendering import NoPage, page, render
from openevent.web.shown import Shown

ON_A_PAGE = 24


def public(key: str) -> Event:
    """The published event with this identifier. Raises NoPage."""
    event = Event.objects.living().filter(identifier=key, state=Event.State.PUBLISHED).first()
    if event is None:
        raise NoPage
    return event


@page
def front(request: HttpRequest) -> HttpResponse:
    """`/`: the events that everybody finds, those to come first; `?q=` searches, `?past=1` shows what is over."""
    asked, now = text.storable(request.GET.get("q", "")).strip()[:200], timezone.now()
    is_past = request.GET.get("past") == "1"
    listed = Event.objects.listed()
    found = listed.filter(ends_at__lte=now).order_by("-starts_at", "id") if is_past else Event.objects.upcoming(now)
    for word in asked.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(description_text__icontains=word) | Q(location_name__icontains=word)
        )
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "events": [Shown.of(event) for event in rows.object_list],
        "rows": rows,
        "words": asked,
        "title": _("Events"),
        "is_past": is_past,
        "canonical": urls.absolute("/"),
    }
    return render(request, "public/front.html", context)


@page
def event(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}`: what it is, when and where, how to follow it."""
    row = public(key)
    shown = Shown.of(row)
    feed = urls.absolute(addresses.schedule_feed(row.identifier))
    context: dict[str, Any] = {
        "title": row.name,
        "shown": shown,
        "canonical": urls.absolute(shown.path),
        "description": words.shown(row.description),
        "about": text.plain(row.description)[:300],
        "sponsors": Sponsor.objects.filter(event=row, deleted_at=None) if row.is_sponsors_enabled else (),
        "links": SocialLink.objects.filter(event=row, deleted_at=None),
        "schedule": addresses.schedule(row.identifier) if row.sessions.taking_place().exists() else "",
        "subscribe": subscribing.links(feed, row.name),
        "code": addresses.schedule_code(row.identifier),
        "download": f"/v1/events/{row.identifier}.ics?include_sessions=1&download=1",
        "linked": linked_data(row),
    }
    return render(request, "public/event.html", context)

"""The front page, and the page of an event."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openevent.calendars import subscribing
from openevent.events.models import Event, SocialLink, Sponsor
from openevent.lib import addresses, text, urls
from openevent.web import pictures
from openevent.web.clocks import Span
from openevent.web.linked import linked_data
from openevent.web.rendering import NoPage, page, render

ON_A_PAGE = 24


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An event as pages show it."""

    event: Event
    span: Span
    picture: str
    path: str

    @classmethod
    def of(cls, event: Event) -> "Shown":
        """The event of this row."""
        return cls(
            event=event,
            span=Span.of(event.starts_at, event.ends_at, event.timezone),
            picture=pictures.ours(event.large_image_url, event.original_image_url, event.logo_url),
            path=addresses.event_page(event.identifier),
        )

    @property
    def place(self) -> str:
        """Where it is, in a line; empty where nobody has said."""
        return text.one_line(self.event.location_name)

    @property
    def map_url(self) -> str:
        """Where maps show the place; empty where nobody has said which."""
        event = self.event
        if event.latitude is None or event.longitude is None or event.is_map_shown is False:
            return ""
        at = f"{event.latitude:.6f}/{event.longitude:.6f}"
        return f"https://www.openstreetmap.org/?mlat={event.latitude:.6f}&mlon={event.longitude:.6f}#map=17/{at}"


def public(key: str) -> Event:
    """The published event with this identifier. Raises NoPage."""
    event = Event.objects.living().filter(identifier=key, state=Event.State.PUBLISHED).first()
    if event is None:
        raise NoPage
    return event


@page
def front(request: HttpRequest) -> HttpResponse:
    """`/`: the events that everybody finds, those to come first; `?q=` searches, `?past=1` shows what is over."""
    words, now = text.storable(request.GET.get("q", "")).strip()[:200], timezone.now()
    is_past = request.GET.get("past") == "1"
    listed = Event.objects.listed()
    found = listed.filter(ends_at__lte=now).order_by("-starts_at", "id") if is_past else Event.objects.upcoming(now)
    for word in words.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(description_text__icontains=word) | Q(location_name__icontains=word)
        )
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "events": [Shown.of(event) for event in rows.object_list],
        "rows": rows,
        "words": words,
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
        "description": text.safe_html(row.description),
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

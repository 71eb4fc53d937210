"""The front page: the events that everybody finds."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.events.models.event import EventQuerySet
from openevent.lib import text, urls
from openevent.web.rendering import page, render
from openevent.web.shown import Shown

ON_A_PAGE = 24
MOST_WORDS = 8


@page
def front(request: HttpRequest) -> HttpResponse:
    """`/`: what is on and what comes; `?q=` searches, `?past=1` shows what is over, `?page=` goes on."""
    asked, now = text.storable(request.GET.get("q", "")).strip()[:200], timezone.now()
    is_past = request.GET.get("past") == "1"
    over = Event.objects.listed().filter(ends_at__lte=now).order_by("-starts_at", "id")
    rows = Paginator(_saying(asked, over if is_past else Event.objects.upcoming(now)), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    further = {"q": asked} if asked else {}
    shown = {"past": "1"} if is_past else {}
    numbered = {"page": rows.number} if rows.number > 1 else {}
    context: dict[str, Any] = {
        "events": [Shown.of(event) for event in rows.object_list],
        "rows": rows,
        "words": asked,
        "kept": urlencode({**further, **shown}),
        "sought": urlencode(further),
        "title": _("Past events") if is_past else _("Events"),
        "is_past": is_past,
        # What somebody searched for is no page of its own.
        "canonical": urls.absolute(f"/{_query({} if asked else {**shown, **numbered})}"),
    }
    return render(request, "public/front.html", context)


def _saying(asked: str, events: EventQuerySet) -> EventQuerySet:
    """Of these events those that say all the words."""
    for word in asked.split()[:MOST_WORDS]:
        events = events.filter(
            Q(name__icontains=word) | Q(description_text__icontains=word) | Q(location_name__icontains=word)
        )
    return events


def _query(members: dict[str, Any]) -> str:
    return f"?{urlencode(members)}" if members else ""

"""The schedule of an event: what is on when and where, narrowed as one likes, on whose clocks one likes."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openevent.calendars import subscribing
from openevent.events import freshness
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.program.models import Session, Track
from openevent.program.selecting import Selection
from openevent.web import colours, listed, timetable
from openevent.web.grid import Axis
from openevent.web.kept import kept, unchanged
from openevent.web.public import filtering, starring
from openevent.web.public.events import public
from openevent.web.public.zoned import switch
from openevent.web.rendering import page, render
from openevent.web.shown import Shown
from openevent.web.zones import shown_zone

FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A programme as it is kept: the same for everybody, and at any time."""

    packed: bytes  # there are as many as there are choices, and a tenth of the bytes is soon unpacked
    axes: tuple[tuple[str, int, Axis], ...]  # of each day that is drawn: its anchor, columns, rows

    @property
    def html(self) -> str:
        """As it was written."""
        return zlib.decompress(self.packed).decode()

    def now(self, now: datetime) -> tuple[str, str]:
        """What stands in the page at this moment, and the line to put there; "" for both if nothing is on."""
        for anchor, columns, axis in self.axes:
            if hours := axis.stretch(now):
                row = hours.row_of(now)
                rows = f'data-row="{row}" data-last="{hours.last}"'
                line = f'<p class="now r{row} w{columns + 1}" {rows}><span>{_("Now")}</span></p>'
                return f"<!--now {anchor}-->", line
        return "", ""


@require_safe
@page
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/schedule`: the programme, day by day; narrowed by the words that calendars know, too."""
    event, selection = public(key), filtering.asked(request)
    zone = shown_zone(request, event)
    programme = _kept(event, selection, zone)
    place, line = programme.now(timezone.now())
    answer, tag = unchanged(request, event, selection, zone, place, line, freshness.tells_cancelled(event))
    if answer is not None:
        return answer
    starred = starring.stars(request.user, event)
    context: dict[str, Any] = {
        "title": event.name,
        "shown": Shown.of(event),
        "canonical": urls.absolute(addresses.schedule(event.identifier)),
        "feed": addresses.schedule_feed(event.identifier),
        "tracks": tracks_address(event),
        "programme": starring.marked(programme.html.replace(place, line), starred),
    }
    response = render(request, "public/schedule.html", context)
    if tag:
        response["ETag"] = tag
    return response


@require_safe
@page
def tracks(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/tracks.css`: the colours of the event's tracks, for light and for dark pages."""
    event = public(key)
    found = Track.objects.filter(event=event, deleted_at=None)
    response = HttpResponse(colours.style_sheet(found), content_type="text/css; charset=utf-8")
    if request.META.get("QUERY_STRING") == str(event.revision):  # what the next one will say, nobody knows yet
        response["Cache-Control"] = FOR_A_YEAR
    response["X-Content-Type-Options"] = "nosniff"
    return response


def tracks_address(event: Event) -> str:
    """Where the style sheet of the event's tracks is, as they are now."""
    return f"{addresses.event_page(event.identifier)}/tracks.css?{event.revision}"


def subscribed(event: Event, selection: Selection, *, of: str = "") -> dict[str, Any]:
    """How a part of the programme is followed: what `public/_subscribe.html` shows; `of` whom it is, in its name."""
    said = f"?{selection.query}" if selection.query else ""
    feed = addresses.schedule_feed(event.identifier)
    return {
        "subscribe": subscribing.links(urls.absolute(f"{feed}{said}"), f"{of} · {event.name}" if of else event.name),
        "code": f"{addresses.schedule_code(event.identifier)}{said}",
        "download": f"{feed}{said}{'&' if said else '?'}download=1",
    }


def _kept(event: Event, selection: Selection, zone: str) -> Written:
    """The programme, written once for each revision; what somebody looked for by words is not kept."""
    if selection.text:
        return written(event, selection, zone)
    parts = ("schedule", selection.query, zone, freshness.tells_cancelled(event))
    return kept(event, parts, lambda: written(event, selection, zone))


def written(event: Event, selection: Selection, zone: str) -> Written:
    """The programme, written now (3 queries, some more for a selection). Raises what a selection refuses."""
    sessions = listed.of_event(event, zone)
    found = sessions
    if selection.query:
        public_ones = Session.objects.taking_place().filter(event=event)
        chosen = set(selection.of(event, public_ones).values_list("pk", flat=True))
        found = [one for one in sessions if one.pk in chosen]
    days = timetable.drawn(found, zone)
    context: dict[str, Any] = {
        "days": days,
        "unplanned": timetable.without_time(found),
        "choices": filtering.choices(sessions, selection),
        "words": ", ".join(selection.text),
        "is_narrowed": bool(selection.query),
        "others": filtering.others(selection),
        "found": len(found),
        "all": len(sessions),
        "cancelled": _cancelled(event),
        "changes": f"{addresses.event_page(event.identifier)}/changes",
        "path": addresses.schedule(event.identifier),
        "clear": f"{addresses.schedule(event.identifier)}{_said_zone(event, zone)}",
        **switch(event, zone),
        **subscribed(event, selection),
    }
    html = render_to_string("public/_programme.html", context)
    axes = tuple((day.anchor, day.sheet.columns, day.sheet.axis) for day in days if day.sheet is not None)
    return Written(packed=zlib.compress(html.encode(), 1), axes=axes)


def _cancelled(event: Event) -> int:
    """Of how many sessions everybody is told that they were to take place and do not, whatever is chosen to be seen."""
    if not freshness.tells_cancelled(event):
        return 0
    return Session.objects.filter(event=event).cancelled().count()


def _said_zone(event: Event, zone: str) -> str:
    return f"?{urlencode({'zone': zone})}" if zone != event.timezone else ""

"""The editor's page, and what its script asks for every few seconds."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openevent.events.models import Event
from openevent.lib.text import storable
from openevent.program import conflicts
from openevent.program.access import may_edit_programme
from openevent.program.models import Session
from openevent.program.models.session import SCHEDULED
from openevent.web import clocks
from openevent.web.clocks import Span
from openevent.web.organising.scheduling import board, moving, sentences
from openevent.web.organising.scheduling.board import Board
from openevent.web.organising.scheduling.days import Day, instant
from openevent.web.organising.scheduling.forms import NONE
from openevent.web.organising.scheduling.words import words
from openevent.web.organising.sections import address, around, managed
from openevent.web.rendering import own_page, reader, render

A_PAGE = 100  # sessions without a time that are listed at once


@require_safe
@own_page
def editor(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/schedule`: a grid; without a script the day as a list, each session with its form."""
    event = managed(request, key, may_edit_programme)
    days, asked = board.days_of(event), request.GET.get("day", "")
    chosen = next((day for day in days if day.when.isoformat() == asked), None if asked == NONE else days[0])
    found = sentences.clashes(event, conflicts.of_event(event))
    context = {
        "title": _("Schedule"),
        "here": address(event, "schedule"),
        "days": [{"id": day.when.isoformat(), "name": clocks.day(day.when), "is_here": day is chosen} for day in days],
        "chosen": chosen,
        "waiting": NONE,
        "clashes": [one for one in found if not one.is_roomless],
        "roomless": [one for one in found if one.is_roomless],
        "zone_name": Span.of(event.starts_at, event.ends_at, event.timezone).zone_name,
        "words": words(),
        **_listed(request, event, chosen),
        **around(request, event, "schedule"),
    }
    return render(request, "organising/scheduling/editor.html", context)


def _listed(request: HttpRequest, event: Event, chosen: Day | None) -> dict[str, Any]:
    """What is shown without a script: a day, or a page of what has no time."""
    if chosen is not None:
        begin, end = instant(chosen.start), instant(chosen.end)
        begun = board.known(event).filter(SCHEDULED, starts_at__gte=begin, starts_at__lt=end)
        return {"lines": [_line(one, event) for one in board.with_parts(begun.order_by("starts_at", "pk"))]}
    query = storable(request.GET.get("q", ""))[:200].strip()
    waiting = board.known(event).exclude(SCHEDULED).filter(title__icontains=query).order_by("title", "pk")
    page = Paginator(board.with_parts(waiting), A_PAGE).get_page(request.GET.get("page"))
    return {"lines": [_line(one, event) for one in page], "page": page, "query": query}


def _line(session: Session, event: Event) -> dict[str, Any]:
    has_time = session.starts_at is not None and session.ends_at is not None
    return {
        **board.row(session, may_lock=True),
        "room_name": session.shown_room.name if session.shown_room is not None else "",
        "hours": Span.of(session.starts_at, session.ends_at, event.timezone).hours if has_time else "",  # type: ignore[arg-type]  # both are there
    }


@require_safe
@own_page
def state(request: HttpRequest, key: str) -> HttpResponse:
    """`/manage/{identifier}/schedule/state?since=`: the programme, or what changed of it; 304 where nothing did."""
    event, user = managed(request, key, may_edit_programme), reader(request)
    tag = _tag(event)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    since, shown = moving.whole(request.GET.get("since", "")), Board(event=event, user=user)
    is_later = since is not None and 0 <= since <= event.revision
    return JsonResponse(shown.since(since) if is_later else shown.whole(), headers={"ETag": tag})  # type: ignore[arg-type]  # a number


def _tag(event: Event) -> str:
    """Of everything that the editor says of the event, in this language."""
    return f'"{event.revision}-{translation.get_language()}"'

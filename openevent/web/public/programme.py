"""The page of a programme: its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse

from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.models.session import SessionQuerySet
from openevent.web.clocks import Span, day
from openevent.web.public.events import public
from openevent.web.rendering import page, render
from openevent.web.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A session as a schedule shows it."""

    session: Session
    span: Span | None  # none as long as nobody has set a time
    speakers: tuple[Speaker, ...]
    path: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """What begins on a day, by the hour."""

    when: date
    slots: tuple[Slot, ...]

    @property
    def name(self) -> str:
        """The day in words."""
        return day(self.when)

    @property
    def anchor(self) -> str:
        """By what the page is opened at this day."""
        return self.when.isoformat()


def rows(sessions: SessionQuerySet) -> SessionQuerySet:
    """The sessions with all that a schedule shows of them (2 queries)."""
    spoken = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker").order_by("pk")
    found = sessions.select_related("track", "microlocation", "session_type")
    return found.prefetch_related(Prefetch("speaking", queryset=spoken)).order_by(
        F("starts_at").asc(nulls_last=True), "microlocation__position", "pk"
    )


def slot_of(session: Session, event: Event) -> Slot:
    """The session of such a row as a schedule shows it."""
    span = None
    if session.starts_at is not None and session.ends_at is not None:
        span = Span.of(session.starts_at, session.ends_at, event.timezone)
    return Slot(
        session=session,
        span=span,
        speakers=tuple(link.speaker for link in session.speaking.all()),
        path=f"{addresses.event_page(event.identifier)}/session/{session.pk}",
    )


def _days(slots: Iterable[Slot]) -> list[Day]:
    timed = [(slot.span.begin.date(), slot) for slot in slots if slot.span is not None]
    return [
        Day(when=when, slots=tuple(slot for _, slot in group)) for when, group in groupby(timed, lambda one: one[0])
    ]


@page
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/schedule`: the programme, day by day."""
    event = public(key)
    slots = [slot_of(session, event) for session in rows(Session.objects.taking_place().filter(event=event))]
    context: dict[str, Any] = {
        "title": event.name,
        "shown": Shown.of(event),
        "canonical": urls.absolute(addresses.schedule(event.identifier)),
        "days": _days(slots),
        "unplanned": [slot for slot in slots if slot.span is None],
    }
    return render(request, "public/schedule.html", context)

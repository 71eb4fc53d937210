"""The pages of a session and of a speaker."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse

from openevent.events.models import Event
from openevent.lib import addresses, text, urls
from openevent.program.models import Session, SessionSpeaker, Speaker
from openevent.program.models.session import SessionQuerySet
from openevent.web import pictures, words
from openevent.web.clocks import Span
from openevent.web.linked import linked_session
from openevent.web.public.events import public
from openevent.web.rendering import NoPage, page, render
from openevent.web.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A session as a schedule shows it."""

    session: Session
    span: Span | None  # none as long as nobody has set a time
    speakers: tuple[Speaker, ...]
    path: str


def _rows(sessions: SessionQuerySet) -> SessionQuerySet:
    """The sessions with all that a schedule shows of them (2 queries)."""
    spoken = SessionSpeaker.objects.filter(speaker__deleted_at=None).select_related("speaker").order_by("pk")
    found = sessions.select_related("track", "microlocation", "session_type")
    return found.prefetch_related(Prefetch("speaking", queryset=spoken)).order_by(
        F("starts_at").asc(nulls_last=True), "microlocation__position", "pk"
    )


def _slot(session: Session, event: Event) -> Slot:
    span = None
    if session.starts_at is not None and session.ends_at is not None:
        span = Span.of(session.starts_at, session.ends_at, event.timezone)
    return Slot(
        session=session,
        span=span,
        speakers=tuple(link.speaker for link in session.speaking.all()),
        path=f"{addresses.event_page(event.identifier)}/session/{session.pk}",
    )


@page
def session(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/e/{identifier}/session/{id}`: what it is about, who speaks, when and where."""
    event = public(key)
    row = _rows(Session.objects.taking_place().filter(event=event, pk=int(number))).first()
    if row is None:
        raise NoPage
    slot = _slot(row, event)
    context: dict[str, Any] = {
        "title": row.title,
        "shown": Shown.of(event),
        "slot": slot,
        "canonical": urls.absolute(slot.path),
        "abstract": words.shown(row.long_abstract or row.short_abstract),
        "about": text.plain(row.short_abstract or row.long_abstract)[:300],
        "calendar": f"{addresses.event_page(event.identifier)}/sessions/{row.pk}.ics",
        "linked": linked_session(event, row),
    }
    return render(request, "public/session.html", context)


@page
def speaker(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/e/{identifier}/speaker/{id}`: who it is, and what they give."""
    event = public(key)
    sessions = Session.objects.taking_place().filter(event=event, speaking__speaker=int(number))
    slots = [_slot(row, event) for row in _rows(sessions)]
    row = Speaker.objects.filter(event=event, pk=int(number), deleted_at=None).first()
    if row is None or not slots:
        raise NoPage
    context: dict[str, Any] = {
        "title": row.name,
        "shown": Shown.of(event),
        "speaker": row,
        "picture": pictures.ours(row.photo_url, row.thumbnail_image_url),
        "canonical": f"{addresses.speaker_pages(event.identifier)}{row.pk}",
        "biography": words.shown(row.long_biography or row.short_biography),
        "about": text.plain(row.short_biography or row.long_biography)[:300],
        "slots": slots,
        "calendar": f"{addresses.event_page(event.identifier)}/speakers/{row.pk}.ics",
    }
    return render(request, "public/speaker.html", context)

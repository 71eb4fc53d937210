"""The page of a session, also of one that was to take place and does not."""

from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openevent.calendars import adding
from openevent.events import freshness
from openevent.events.models import Event
from openevent.lib import addresses, text, urls
from openevent.lib.spoken import locale
from openevent.program import history
from openevent.program.models import Microlocation, Session, SessionType, Track
from openevent.program.places import location
from openevent.web import words
from openevent.web.clocks import Span
from openevent.web.levels import LEVELS
from openevent.web.linked import linked_departed, linked_session
from openevent.web.public import starring
from openevent.web.public.events import public
from openevent.web.public.faces import face
from openevent.web.public.slots import rows, slot_of
from openevent.web.public.zoned import switch
from openevent.web.rendering import NoPage, page, render
from openevent.web.shown import Shown
from openevent.web.zones import shown_zone

PLACES = ("github", "gitlab", "twitter", "mastodon", "facebook", "linkedin", "instagram")  # columns of addresses


@page
def session(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """`/e/{identifier}/session/{id}`: what it is about, who speaks, when and where; or that it is cancelled."""
    event = public(key)
    told = Session.objects.of_feed(tells_cancelled=freshness.tells_cancelled(event))
    known = Session.objects.taking_place() | told
    row = rows(known.filter(event=event, pk=int(number))).first()
    if row is None:
        raise NoPage
    context = _standing(row, event) if _takes_place(row) else _departed(row, event)
    context |= {"shown": Shown.of(event), **switch(event, shown_zone(request, event))}
    if (span := context["span"]) is not None:
        context["own"] = Span.of(span.starts_at, span.ends_at, context["zone"])
    if _takes_place(row):
        context["is_starred"] = row.pk in starring.stars(request.user, event)
    template = "public/session.html" if _takes_place(row) else "public/departed.html"
    return render(request, template, context)


def is_there(part: Microlocation | Track | SessionType | None) -> bool:
    """Whether there is such a part of the programme, and nobody removed it."""
    return part is not None and part.deleted_at is None


def _takes_place(session: Session) -> bool:
    return session.deleted_at is None and session.state in Session.PUBLIC_STATES


def _standing(session: Session, event: Event) -> dict[str, Any]:
    slot = slot_of(session, event)
    room = session.microlocation if is_there(session.microlocation) else None
    faces = [(speaker, face(speaker)) for speaker in slot.speakers]
    image = next((urls.absolute(one.picture) for _, one in faces if one.picture), Shown.of(event).image)
    return {
        "title": session.title,
        "session": session,
        "span": slot.span,
        "room": room,
        "track": session.track if is_there(session.track) else None,
        "kind": session.session_type if is_there(session.session_type) else None,
        "level": LEVELS.get(session.level, ""),
        "language_called": languages(session.language),
        "stream": session.stream_url or (room.stream_url if room is not None else ""),
        "materials": materials(session),
        "speakers": faces,
        "canonical": urls.absolute(slot.path),
        "image": image,
        "abstract": words.shown(session.long_abstract or session.short_abstract),
        "about": text.plain(session.short_abstract or session.long_abstract)[:300],
        "calendar": f"{addresses.event_page(event.identifier)}/sessions/{session.pk}.ics",
        "once": _once(session, event) if slot.span is not None else {},
        "linked": linked_session(
            event, session, speakers=slot.speakers, former_start=history.former_start(event, session)
        ),
    }


def _departed(session: Session, event: Event) -> dict[str, Any]:
    """What everybody knew of it, and no more: what became of it since is nobody's business."""
    span = None
    if session.public_starts_at is not None and session.public_ends_at is not None:
        span = Span.of(session.public_starts_at, session.public_ends_at, event.timezone)
    return {
        "title": session.public_title,
        "span": span,
        "place": session.public_place,
        "about": _("This session was cancelled."),
        "canonical": urls.absolute(addresses.session_page(event.identifier, session.pk)),
        "linked": linked_departed(event, session),
    }


def languages(written: str) -> str:
    """What readers call the languages that a session says; what is no code of a language stays as it was written."""
    return ", ".join(_language(one.strip()) for one in written.split(",") if one.strip())


def _language(word: str) -> str:
    try:
        return Locale.parse(word.replace("-", "_")).get_display_name(locale()) or word
    except (ValueError, UnknownLocaleError):  # no code, or one that nobody has words for
        return word


def materials(session: Session) -> list[tuple[str, str]]:
    """What there is to look at before and after, by what it is called."""
    found = [
        (_("Slides"), session.slides_url),
        *((one.get("name") or _("Slides"), one.get("link", "")) for one in session.slides),
        (_("Video"), session.video_url),
        (_("Recording"), session.audio_url),
        (_("Sign-up"), session.signup_url),
        (_("Website"), session.website),
    ]
    found += [(place_of(getattr(session, name)), getattr(session, name)) for name in PLACES]
    return [(called, url) for called, url in found if urls.is_absolute(url)]


def place_of(url: str) -> str:
    """The host that an address leads to, as people say it."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if urls.is_absolute(url) else ""


def _once(session: Session, event: Event) -> dict[str, str]:
    if session.starts_at is None or session.ends_at is None:
        return {}
    entry = adding.Once(
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=location(session.microlocation, event.location_name),
        description=session.short_abstract_text,
        url=urls.absolute(addresses.session_page(event.identifier, session.pk)),
    )
    return {"google": adding.google(entry), "outlook": adding.outlook(entry)}

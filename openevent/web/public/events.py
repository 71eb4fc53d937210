"""The page of an event."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openevent.calendars import subscribing
from openevent.events import access, contacting
from openevent.events.access import somebody
from openevent.events.models import Event, EventCopyright, Faq, SocialLink, Sponsor
from openevent.lib import addresses, text, urls
from openevent.program import calling, history
from openevent.program.models import Session, SpeakersCall
from openevent.tickets.access import TICKET
from openevent.tickets.models import Ticket
from openevent.web import pictures, words
from openevent.web.clocks import Span, moment
from openevent.web.linked import linked_data
from openevent.web.organising.sections import address, of_team
from openevent.web.public.glimpse import Glimpse
from openevent.web.public.zoned import switch
from openevent.web.rendering import NoPage, page, reader, render
from openevent.web.shown import Shown
from openevent.web.zones import called, shown_zone

PARTS_FOR_ENGINES = 100  # sessions that the page names to search engines; the map of the site has all


def public(key: str) -> Event:
    """The published event with this identifier. Raises NoPage."""
    event = Event.objects.living().filter(identifier=key, state=Event.State.PUBLISHED).first()
    if event is None:
        raise NoPage
    return event


@dataclass(frozen=True, kw_only=True)
class Supporter:
    """A sponsor as the page shows it."""

    sponsor: Sponsor
    logo: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """Sponsors of the same level; its name, if they all have one kind."""

    name: str
    supporters: tuple[Supporter, ...]


def levels(event: Event) -> list[Level]:
    """The event's sponsors, those of the first level first; those of none last."""
    if not event.is_sponsors_enabled:
        return []
    rows = Sponsor.objects.filter(event=event, deleted_at=None)
    ordered = sorted(rows, key=lambda one: (one.level is None, one.level or 0, one.pk))
    return [_level(list(group)) for _, group in groupby(ordered, lambda one: one.level)]


def _level(sponsors: list[Sponsor]) -> Level:
    kinds = {text.one_line(one.type) for one in sponsors}
    shown = tuple(Supporter(sponsor=one, logo=pictures.ours(one.logo_url)) for one in sponsors)
    return Level(name=kinds.pop() if len(kinds) == 1 else "", supporters=shown)


@page
def event(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}`: what it is, when and where, how to follow it."""
    row = public(key)
    shown = Shown.of(row)
    context: dict[str, Any] = {
        "title": row.name,
        "shown": shown,
        "canonical": urls.absolute(shown.path),
        "image": shown.image,
        "description": words.shown(row.description),
        "about": text.plain(row.description)[:300],
        "organiser": words.shown(row.owner_description) if row.has_owner_info is not False else "",
        "conduct": words.shown(row.code_of_conduct),
        "levels": levels(row),
        "links": SocialLink.objects.filter(event=row, deleted_at=None),
        "documents": row.document_links if row.is_document_enabled else (),
        "faqs": [(faq.question, words.shown(faq.answer)) for faq in Faq.objects.filter(event=row, deleted_at=None)],
        "copyright": EventCopyright.objects.filter(event=row, deleted_at=None).first(),
        "manage": _management(request, row),
        "glimpse": Glimpse.of(row, is_over=shown.is_over),
        "is_reachable": contacting.is_reachable(row),
        **_ways_on(row, shown),
        "event_zone_called": called(row.timezone),
        **switch(row, shown_zone(request, row)),
    }
    context["own"] = Span.of(row.starts_at, row.ends_at, context["zone"])
    if context["call"] is not None:
        context["call_until"] = moment(calling.announced_end(context["call"], timezone.now()), row.timezone)
    return render(request, "public/event.html", context)


def _management(request: HttpRequest, event: Event) -> str:
    """Where the event's team works on it; empty for everybody else."""
    return address(event) if somebody(request.user) and of_team(reader(request), event) else ""


def _ways_on(event: Event, shown: Shown) -> dict[str, Any]:
    """Where the page leads to: the programme, tickets, the call for speakers, calendars; and the same for engines."""
    now = timezone.now()
    seen = Ticket.objects.living().filter(access.visible(AnonymousUser(), TICKET), event=event)
    tickets = list(seen.filter(sales_ends_at__gt=now))
    sessions = list(
        Session.objects.taking_place()
        .filter(event=event)
        .select_related("microlocation")
        .order_by("starts_at", "pk")[:PARTS_FOR_ENGINES]
    )
    feed = urls.absolute(addresses.schedule_feed(event.identifier))
    return {
        "schedule": addresses.schedule(event.identifier) if sessions else "",
        "tickets": f"{shown.path}/tickets" if tickets else "",
        "call": open_call(event),
        "subscribe": subscribing.links(feed, event.name),
        "code": addresses.schedule_code(event.identifier),
        "download": f"/v1/events/{event.identifier}.ics?include_sessions=1&download=1",
        "linked": linked_data(
            event,
            image=shown.image,
            former_start=history.former_start(event),
            tickets=[one for one in tickets if one.sales_starts_at <= now],
            sessions=sessions,
        ),
    }


def open_call(event: Event) -> SpeakersCall | None:
    """The call for speakers that everybody may answer now, if there is one; of a private one nothing is told."""
    call = calling.of(event) if event.is_sessions_speakers_enabled else None
    if call is None or call.privacy != SpeakersCall.Privacy.PUBLIC:
        return None
    return call if calling.is_open(call, timezone.now()) else None

"""QR codes: whoever points a phone at one follows the calendar."""

import io

import segno
from django.http import HttpRequest, HttpResponse

from openevent.calendars import subscribing
from openevent.events import freshness, issuing
from openevent.events.models import Event, FeedToken
from openevent.feeds import wanting
from openevent.feeds.answering import refusing
from openevent.feeds.schedule import NoSuchCalendar, must_be_public
from openevent.lib import addresses, urls
from openevent.lib.errors import Malformed
from openevent.program.models import Session

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
A_DAY = "public, max-age=86400"


@refusing
def of_schedule(request: HttpRequest, /, key: str, kind: str) -> HttpResponse:
    """`/e/{identifier}/schedule/qr.{kind}`: the code of the event's calendar, for `?program=` webcal or another.

    A selection beside it (`?track=3`) is part of the calendar that it leads to, which there must be.
    """
    wanted = wanting.schedule("ics", request.META.get("QUERY_STRING", ""))
    must_be_public(wanted)
    fresh = freshness.of(key)
    if fresh is None:
        raise NoSuchCalendar
    event = Event.objects.get(pk=fresh.event_id)
    wanted.selection.of(event, Session.objects.of_feed(tells_cancelled=fresh.tells_cancelled).with_entries())
    url = urls.absolute(wanting.source(wanted, addresses.schedule_feed(key)))
    return _code(request, url, event.name, kind, caching=A_DAY)


@refusing
def of_token(request: HttpRequest, /, secret: str, kind: str) -> HttpResponse:
    """`/feeds/{secret}/qr.{kind}`: the code of a personal calendar."""
    token = FeedToken.objects.by_digest(issuing.digest(secret))
    if token is None or token.revoked_at is not None:
        raise NoSuchCalendar
    return _code(request, urls.absolute(addresses.personal_feed(secret)), token.name, kind, caching="private, no-store")


def _code(request: HttpRequest, url: str, name: str, kind: str, *, caching: str) -> HttpResponse:
    links = subscribing.links(url, name)
    program = request.GET.get("program", "webcal")
    if program not in links:
        raise Malformed(f"“program” must be one of {', '.join(links)}.", parameter="program")
    file = io.BytesIO()
    # With the light field around it that readers need (ISO/IEC 18004, 6.3.8).
    segno.make(links[program], error="m", micro=False).save(file, kind=kind, scale=8, border=4)
    response = HttpResponse(file.getvalue(), content_type=KINDS[kind])
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    return response

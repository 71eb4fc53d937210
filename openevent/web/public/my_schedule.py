"""The sessions that somebody picked: by the stars of an account, or by the ids in the address, for whoever has it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from openevent.calendars import subscribing
from openevent.events import issuing
from openevent.events.access import somebody
from openevent.events.models import Event, FeedToken
from openevent.lib import addresses, urls
from openevent.program import grammar
from openevent.program.selecting import Selection
from openevent.web import listed, timetable
from openevent.web.listed import Listed
from openevent.web.public import filtering, starring
from openevent.web.public.events import public
from openevent.web.public.schedule import subscribed, tracks_address
from openevent.web.public.zoned import switch
from openevent.web.rendering import own_page, page, reader, render
from openevent.web.shown import Shown
from openevent.web.zones import shown_zone


@require_safe
@page
def my_schedule(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/my-schedule`: what the account has starred; with `?session=1,2,3` these, for anybody."""
    event, selection = public(key), filtering.asked(request)
    starred = starring.stars(request.user, event)
    is_told = bool(selection.session)
    wanted = frozenset(selection.session) if is_told else starred
    zone = shown_zone(request, event)
    picked = [one for one in listed.of_event(event, zone) if one.pk in wanted] if wanted else []
    context: dict[str, Any] = {
        **_around(event, zone),
        "days": timetable.by_day(picked),
        "unplanned": timetable.without_time(picked),
        "stars": starred,
        "is_own": not is_told and somebody(request.user) is not None,
        "is_told": is_told,
        "share": urls.absolute(shared(event, picked)) if 0 < len(picked) <= grammar.MOST else "",
        **_followed(event, picked, is_told=is_told),
    }
    return render(request, "public/my_schedule.html", context)


@own_page
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /e/{identifier}/my-schedule/feed`: a secret address at which one's stars are a calendar, told once."""
    event = public(key)
    if request.method != "POST":
        return HttpResponseRedirect(path(event))
    token, secret = issuing.issue(reader(request), name=event.name, scope=FeedToken.Scope.FAVOURITES, event=event)
    context: dict[str, Any] = {
        **_around(event, event.timezone),
        "subscribe": subscribing.links(urls.absolute(addresses.personal_feed(secret)), token.name),
        "code": addresses.personal_code(secret),
    }
    response = render(request, "public/my_feed.html", context)
    response["Cache-Control"] = "private, no-store"  # nobody reads the secret again, in no browser's memory either
    return response


def path(event: Event) -> str:
    """The path of the page."""
    return f"{addresses.event_page(event.identifier)}/my-schedule"


def shared(event: Event, picked: Iterable[Listed]) -> str:
    """The path at which anybody sees these sessions."""
    selection = Selection(session=tuple(one.pk for one in picked))
    return f"{path(event)}?{selection.query}"


def _around(event: Event, zone: str) -> dict[str, Any]:
    return {
        "title": event.name,
        "shown": Shown.of(event),
        "schedule": addresses.schedule(event.identifier),
        "path": path(event),
        "tracks": tracks_address(event),
        **switch(event, zone),
    }


def _followed(event: Event, picked: Iterable[Listed], *, is_told: bool) -> dict[str, Any]:
    """What is in the address is in the public feed's, too; stars of an account have a feed of their own."""
    found = Selection(session=tuple(one.pk for one in picked))
    return subscribed(event, found) if is_told and found.query else {}

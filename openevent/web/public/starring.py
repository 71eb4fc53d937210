"""Stars on sessions: who is signed in has them in the account; for all others a script keeps them in the browser."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from openevent.events import access
from openevent.events.access import Act, Asker, somebody
from openevent.events.models import Event
from openevent.events.policy import aloud
from openevent.lib import addresses
from openevent.lib.errors import Forbidden
from openevent.program import favouring
from openevent.program.models import FavouriteSession, Session
from openevent.web.languages import here
from openevent.web.public.events import public
from openevent.web.rendering import is_live, own_page, reader

FAVOURITE = "user-favourite-session"
MOST = 500  # at once
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
STAR = re.compile(r'name="add" value="(\d+)" aria-pressed="false"')


def stars(user: Asker, event: Event) -> frozenset[int]:
    """The sessions of the event that the account has marked (1 query); none for who has no account."""
    account = somebody(user)
    if account is None:
        return frozenset()
    marked = FavouriteSession.objects.filter(user=account, session__event=event)
    return frozenset(marked.values_list("session_id", flat=True))


def marked(html: str, starred: frozenset[int]) -> str:
    """The page with the buttons of these sessions pressed: what is kept for everybody has none of them."""

    def shown(found: re.Match[str]) -> str:
        if int(found[1]) not in starred:
            return found[0]
        return f'name="remove" value="{found[1]}" aria-pressed="true"'

    return STAR.sub(shown, html) if starred else html


@own_page
def star(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /e/{identifier}/stars`: mark the sessions in `add`, and no more those in `remove`."""
    event = public(key)
    back = here(request, request.POST.get("next", ""), addresses.schedule(event.identifier))
    if request.method != "POST":  # whoever was sent to sign in comes back so
        return HttpResponseRedirect(back)
    if not access.opens(request.user, FAVOURITE, Act.CREATE):
        raise Forbidden(aloud(FAVOURITE, Act.CREATE))
    user = reader(request)
    present = stars(user, event)
    for session in Session.objects.taking_place().filter(event=event, pk__in=_numbers(request, "add") - present):
        _add(session, request)
    gone = FavouriteSession.objects.filter(user=user, session__event=event, session__in=_numbers(request, "remove"))
    for favourite in gone.select_related("session"):
        favouring.remove(favourite)
    if is_live(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponseRedirect(back)


def _add(session: Session, request: HttpRequest) -> None:
    try:
        favouring.add(session, reader(request))
    except favouring.MarkedAlready:
        return  # by another window, just now


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(one) for one in request.POST.getlist(name)[:MOST] if NUMBER.fullmatch(one)}

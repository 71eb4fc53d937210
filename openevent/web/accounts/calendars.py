"""Calendars of one's own: secret addresses, what each opens, and which program asks for it."""

from dataclasses import dataclass

from babel.dates import format_date
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openevent.accounts.models import User
from openevent.calendars import subscribing
from openevent.events import access, issuing
from openevent.events.models import Event, FeedToken
from openevent.lib import addresses, urls
from openevent.lib.spoken import locale
from openevent.lib.text import storable
from openevent.web.accounts.answering import asked, once, shown
from openevent.web.accounts.forms import SCOPES, CalendarForm, NameForm
from openevent.web.accounts.sections import around
from openevent.web.clocks import ago
from openevent.web.rendering import NoPage, own_page, reader

HERE = "/account/calendars"
MOST_EVENTS = 200  # to choose from
THE_NEXT_FIRST = ("-starts_at", "pk")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A key, as its owner knows it."""

    token: FeedToken

    @property
    def opens(self) -> str:
        """What its calendar shows."""
        return str(SCOPES[FeedToken.Scope(self.token.scope)])

    @property
    def made(self) -> str:
        """On which day it was made."""
        return format_date(self.token.created_at, "medium", locale=locale())

    @property
    def last(self) -> str:
        """Which program asked for it, and how long ago; empty where none ever did."""
        if self.token.last_fetched_at is None:
            return ""
        since, program = ago(self.token.last_fetched_at), self.token.last_program or _("a program")
        return _("%(program)s, %(since)s") % {"program": program, "since": since}


@own_page
def calendars(request: HttpRequest) -> HttpResponse:
    """`/account/calendars?event=…`: those that open something, and a form for another one."""
    user = reader(request)
    asked_for = storable(request.GET.get("event", ""))
    events = _events(user, asked_for)
    named = events.filter(identifier=asked_for).first()
    form = asked(request, CalendarForm, events=events, initial={"event": named, "name": named.name if named else ""})
    if form.is_valid():
        with form.refusing():
            token, secret = issuing.issue(user, **form.cleaned_data)
            return _told(request, token, secret)
    rows = user.feed_tokens.filter(revoked_at=None).select_related("event").order_by("-created_at", "-pk")
    calendars = [Shown(token=row) for row in rows]
    context = {"title": _("My calendars"), "calendars": calendars, "named": named, **around(HERE)}
    return shown(request, "accounts/calendars.html", form, **context)


def _events(user: User, named: str) -> QuerySet[Event]:
    """The events that a calendar can be of: those that are somehow the user's, and the one that was named."""
    mine = Q(roles__user=user) | Q(favourites__user=user) | Q(orders__user=user) | Q(identifier=named)
    found = Event.objects.filter(mine, access.visible(user, access.EVENT)).distinct().order_by(*THE_NEXT_FIRST)
    numbers = list(found.values_list("pk", flat=True)[:MOST_EVENTS])
    return Event.objects.filter(pk__in=numbers).order_by(*THE_NEXT_FIRST)


def _told(request: HttpRequest, token: FeedToken, secret: str) -> HttpResponse:
    """The addresses that the secret opens, which nobody can read again."""
    url = urls.absolute(addresses.personal_feed(secret))
    links = subscribing.links(url, token.name)
    context = {"title": token.name, "url": url, "links": links, "picture": addresses.personal_code(secret)}
    return once(request, "accounts/calendar_told.html", **context, **around(HERE))


def _own(request: HttpRequest, number: str) -> FeedToken:
    """The reader's own key with this number; raises NoPage."""
    token = reader(request).feed_tokens.filter(pk=int(number), revoked_at=None).select_related("event").first()
    if token is None:
        raise NoPage
    return token


@own_page
def rename(request: HttpRequest, number: str) -> HttpResponse:
    """`/account/calendars/{number}`: another name."""
    token = _own(request, number)
    form = asked(request, NameForm, initial={"name": token.name})
    if form.is_valid():
        with form.refusing():
            issuing.rename(token, name=form.cleaned_data["name"])
            return HttpResponseRedirect(HERE)
    context = {"title": token.name, "calendar": Shown(token=token), **around(HERE)}
    return shown(request, "accounts/calendar.html", form, **context)


@require_POST
@own_page
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /account/calendars/{number}/renew`: another address; the former one opens nothing any more."""
    token = _own(request, number)
    return _told(request, token, issuing.rotate(token, by=reader(request)))


@require_POST
@own_page
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """`POST /account/calendars/{number}/revoke`: it opens nothing any more."""
    token = _own(request, number)
    issuing.revoke(token)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return HttpResponseRedirect(HERE)

"""Calendars of one event: all of it, its sessions, one session, what one speaker gives."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from openevent.accounts.models import User
from openevent.events import access, freshness
from openevent.events.freshness import Freshness
from openevent.events.models import Event
from openevent.events.policy import Act, aloud
from openevent.feeds import documents, following, programs, wanting
from openevent.feeds.answering import Offer, answer, refusing, respond
from openevent.feeds.asking import SignInFirst, asker
from openevent.feeds.keeping import Made
from openevent.feeds.wanting import Wanted
from openevent.lib.errors import Forbidden, Unknown
from openevent.program.models import Session
from openevent.program.models.session import SessionQuerySet

SCHEDULE_OF_NOBODY = "Login required: send your token in the Authorization header, or make a feed token."


class Asked(NamedTuple):
    """Of which event what is wanted."""

    key: str
    wanted: Wanted


class NoSuchCalendar(Unknown):
    """There is no such calendar, or none that the asker may know of: both are told in the same words."""

    def __init__(self) -> None:
        super().__init__("There is no such calendar.")


def asked_event(query: str, key: str, extension: str) -> Asked:
    """`/v1/events/{identifier}.{extension}`, as the original has it: the event, and what it is asked for beside it."""
    return Asked(key, wanting.event(extension, query))


def asked_schedule(query: str, key: str, extension: str) -> Asked:
    """`/e/{identifier}/schedule.{extension}`: the sessions."""
    return Asked(key, wanting.schedule(extension, query))


def asked_session(query: str, key: str, number: str, extension: str) -> Asked:
    """`/e/{identifier}/sessions/{id}.{extension}`: one session."""
    return Asked(key, wanting.schedule(extension, query).of(session=(int(number),)))


def asked_speaker(query: str, key: str, number: str, extension: str) -> Asked:
    """`/e/{identifier}/speakers/{id}.{extension}`: what one speaker gives."""
    return Asked(key, wanting.schedule(extension, query).of(speaker=(int(number),)))


@refusing
def feed(request: HttpRequest, /, read: Callable[..., Asked], **address: str) -> HttpResponse:
    """The calendar at an address that `read` understands; who is signed in has what they may see."""
    asked = read(request.META.get("QUERY_STRING", ""), **address)
    if asked.wanted.mine or "HTTP_AUTHORIZATION" in request.META:
        return respond(answer(request.META, _for_account(request, asked)))
    offer = public(asked, request.path, request.META.get("HTTP_USER_AGENT", ""))
    return respond(answer(request.META, offer))


def public(asked: Asked, path: str, user_agent: str) -> Offer:
    """What everyone sees, after one read of how fresh it is. Raises NoSuchCalendar, and what a selection refuses."""
    wanted = asked.wanted
    must_be_public(wanted)
    fresh = freshness.of(asked.key)
    if fresh is None:
        raise NoSuchCalendar
    following.note(fresh.event_id, programs.name(user_agent))
    return offer(wanted, path, fresh)


def must_be_public(wanted: Wanted) -> None:
    """Refuse what only some may ask for. Raises SignInFirst."""
    if wanted.selection.state:
        raise SignInFirst("Only the team chooses by “state”: sign in, or make a feed token.", parameter="state")


def offer(wanted: Wanted, path: str, fresh: Freshness) -> Offer:
    """What everyone sees of an event that is so fresh (no query)."""

    def make() -> Made:
        event = Event.objects.get(pk=fresh.event_id)
        sessions = Session.objects.of_feed(tells_cancelled=fresh.tells_cancelled)
        changed_at = freshness.changed_at(event, tells_cancelled=fresh.tells_cancelled)
        return Made(_written(event, wanted, sessions, path), changed_at)

    return Offer(
        key=f"{path} {fresh.event_id} {fresh.revision} {fresh.tells_cancelled} {wanted.key}",
        media_type=wanted.format.media_type,
        make=make,
        disposition=lambda: _disposition(fresh.event_id, wanted) if wanted.download else "",
    )


def _for_account(request: HttpRequest, asked: Asked) -> Offer:
    """What this account sees: drafts of its team, sessions in any state, its own schedule."""
    user, found, wanted = asker(request), Event.objects.by_key(asked.key), asked.wanted
    if found is None or not access.may_see(user, found):
        raise NoSuchCalendar
    sessions = _sessions_for(user, found, wanted)
    marks = sorted(sessions.order_by().values_list("pk", flat=True)) if wanted.mine else ()
    if wanted.mine:  # these, whatever is marked until they are read again
        sessions = sessions.filter(pk__in=marks)
    whose = str(getattr(user, "pk", "")) if wanted.mine else ""
    return Offer(
        key=f"{request.path} account {getattr(user, 'pk', 0)} {found.pk} {found.revision} {found.state} "
        f"{freshness.tells_cancelled(found)} {wanted.key} {wanted.mine} {marks}",
        media_type=wanted.format.media_type,
        make=lambda: Made(_written(found, wanted, sessions, request.path, whose=whose)),
        is_public=False,
        disposition=lambda: wanting.disposition(wanted, found.name),
    )


def _sessions_for(user: access.Asker, event: Event, wanted: Wanted) -> SessionQuerySet:
    sessions = Session.objects.of_feed(tells_cancelled=freshness.tells_cancelled(event))
    if wanted.mine:
        if not isinstance(user, User):
            raise SignInFirst(SCHEDULE_OF_NOBODY)
        return sessions.filter(event=event, favourites__user=user)
    if wanted.selection.state:
        if not access.may_follow(user, event):
            raise Forbidden(aloud("event", Act.FOLLOW), parameter="state")
        return Session.objects.scheduled()
    return sessions


def _written(event: Event, wanted: Wanted, sessions: SessionQuerySet, path: str, *, whose: str = "") -> bytes:
    return wanted.format.write(documents.of_event(event, wanted, sessions, path=path, whose=whose), rich=wanted.rich)


def _disposition(event_id: int, wanted: Wanted) -> str:
    return wanting.disposition(wanted, Event.objects.values_list("name", flat=True).get(pk=event_id))

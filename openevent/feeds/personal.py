"""Calendars that are somebody's own: a secret in the address opens them, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openevent.calendars import guids
from openevent.calendars.document import About, Calendar
from openevent.events import access as events
from openevent.events import freshness, issuing
from openevent.events.access import COORGANIZERS
from openevent.events.models import Event, FeedToken
from openevent.feeds import programs, wanting
from openevent.feeds.answering import Answer, Offer, answer, refusing, respond
from openevent.feeds.keeping import Made
from openevent.feeds.schedule import NoSuchCalendar
from openevent.feeds.wanting import Wanted
from openevent.lib.errors import Malformed
from openevent.program import calendar
from openevent.program.models import Session
from openevent.program.models.session import SessionQuerySet
from openevent.tickets import calendar as tickets
from openevent.tickets import holding
from openevent.tickets.models import Attendee

Scope = FeedToken.Scope
REVOKED = (
    "This calendar was revoked. Its address opens nothing any more: remove it from your program, and make a new feed "
    "token if you still need one."
)
RENEWED = (
    "The address of this calendar was renewed, and this one opens nothing any more: give your program the new one."
)
TITLES = {
    Scope.FAVOURITES: "My favourites",
    Scope.SPEAKING: "Sessions I speak in",
    Scope.TICKET: "My tickets",
    Scope.TEAM: "All sessions",
}


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What a token opens: sessions of events, and all that these depend on."""

    title: str
    events: Sequence[Event]
    sessions: SessionQuerySet
    state: str
    tickets: Sequence[Attendee] = ()


@refusing
def feed(request: HttpRequest, /, secret: str, extension: str) -> HttpResponse:
    """`/feeds/{secret}.{extension}`: 410 with an empty calendar that says so, where it was revoked or renewed.

    What shows one event can be narrowed; by state only a team's.
    """
    wanted = wanting.schedule(extension, request.META.get("QUERY_STRING", ""))
    token = FeedToken.objects.by_digest(issuing.digest(secret))
    if token is None and FeedToken.objects.filter(former_digest=issuing.digest(secret)).exists():
        return respond(_gone(wanted, request.path, "Renewed calendar", RENEWED))
    if token is not None and token.revoked_at is not None:
        return respond(_gone(wanted, request.path, "Revoked calendar", REVOKED))
    if token is None or not opens(token):  # it may open again: the account is blocked, the event was deleted
        raise NoSuchCalendar
    issuing.note_fetch(token, programs.name(request.META.get("HTTP_USER_AGENT", "")))
    found = agenda(token, wanted)
    offer = Offer(
        key=f"token {token.pk} {token.digest} {found.state} {wanted.key}",
        media_type=wanted.format.media_type,
        make=lambda: Made(wanted.format.write(_calendar(found, wanted, request.path), rich=wanted.rich)),
        is_public=False,
        disposition=lambda: wanting.disposition(wanted, found.title),
    )
    return respond(answer(request.META, offer))


def agenda(token: FeedToken, wanted: Wanted) -> Agenda:
    """What the token shows now (2 statements, one more for tickets)."""
    if wanted.selection.state and token.scope != Scope.TEAM:
        raise Malformed("Only a team's calendar is chosen by “state”.", parameter="state")
    sessions = sessions_of(token, anything=bool(wanted.selection.state))
    marks = list(sessions.order_by("pk").values_list("pk", "event_id"))
    if token.scope != Scope.TEAM:  # these, whatever is marked until they are read again
        sessions = sessions.filter(pk__in=[number for number, _ in marks])
    tickets = list(holding.of_feed(token)) if token.scope == Scope.TICKET else []
    ids = {event_id for _, event_id in marks} | {ticket.event_id for ticket in tickets}
    found = list(Event.objects.filter(pk__in=ids).order_by("starts_at", "pk"))
    if not found and token.event is not None and _is_seen(token, token.event):
        found = [token.event]
    if wanted.selection.query and token.event is None:
        raise Malformed("Only the calendar of one event can be narrowed.")
    seen = [(event.pk, event.revision, freshness.tells_cancelled(event)) for event in found]
    stand = [(ticket.pk, ticket.sequence, ticket.revised_at, ticket.order.status) for ticket in tickets]
    state = f"{seen} {marks} {stand}"
    return Agenda(title=title(token), events=found, sessions=sessions, state=state, tickets=tickets)


def opens(token: FeedToken) -> bool:
    """Whether whose it is still may see what it opens."""
    if not token.user.is_active or (token.event is not None and token.event.deleted_at is not None):
        return False
    return token.scope != Scope.TEAM or token.event is None or events.may_follow(token.user, token.event)


def title(token: FeedToken) -> str:
    """What the calendar is called."""
    what = TITLES[Scope(token.scope)]
    return f"{what} at {token.event.name}" if token.event and _is_seen(token, token.event) else what


def _is_seen(token: FeedToken, event: Event) -> bool:
    """Whether what the event is called is nothing new to whose it is."""
    return event.is_public or token.scope == Scope.TEAM


def sessions_of(token: FeedToken, *, anything: bool = False) -> SessionQuerySet:
    """What of the token's sessions has an entry; for a team `anything` is all of it, whatever was decided on it."""
    found = _sessions(token, anything=anything).with_entries()
    return found if token.event_id is None else found.filter(event=token.event_id)


def _sessions(token: FeedToken, *, anything: bool) -> SessionQuerySet:
    user, told = token.user, Session.objects.filter(_is_told(), event__deleted_at=None)
    match Scope(token.scope):
        case Scope.FAVOURITES:
            return told.filter(event__state=Event.State.PUBLISHED, favourites__user=user).of_feed()
        case Scope.SPEAKING:
            spoken = user.speakers.filter(deleted_at=None, speaking__isnull=False).values("speaking__session")
            return told.filter(pk__in=spoken).of_team_feed()
        case Scope.TICKET:
            held = holding.of_feed(token).filter(deleted_at=None).order_by().values("event")
            return told.filter(event__in=held, event__state=Event.State.PUBLISHED, favourites__user=user).of_feed()
        case Scope.TEAM:
            # Of one event `opens` has asked already, of the staff too.
            run = told if token.event_id else told.filter(event__in=events.events_of(user, COORGANIZERS))
            return run.scheduled() if anything else run.of_team_feed()


def _is_told() -> Q:
    """What takes place, and what does not, as long as that is told."""
    goes_on = Q(deleted_at=None, state__in=Session.PUBLIC_STATES)
    return goes_on | Q(public_starts_at=None) | Q(event__ends_at__gt=timezone.now() - freshness.REMEMBERED)


def _calendar(found: Agenda, wanted: Wanted, path: str) -> Calendar:
    sessions = found.sessions
    if wanted.selection.query and found.events:
        sessions = wanted.selection.of(found.events[0], sessions)
    made = calendar.agenda(
        found.events, sessions, name=found.title, description=found.title, detailed=wanted.detailed
    ).calendar
    if found.tickets:
        # As letters have invited to them: one uid has one organizer.
        chosen = map(tickets.invited, made.entries)
        made = replace(made, entries=(*holding.entries(found.tickets), *chosen))
    return calendar.followed(made, wanting.source(wanted, path), uid=_uid(wanted, path))


def _uid(wanted: Wanted, path: str) -> str:
    """The calendar's own: nobody has the secret in its path but it."""
    return guids.of_selection("", wanting.selected(wanted, path))


def _gone(wanted: Wanted, path: str, name: str, why: str) -> Answer:
    """An empty calendar, so that programs show nothing, and 410, so that they stop asking."""
    about = About(uid=_uid(wanted, path))
    empty = Calendar(name=name, description=why, zone="UTC", entries=(), about=about)
    headers = {"Content-Type": wanted.format.media_type, "Cache-Control": "private, no-store"}
    return Answer(HTTPStatus.GONE, headers, wanted.format.write(empty))

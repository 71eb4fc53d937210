"""Who chose which sessions: holders of tickets who marked them, known by an account whose address is proven."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.holders.models import ToldSession
from openevent.program.models import FavouriteSession, Session
from openevent.program.models.session import SessionQuerySet
from openevent.tickets import access
from openevent.tickets.models import Attendee, FormerHolder, Order
from openevent.tickets.models.attendee import AttendeeQuerySet


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who holds, or held, tickets of an event."""

    user: User
    event: Event
    ticket: Attendee | None  # one about which letters are wanted; none where somebody else has them by now
    comes: bool  # with a ticket that is good


def reader(
    user: User | None, event: Event, *, former: Attendee | None = None, has_ended: bool = False
) -> Reader | None:
    """The account as a reader of letters about its sessions; None where nothing is to be written to it.

    Who left the letters of all the tickets that count, those that are good, or else those that are not, gets none.
    `former` is a ticket that it held, and that somebody else has by now; `has_ended` says that there was one. Without
    any ticket there is no reader: one may hold it by an address that is the account's no more.
    """
    if user is None or not (user.is_active and user.is_verified and event.is_calendar_mail_enabled):
        return None
    held = Attendee.objects.filter(access.held_by(user), event=event)
    tickets = list(held.select_related("order", "ticket", "event").order_by("pk"))
    good = [one for one in tickets if one.is_admitted]
    wanted = [one for one in good or tickets if not one.has_left_mail]
    if not wanted and (tickets or (former is None and not has_ended)):
        return None
    return Reader(user=user, event=event, ticket=next(iter(wanted), former), comes=bool(good))


def forget(address: str, event: Event) -> None:
    """Correct nothing any more that letters there have told of the event's sessions, unless another ticket is held."""
    user = User.objects.active_by_email(address)
    if user is not None and not Attendee.objects.filter(access.held_by(user), event=event).exists():
        ToldSession.objects.filter(user=user, session__event=event).delete()


def people(order: Order) -> list[User]:
    """The accounts behind the order and its attendees, of now and before, by id."""
    former = FormerHolder.objects.filter(attendee__order=order).values("email")
    named = Q(email__in=Attendee.objects.filter(order=order).exclude(email="").values("email")) | Q(email__in=former)
    return list(User.objects.filter(Q(pk=order.user_id) | named).order_by("pk"))


def chosen(user: User, event: Event, now: datetime) -> SessionQuerySet:
    """The sessions that the user marked, that take place and are not over."""
    return _coming(event, now).filter(favourites__user=user)


def _coming(event: Event, now: datetime) -> SessionQuerySet:
    slotted = Session.objects.taking_place().filter(event=event, ends_at__gt=F("starts_at"))
    return slotted.filter(ends_at__gt=now)


def behind(event: Event, now: datetime) -> list[User]:
    """Those whose calendars do not know what they chose, or what became of it (2 queries, by sets)."""
    ids = {*_gone(event, now)} | ({*_new(event, now)} if event.is_public else set())
    return list(User.objects.filter(pk__in=ids).order_by("pk"))


def _new(event: Event, now: datetime) -> Iterable[int]:
    """Of those with a good ticket: who has marked what they were not told, or not as it is now."""
    sequence = F("session__event__sequence") + F("session__sequence")
    known = ToldSession.objects.filter(user=OuterRef("user"), session=OuterRef("session"), is_invited=True)
    up_to_date = known.filter(known_sequence__gte=OuterRef("shown"))
    marks = FavouriteSession.objects.filter(session__in=_coming(event, now).order_by().values("pk"))
    good = _held(event).admitted().filter(has_left_mail=False)
    found = marks.annotate(shown=sequence).filter(Exists(good), ~Exists(up_to_date), user__is_verified=True)
    return found.values_list("user_id", flat=True)


def _gone(event: Event, now: datetime) -> Iterable[int]:
    """Who was told to come to what they do not come to any more; of what is over nobody needs to hear."""
    told = ToldSession.objects.filter(session__event=event, is_invited=True).exclude(session__ends_at__lte=now)
    if event.deleted_at is None:
        marked = FavouriteSession.objects.filter(user=OuterRef("user"), session=OuterRef("session"))
        coming = _coming(event, now).order_by().values("pk")
        ended = Exists(_held(event)) & ~Exists(_held(event).admitted())
        told = told.filter(~Exists(marked) | ~Q(session__in=coming) | ended)
    return told.values_list("user_id", flat=True)


def _held(event: Event) -> AttendeeQuerySet:
    """The tickets of the account that the row around it names."""
    return Attendee.objects.filter(access.HELD_BY_EACH, event=event)

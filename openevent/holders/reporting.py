"""What an event's team is told by letter: what people proposed, took back and ordered since the last one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openevent.accounts import languages, posting
from openevent.accounts.models import User
from openevent.events.models import Change, Event, EventRole
from openevent.holders.models import ToldTeam
from openevent.lib import addresses, text, urls
from openevent.program.models import Session
from openevent.tickets.models import Order

PACE = timedelta(hours=1)  # between two letters about an event
FIRST = timedelta(days=1)  # so far back looks the first one
SETTLED = timedelta(minutes=1)  # what is younger may be written down only now: the next letter tells of it
MOST_NAMED = 10
LONGEST_NAME = 150
READERS = (EventRole.Name.OWNER, EventRole.Name.ORGANIZER, EventRole.Name.COORGANIZER)  # who see it all
GOOD = (Order.Status.PLACED, Order.Status.COMPLETED)


@dataclass(frozen=True, kw_only=True)
class News:
    """What came in: titles of proposals, of sessions that their speakers took back, and how many orders."""

    proposed: Sequence[str]
    withdrawn: Sequence[str]
    orders: int


def report() -> int:
    """Write to the teams of events at which something came in, hourly at most; says how many letters.

    However many people propose and order, a letter tells of all of it. Running it twice does no harm.
    """
    now = timezone.now()
    until = now - SETTLED
    known = Subquery(ToldTeam.objects.filter(event=OuterRef("pk")).values("until"), output_field=DateTimeField())
    coming = Event.objects.living().filter(is_team_mail_enabled=True, ends_at__gt=now - FIRST)
    due = coming.annotate(since=Coalesce(known, Value(until - FIRST))).filter(since__lte=until - PACE)
    news = due.filter(
        Exists(_proposed(OuterRef("since"), until).filter(event=OuterRef("pk")))
        | Exists(_withdrawals(OuterRef("since"), until).filter(event=OuterRef("pk")))
        | Exists(_ordered(OuterRef("since"), until).filter(event=OuterRef("pk")))
    )
    found = dict(news.values_list("pk", "since"))
    return sum(_tell(event, found[event.pk], until) for event in Event.objects.filter(pk__in=found))


def _proposed(since: datetime | OuterRef, until: datetime) -> QuerySet[Session]:
    """Proposals that were handed in then, and not taken back since."""
    handed_in = Session.objects.living().filter(is_proposal=True, submitted_at__gt=since, submitted_at__lte=until)
    return handed_in.exclude(state__in=(Session.State.DRAFT, Session.State.WITHDRAWN)).order_by("submitted_at", "pk")


def _withdrawals(since: datetime | OuterRef, until: datetime) -> QuerySet[Change]:
    """That sessions were taken back then, by who had proposed them; those that still are."""
    left = Session.objects.living().filter(state=Session.State.WITHDRAWN, is_proposal=True)
    own = left.filter(pk=OuterRef("object_id"), creator=OuterRef("by"))
    moves = Change.objects.filter(object_type="session", kind=Change.Kind.STATE, at__gt=since, at__lte=until)
    return moves.filter(Exists(own))


def _withdrawn(event: Event, since: datetime, until: datetime) -> QuerySet[Session]:
    withdrawals = _withdrawals(since, until).filter(event=event).values("object_id")
    return Session.objects.filter(event=event, pk__in=withdrawals).order_by("pk")


def _ordered(since: datetime | OuterRef, until: datetime) -> QuerySet[Order]:
    """Orders that were finished then, to be paid or good at once, and that still count."""
    finished = Order.objects.filter(status__in=GOOD).annotate(finished=Coalesce("placed_at", "completed_at"))
    return finished.filter(finished__gt=since, finished__lte=until)


def _tell(event: Event, since: datetime, until: datetime) -> int:
    """The letters about one event, and that they are written, in one transaction; says how many."""
    ToldTeam.objects.get_or_create(event=event, defaults={"until": since})
    with transaction.atomic():
        if not ToldTeam.objects.filter(event=event, until=since).update(until=until):
            return 0  # another worker was faster
        news = News(
            proposed=_titles(_proposed(since, until).filter(event=event)),
            withdrawn=_titles(_withdrawn(event, since, until)),
            orders=_ordered(since, until).filter(event=event).count(),
        )
        people = _readers(event)
        for user in people:
            posting.write(user.email, _letter(event, news), language=languages.of(user, otherwise=languages.ENGLISH))
    return len(people)


def _titles(sessions: QuerySet[Session]) -> list[str]:
    return [text.one_line(title)[:LONGEST_NAME] for title in sessions.values_list("title", flat=True)]


def _readers(event: Event) -> list[User]:
    held = EventRole.objects.filter(event=event, role__in=READERS).values("user")
    return [user for user in User.objects.filter(pk__in=held).order_by("pk") if user.is_active and user.is_verified]


def _letter(event: Event, news: News) -> Callable[[], tuple[str, str]]:
    return lambda: (_subject(event, news), _text(event, news))


def _subject(event: Event, news: News) -> str:
    name = text.one_line(event.name)[:LONGEST_NAME]
    return _("%(event)s: %(news)s") % {"event": name, "news": ", ".join(part.head for part in _parts(event, news))}


def _text(event: Event, news: News) -> str:
    settings = urls.absolute(f"{addresses.management(event.identifier)}/settings/features")
    parts = [
        _("Hello,"),
        _("this has come in for %(event)s:") % {"event": text.one_line(event.name)},
        *("\n".join([part.head, *part.lines, urls.absolute(part.path)]) for part in _parts(event, news)),
        _("You get this letter, once an hour at most, as one of the team. It is switched off in the event’s settings:")
        + f"\n{settings}",
    ]
    return "\n\n".join(parts) + "\n"


class Part(NamedTuple):
    """One thing that came in: how much of it, its titles, and the page where the team sees it."""

    head: str
    lines: Sequence[str]
    path: str


def _parts(event: Event, news: News) -> Iterator[Part]:
    """What came in."""
    here = addresses.management(event.identifier)
    if number := len(news.proposed):
        head = ngettext("%(number)s new proposal", "%(number)s new proposals", number) % {"number": number}
        yield Part(head, _lines(news.proposed), f"{here}/review")
    if number := len(news.withdrawn):
        head = ngettext(
            "%(number)s session taken back by its speaker", "%(number)s sessions taken back by their speakers", number
        )
        yield Part(head % {"number": number}, _lines(news.withdrawn), f"{here}/sessions?state=withdrawn")
    if number := news.orders:
        head = ngettext("%(number)s new order", "%(number)s new orders", number) % {"number": number}
        yield Part(head, (), f"{here}/orders")


def _lines(titles: Sequence[str]) -> list[str]:
    rest = len(titles) - MOST_NAMED
    more = [_("and %(number)s more") % {"number": rest}] if rest > 0 else []
    return [f"- {title}" for title in titles[:MOST_NAMED]] + more

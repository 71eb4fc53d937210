"""What each calendar of CalDAV holds: the programme of an event, or what a feed token opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from openevent.events import access, freshness
from openevent.events.access import COORGANIZERS
from openevent.events.models import Event, FeedToken
from openevent.events.models.event import IDENTIFIER
from openevent.feeds import personal
from openevent.feeds.caldav import syncing
from openevent.feeds.caldav.syncing import Standing
from openevent.program import changes
from openevent.program.models import Session
from openevent.program.models.session import SessionQuerySet

Scope = FeedToken.Scope


@dataclass(frozen=True, kw_only=True)
class Content:
    """A calendar's sessions and their events; `marks` as in a Standing, `is_public` if everyone sees it."""

    key: str
    title: str
    events: tuple[Event, ...]
    sessions: SessionQuerySet
    marks: Mapping[int, int] | None = None
    is_public: bool = False

    @cached_property
    def standing(self) -> Standing:
        """How the calendar stands now (no query)."""
        events = {event.pk: (event.revision, freshness.tells_cancelled(event)) for event in self.events}
        return Standing(key=self.key, events=events, marks=self.marks)

    def numbers(self) -> Iterable[int]:
        """The ids of all its sessions (1 query, as soon as the first is asked for)."""
        yield from self.sessions.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)

    def changed_since(self, token: str) -> frozenset[int]:
        """The ids of the sessions that a program has to look at anew, or to forget. Raises UnknownToken."""
        found, exchanged = syncing.changed(self.standing, token)
        if self.marks is not None:
            shown = (one for one, event in self.marks.items() if one in found.sessions or event in found.events)
            return exchanged | frozenset(shown)
        whole = self.sessions.filter(event__in=found.events).values_list("pk", flat=True) if found.events else ()
        return frozenset(whole) | (changes.told(found) if self.is_public else found.sessions)


def of_event(key: str) -> Content | None:
    """The programme of the published event with this identifier (1 query)."""
    if not IDENTIFIER.fullmatch(key):
        return None
    event = Event.objects.living().filter(state=Event.State.PUBLISHED, identifier=key).first()
    return None if event is None else programme(event)


def programme(event: Event) -> Content:
    """The programme of a published event (no query)."""
    sessions = Session.objects.of_feed(tells_cancelled=freshness.tells_cancelled(event)).filter(event=event)
    return Content(
        key=f"event {event.pk}", title=event.name, events=(event,), sessions=sessions.with_entries(), is_public=True
    )


def of_token(token: FeedToken) -> Content:
    """What the token opens (1 or 2 queries)."""
    sessions = personal.sessions_of(token)
    made = Content(key=f"token {token.pk}", title=personal.title(token), events=(), sessions=sessions)
    if token.scope == Scope.TEAM:
        run = Q(pk=token.event_id) if token.event_id else Q(pk__in=access.events_of(token.user, COORGANIZERS))
        return replace(made, events=tuple(Event.objects.living().filter(run)))
    marks = dict(sessions.order_by("pk").values_list("pk", "event_id"))
    events = Event.objects.filter(pk__in=set(marks.values()))
    return replace(made, events=tuple(events), marks=marks)

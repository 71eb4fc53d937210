"""What happened to a published programme, told with what it was before; only what everybody may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Max, Q, QuerySet

from openevent.calendars.timezones import zone
from openevent.events import facts
from openevent.events.models import Change, Event
from openevent.events.revising import Kind
from openevent.program import remembering
from openevent.program.models import Session

# What brings a session into the programme, or takes it out; and what gives it other words or another slot, where the
# log has what everybody saw before: of what was not public these tell nothing, and there are many.
ACTS = (Kind.CREATED, Kind.STATE, Kind.DELETED, Kind.RESTORED)
CHANGES = (Kind.CHANGED, Kind.SCHEDULED, Kind.MOVED)
MOST = 2000  # the newest rows of the log, from which is told


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A session, or the event, as everybody saw it; `place` is the room, or the house."""

    name: str
    place: str
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def times(self) -> tuple[datetime | None, datetime | None]:
        """From when to when."""
        return self.starts_at, self.ends_at


@dataclass(frozen=True, kw_only=True)
class News:
    """What came of one day's changes to a session, or to the event itself (then `session` is none).

    Without `before` it is new in the programme, without `after` it has left it.
    """

    session: int | None
    at: datetime
    before: Seen | None
    after: Seen | None


def told(event: Event, *, since: datetime | None = None) -> list[News]:
    """What changed since then, or since the event was published, the newest first (3 queries).

    What was changed and changed back on the same day, as clocks at the event have it, is not told.
    """
    rows = _rows(event, since)
    now = _present(event, {row.object_id for row in rows if row.object_type == "session"})
    found: list[News] = []
    for (what, number), own in groupby(sorted(rows, key=_subject), _subject):
        if what == "event":
            found += _news(list(own), event, None, _seen_of_event(facts.seen(event)))
        elif number in now:  # else it was deleted for good
            found += _news(list(own), event, number, now[number])
    return sorted(found, key=lambda news: (news.at, news.session or 0), reverse=True)


def former_start(event: Event, session: Session | None = None) -> datetime | None:
    """When the event, or this session of it, was to begin, if everybody was told another time before (2 queries)."""
    subject = session or event
    rows = _public(event).filter(object_type=subject._meta.model_name, object_id=subject.pk).exclude(was={})
    for row in rows.order_by("-revision", "-id")[:MOST]:
        begun = _instant(row.was.get("starts_at", ""))
        if begun is not None and begun != subject.starts_at:
            return begun
    return None


def _public(event: Event) -> QuerySet[Change]:
    """The log since the event was published last: what it was before that, nobody saw."""
    last = event.changes.filter(kind=Kind.PUBLISHED).aggregate(last=Max("revision"))["last"] or 0
    return event.changes.filter(revision__gt=last)


def _rows(event: Event, since: datetime | None) -> list[Change]:
    acts = Q(object_type="session", kind__in=ACTS)
    changes = Q(object_type__in=("session", "event"), kind__in=CHANGES) & ~Q(was={})
    rows = _public(event).filter(acts | changes)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return list(rows.order_by("-revision", "-id")[:MOST])[::-1]


def _subject(row: Change) -> tuple[str, int]:
    return row.object_type, row.object_id


def _present(event: Event, ids: Iterable[int]) -> dict[int, Seen | None]:
    """How everybody sees the sessions now; none for what is not, or no longer, in the programme."""
    sessions = Session.objects.filter(event=event, pk__in=ids).select_related("microlocation")
    return {session.pk: _seen(remembering.seen(session, event)) for session in sessions}


def _news(rows: list[Change], event: Event, session: int | None, now: Seen | None) -> Iterable[News]:
    """Of the rows of one thing what came of each day. What it was after an act is what it was before the next one."""
    read = _seen if session is not None else _seen_of_event
    before = [read(row.was) for row in rows]
    after = [*before[1:], now]
    here = zone(event.timezone)
    for _, group in groupby(range(len(rows)), lambda index: rows[index].at.astimezone(here).date()):
        days = list(group)
        first, last = before[days[0]], after[days[-1]]
        if first != last:
            yield News(session=session, at=rows[days[-1]].at, before=first, after=last)


def _seen(was: dict[str, str]) -> Seen | None:
    if not was:
        return None
    return Seen(
        name=was["title"],
        place=was["room"],
        starts_at=_instant(was["starts_at"]),
        ends_at=_instant(was["ends_at"]),
    )


def _seen_of_event(was: dict[str, str]) -> Seen:
    return Seen(
        name=was["name"],
        place=was["location_name"],
        starts_at=_instant(was["starts_at"]),
        ends_at=_instant(was["ends_at"]),
    )


def _instant(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

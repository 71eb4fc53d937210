"""Which entries of calendars say something else than they did, read from the log of changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from openevent.events.facts import SHOWN_IN_ENTRIES
from openevent.events.models import Change
from openevent.events.revising import Kind
from openevent.program.models import Session

UNSEEN = (Kind.LOCKED, Kind.UNLOCKED)  # no calendar shows whether a session is locked
SLOT = frozenset({"starts_at", "ends_at"})
MOST = 500  # ids in one statement; of more it is quicker to read all rows


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The ids of sessions whose entries changed, of those that got or lost a time, of events all of whose did."""

    sessions: frozenset[int] = frozenset()
    moved: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()


def since(revisions: Mapping[int, int]) -> Changes:
    """What changed in these events after these revisions, by the events' ids (1 query; none for no event)."""
    if not revisions:
        return Changes()
    later = Q()
    for event_id, revision in revisions.items():
        later |= Q(event=event_id, revision__gt=revision)
    told = Change.objects.filter(later, object_type__in=("session", "event")).exclude(kind__in=UNSEEN).order_by()
    rows = list(told.values_list("object_type", "object_id", "kind", "members"))
    sessions = [(number, kind, members) for what, number, kind, members in rows if what == "session"]
    return Changes(
        sessions=frozenset(number for number, _, _ in sessions),
        moved=frozenset(number for number, kind, members in sessions if kind == Kind.MOVED and SLOT & set(members)),
        events=frozenset(
            number
            for what, number, kind, members in rows
            if what == "event" and (kind == Kind.IMPORTED or SHOWN_IN_ENTRIES & set(members))
        ),
    )


def told(changes: Changes) -> frozenset[int]:
    """Those of the changed sessions that a public calendar may have shown, or shows (at most 1 query).

    Who follows a calendar shall not learn from it that somebody proposed a session.
    """
    unsure = changes.sessions - changes.moved
    stands = Q(state__in=Session.PUBLIC_STATES) | Q(was_public=True)
    return changes.moved | _chosen(unsure, stands)


def _chosen(numbers: Collection[int], condition: Q) -> frozenset[int]:
    found: set[int] = set()
    listed = sorted(numbers)
    for start in range(0, len(listed), MOST):
        rows = Session.objects.filter(condition, pk__in=listed[start : start + MOST]).order_by()
        found |= set(rows.values_list("pk", flat=True))
    return frozenset(found)

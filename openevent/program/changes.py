"""Which entries of calendars say something else than they did, read from the log of changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from openevent.events.facts import SHOWN_IN_ENTRIES
from openevent.events.models import Change
from openevent.events.revising import Kind
from openevent.program.models import Session

UNSEEN = (Kind.LOCKED, Kind.UNLOCKED)  # no calendar shows whether a session is locked
MOST = 500  # ids in one statement; of more it is quicker to read all rows


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The ids of sessions whose entries changed, and of events all of whose entries did."""

    sessions: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()


def since(revisions: Mapping[int, int]) -> Changes:
    """What changed in these events after these revisions, by the events' ids (1 query; none for no event)."""
    if not revisions:
        return Changes()
    later = Q()
    for event_id, revision in revisions.items():
        later |= Q(event=event_id, revision__gt=revision)
    told = Change.objects.filter(later, object_type__in=("session", "event")).exclude(kind__in=UNSEEN).order_by()
    rows = list(told.values_list("object_type", "object_id", "members"))
    return Changes(
        sessions=frozenset(number for what, number, _ in rows if what == "session"),
        events=frozenset(
            number for what, number, members in rows if what == "event" and SHOWN_IN_ENTRIES & set(members)
        ),
    )


def told(changes: Changes) -> frozenset[int]:
    """Those of the changed sessions that a public calendar may have shown, or shows (at most 1 query).

    Who follows a calendar shall not learn from it that somebody proposed a session.
    """
    return _chosen(changes.sessions, Q(state__in=Session.PUBLIC_STATES) | Q(public_starts_at__isnull=False))


def _chosen(numbers: Collection[int], condition: Q) -> frozenset[int]:
    found: set[int] = set()
    listed = sorted(numbers)
    for start in range(0, len(listed), MOST):
        rows = Session.objects.filter(condition, pk__in=listed[start : start + MOST]).order_by()
        found |= set(rows.values_list("pk", flat=True))
    return frozenset(found)

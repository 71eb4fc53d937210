"""The revision counter of an event, and the log of its changes.

Everything that calendars, pages and answers say of an event derives its freshness from the counter: entity tags,
cache keys, sync tokens, the reuse of finished exports. So every act that changes what they say calls `bump` in the
transaction in which it makes the change.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Change, Event
from openevent.lib.errors import Unknown

Kind = Change.Kind


def now() -> datetime:
    """The present to the second: calendars know no fractions (RFC 5545, 3.3.5)."""
    return timezone.now().replace(microsecond=0)


class EventGone(Unknown):
    """The event was deleted, perhaps while somebody waited to change it."""

    def __init__(self) -> None:
        super().__init__(_("There is no such event any more."))


@contextmanager
def locked(event_id: int, *, deleted: bool = False) -> Iterator[Event]:
    """A transaction in which nobody else changes the event: the block gets its row as it is now.

    Raises EventGone for a deleted one, unless it is one that `deleted` asks for.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
        if event is None or (event.deleted_at is not None and not deleted):
            raise EventGone
        yield event


def later(event: Event, revision: int) -> models.QuerySet[Change]:
    """What was changed in the event after a revision; things that only show what was changed are left out."""
    return Change.objects.filter(event=event, revision__gt=revision).exclude(kind=Kind.REVISED)


def bump(
    event: Event,
    kind: Change.Kind,
    changed: models.Model,
    *,
    by: User | None,
    members: Iterable[str] = (),
    revised: Iterable[models.Model] = (),
    along: Iterable[tuple[Change.Kind, models.Model]] = (),
    was: Mapping[models.Model, dict[str, Any]] | None = None,
) -> int:
    """Count the event's revision up and log what changed; returns the new revision.

    `members` are the columns of `changed` that say something else now; `revised` are further objects whose appearance
    the change alters (the sessions of a renamed room), `along` those that the same act changed (the invitation, when a
    role is given by it), and `was` holds what everybody saw of them before. Must run in the transaction of the change:
    the counter's row is locked until that ends, so revisions have no gaps and no doubles.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A revision counts in the transaction of its change only.")
    at = timezone.now()
    Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1, changed_at=at)
    event.refresh_from_db(fields=["revision", "changed_at"])
    rows = [(kind, changed), *along, *((Kind.REVISED, other) for other in revised)]
    Change.objects.bulk_create(
        Change(
            event=event,
            revision=event.revision,
            kind=what,
            object_type=subject._meta.model_name or "",
            object_id=subject.pk,
            members=sorted(members) if number == 0 else [],
            was=(was or {}).get(subject, {}),
            by=by,
            at=at,
        )
        for number, (what, subject) in enumerate(rows)
    )
    return event.revision

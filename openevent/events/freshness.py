"""How fresh a published event is: the one read that answers a poll of its calendars."""

import time
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from openevent.events.models import Event
from openevent.events.models.event import IDENTIFIER

A_MINUTE = timedelta(minutes=1)
REMEMBERED = timedelta(days=30)  # so long after an event its feeds tell of what was cancelled


class Freshness(NamedTuple):
    """A published event's id, its revision, and whether cancellations are still told."""

    event_id: int
    revision: int
    tells_cancelled: bool


def of(key: str) -> Freshness | None:
    """The freshness of the event with this identifier or id; None where there is none that everyone sees.

    One read by an index, written out: to build it anew takes the ORM longer than all the rest of a poll.
    """
    if IDENTIFIER.fullmatch(key):
        return _read(_BY_IDENTIFIER, key)
    if key.isascii() and key.isdigit() and len(key) < 19:
        return _read(_BY_ID, int(key))
    return None


def tells_cancelled(event: Event) -> bool:
    """Whether the feeds of the event still tell of what was cancelled."""
    return event.ends_at > timezone.now() - REMEMBERED


def changed_at(event: Event, *, tells_cancelled: bool) -> datetime | None:
    """When what the feeds of the event say changed last: by somebody, or because cancellations are told no more.

    As polls are told it: within a minute after the moment itself they may be told of cancellations still.
    """
    if event.changed_at is None or tells_cancelled:
        return event.changed_at
    return max(event.changed_at, event.ends_at + REMEMBERED + A_MINUTE)


def _read(statement: str, value: str | int) -> Freshness | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, (_limit(int(time.time()) // 60), value))
        row = cursor.fetchone()
    return None if row is None else Freshness(row[0], row[1], bool(row[2]))


@lru_cache(maxsize=2)
def _limit(_minute: int) -> Any:
    """The end of events that are just forgotten, as the database compares it; the same for a minute."""
    return connection.ops.adapt_datetimefield_value(timezone.now() - REMEMBERED)


_STATEMENT = (
    f'SELECT "id", "revision", "ends_at" > %s FROM "{Event._meta.db_table}" '  # noqa: S608 - our own names
    f'WHERE "state" = \'{Event.State.PUBLISHED}\' AND "deleted_at" IS NULL AND '
)
_BY_IDENTIFIER, _BY_ID = f'{_STATEMENT}"identifier" = %s', f'{_STATEMENT}"id" = %s'

"""Noting which programs follow which calendars, so that the team knows: seldom, for polls are many."""

import threading
import time
from collections import OrderedDict

import structlog
from django.db import DatabaseError
from django.utils import timezone

from openevent.events.models import Poll

log = structlog.get_logger(__name__)
EVERY = 600.0  # seconds between two notes of the same program
MOST = 10_000
_noted: OrderedDict[tuple[int, str], float] = OrderedDict()
_lock = threading.Lock()


def note(event_id: int, program: str) -> None:
    """Write down that the program asked for a calendar of the event just now, unless that was done shortly before."""
    if _is_due(event_id, program):
        now = timezone.now()
        row = Poll(event_id=event_id, program=program, first_at=now, last_at=now)
        try:
            Poll.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["event", "program"], update_fields=["last_at"]
            )
        except DatabaseError as error:  # the calendar is handed out all the same, and a later poll noted
            log.warning("it was not noted who follows a calendar", of=event_id, reason=str(error))


def forget() -> None:
    """Note everything anew."""
    with _lock:
        _noted.clear()


def _is_due(event_id: int, program: str) -> bool:
    key, now = (event_id, program), time.monotonic()
    last = _noted.get(key)
    if last is not None and now - last < EVERY:
        return False
    with _lock:
        _noted[key] = now
        _noted.move_to_end(key)
        while len(_noted) > MOST:
            _noted.popitem(last=False)
    return True

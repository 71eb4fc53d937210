"""Where somebody is: the log of scans, replayed in the order of their moments.

Devices at the door may be offline, and what they saw comes late, twice and in any order. So every scan is kept, and
what is so now follows from all of them: of two that say the same, the earlier counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import uuid4

from openevent.tickets.models import Attendee, CheckIn, Order

Direction, Outcome = CheckIn.Direction, CheckIn.Outcome
RANK = {Direction.REGISTERED: 0, Direction.IN: 1, Direction.OUT: 2}  # of the same moment


@dataclass(frozen=True, kw_only=True)
class Presence:
    """By which scans somebody is where they are; `counted` are all that changed something, in their order."""

    came: CheckIn | None = None  # in since
    left: CheckIn | None = None  # out since; who has never come has not left
    registered: CheckIn | None = None
    counted: tuple[CheckIn, ...] = ()

    def after(self, scan: CheckIn) -> "Presence":
        """Where they are after the scan."""
        if self.before(scan) is not None or (scan.direction == Direction.OUT and self.came is None):
            return self
        counted = (*self.counted, scan)
        if scan.direction == Direction.REGISTERED:
            return replace(self, registered=scan, counted=counted)
        is_in = scan.direction == Direction.IN
        return replace(self, came=scan if is_in else None, left=None if is_in else scan, counted=counted)

    def before(self, scan: CheckIn) -> CheckIn | None:
        """The scan by which it is so already."""
        return {Direction.IN: self.came, Direction.OUT: self.left}.get(Direction(scan.direction), self.registered)

    def times(self, direction: CheckIn.Direction) -> list[CheckIn]:
        """The scans that counted, one way."""
        return [scan for scan in self.counted if scan.direction == direction]


def replayed(scans: Iterable[CheckIn]) -> Presence:
    """What comes of the scans, however they are sorted."""
    return reduce(Presence.after, sorted(scans, key=_place), Presence())


def _place(scan: CheckIn) -> tuple[Any, ...]:
    return scan.moment, RANK[Direction(scan.direction)], scan.key


def note(attendee: Attendee, scan: CheckIn) -> CheckIn:
    """Add the scan to the log, with what the device is told; the attendee's columns follow. The order is locked."""
    others = list(CheckIn.objects.filter(attendee=attendee).select_related("by"))
    earlier = replayed(one for one in others if _place(one) < _place(scan))
    scan.event_id, scan.attendee = attendee.event_id, attendee
    scan.first = earlier.before(scan)
    scan.outcome = Outcome.COUNTED if earlier.after(scan) is not earlier else Outcome.NOT_IN
    if scan.first is not None:
        scan.outcome = Outcome.ALREADY
    scan.save(force_insert=True)
    now = replayed([*others, scan])
    attendee.is_checked_in, attendee.is_checked_out = now.came is not None, now.left is not None
    attendee.is_registered = now.registered is not None
    attendee.save(update_fields=["is_checked_in", "is_checked_out", "is_registered"])
    return scan


def let_in(order: Order, now: datetime) -> int:
    """While the event goes on, check those in whose tickets need no scan; says how many. The order is locked."""
    if not order.event.starts_at <= now < order.event.ends_at:
        return 0
    waiting = Attendee.objects.admitted().unscanned().filter(order=order)
    return len(
        [note(attendee, CheckIn(direction=Direction.IN, key=f"automatic {uuid4()}", at=now)) for attendee in waiting]
    )

"""Checking in and out at the door: by the code of a ticket, once for each scan, however often a device says it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.events.policy import Act, aloud
from openevent.lib import models, text
from openevent.lib.errors import Conflicting, Forbidden, Refused, Unknown
from openevent.tickets import access, moving, presence
from openevent.tickets.models import Attendee, CheckIn, Order

Status = Order.Status
# Why a ticket lets nobody in, by the status of its order.
REASONS = {
    Status.INITIALIZING: gettext_noop("The order of this ticket is not finished."),
    Status.PENDING: gettext_noop("This ticket is not paid yet: its payment is on the way."),
    Status.PLACED: gettext_noop("This ticket is not paid yet. The event’s team can say that the money came."),
    Status.CANCELLED: gettext_noop("This ticket was cancelled."),
    Status.EXPIRED: gettext_noop("The order of this ticket was not finished in time."),
}
REFUNDED = gettext_noop("This ticket was refunded.")
MOST_AT_ONCE = 1000
CODE = re.compile(r"(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-)?[0-9a-f]{24}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What a device at the door says: the code that it read, which way, its own key for the scan, and when it was."""

    code: str
    direction: CheckIn.Direction
    key: str
    client_at: datetime | None = None
    device: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A scan in the log, and whether it was not there before."""

    scan: CheckIn
    is_new: bool


class NotAtTheDoor(Forbidden):
    """Only some stand there."""

    def __init__(self) -> None:
        super().__init__(aloud("attendee", Act.CHECK_IN))


class NoTicket(Unknown):
    """The code is of no ticket of the event."""

    def __init__(self, event: Event) -> None:
        super().__init__(gettext("This is no ticket of “%(name)s”.") % {"name": event.name}, pointer="/code")


class NotAdmitted(Conflicting):
    """The ticket lets nobody in."""


class KeyUsed(Conflicting):
    """A key is of one scan."""

    def __init__(self) -> None:
        super().__init__(gettext("Another scan has this key. Each scan has its own, such as a UUID."), pointer="/key")


class WrongClock(Refused):
    """The device cannot know what time it is."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The clock of the device is wrong: it says that this ticket was scanned before it was ordered. "
                "Set it, or send the scan without its time."
            ),
            pointer="/client-at",
        )


def is_code(text: str) -> bool:
    """Whether it is written as the codes of tickets are, whoever's."""
    return CODE.fullmatch(text.strip()) is not None


def check_in(event: Event, scan: Scan, *, by: User) -> Checked:
    """Add the scan to the event's log; of one that is there already (by its key) the same again. Raises Refused.

    The code is that of the QR code, `<order>-<attendee>`, or the attendee's identifier alone. That somebody is in (or
    out) already is no refusal: the scan says so, and which came first.
    """
    row = _row(scan, by)
    found = _found(event, scan.code)
    with moving.locked(found.order_id) as order:
        if not access.may_check_in(by, event):
            raise NotAtTheDoor
        known = CheckIn.objects.filter(event=event, key=scan.key).select_related("by", "first__by").first()
        if known is not None:
            return Checked(scan=_same(known, found, scan), is_new=False)
        attendee = Attendee.objects.select_related("ticket").get(pk=found.pk)
        _check_admitted(attendee, order)
        return Checked(scan=_noted(attendee, row), is_new=True)


def check_in_all(event: Event, scans: Sequence[Scan], *, by: User) -> Iterator[Checked | Refused]:
    """Each scan by itself, in the order in which they were made: what became of each, in the order of `scans`."""
    became: dict[int, Checked | Refused] = {}
    now = timezone.now()
    for at in sorted(range(len(scans)), key=lambda at: scans[at].client_at or now):
        try:
            became[at] = check_in(event, scans[at], by=by)
        except Refused as refusal:
            became[at] = refusal
    return (became[at] for at in range(len(scans)))


def let_in_due() -> int:
    """Check those in whose tickets need no scan, of events that have begun; says how many."""
    now = timezone.now()
    due = Attendee.objects.admitted().unscanned()
    due = due.filter(event__starts_at__lte=now, event__ends_at__gt=now, event__deleted_at=None)
    orders = due.order_by("order_id").values_list("order_id", flat=True).distinct()
    return sum(map(_let_in, list(orders[:MOST_AT_ONCE])))


def _let_in(order_id: int) -> int:
    with moving.locked(order_id) as order:
        return presence.let_in(order, timezone.now())


def _found(event: Event, code: str) -> Attendee:
    """The attendee with the code, whose ticket may be good no more."""
    order, _, identifier = "".join(code.split()).lower().rpartition("-")  # typed as it is shown, in groups
    found = Attendee.objects.filter(event=event, identifier=text.storable(identifier)).select_related("order").first()
    if found is None or order not in ("", str(found.order.identifier)):
        raise NoTicket(event)
    return found


def _same(known: CheckIn, attendee: Attendee, scan: Scan) -> CheckIn:
    if (known.attendee_id, known.direction) != (attendee.pk, scan.direction):
        raise KeyUsed
    return known


def _check_admitted(attendee: Attendee, order: Order) -> None:
    if order.status != Status.COMPLETED:
        was_refunded = order.status == Status.CANCELLED and order.refunded > 0
        raise NotAdmitted(gettext(REFUNDED if was_refunded else REASONS[Status(order.status)]))
    if attendee.deleted_at is not None:
        raise NotAdmitted(gettext("This ticket was given back."))


def _row(scan: Scan, by: User) -> CheckIn:
    """The scan as the log has it; raises WrongValue."""
    device = text.one_line(scan.device)
    row = CheckIn(direction=scan.direction, key=scan.key, device=device, client_at=scan.client_at, by=by)
    models.check(row, members={"key", "device"})
    return row


def _noted(attendee: Attendee, row: CheckIn) -> CheckIn:
    if row.client_at is not None and row.client_at < attendee.created_at:
        raise WrongClock
    row.at = timezone.now()
    try:
        with transaction.atomic():
            return presence.note(attendee, row)
    except IntegrityError as error:  # in the same moment the key was taken for a ticket of another order
        if not CheckIn.objects.filter(event_id=attendee.event_id, key=row.key).exists():
            raise
        raise KeyUsed from error

"""How a waiting list moves: free places go to the first in line, are held for a time, and pass on.

Strictly in order: while somebody waits, nobody else is given free places, and who wants more places than are free is
waited for. Whoever changes an entry holds the row of its ticket first, and no other ticket's unless it has to be given
back places in the same transaction; there they are taken by their ids, as everywhere.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from openevent.accounts import posting
from openevent.tickets import summoning
from openevent.tickets.models import Ticket, WaitingEntry
from openevent.tickets.models.waiting_entry import WaitingEntryQuerySet

Status = WaitingEntry.Status
SHORTEST = timedelta(hours=1)  # an offer is good for so long, unless sales end before
AT_ONCE, MOST_AT_ONCE = 500, 1000


def advance(tickets: Collection[int]) -> int:
    """Offer what is free of these tickets to who waits; must run in the transaction that freed it. Says how many."""
    queued = Ticket.objects.filter(pk__in=tickets, waiting__gt=0)
    if not queued.exists():  # who joins meanwhile waits for the tickets' rows, and finds that there are some again
        return 0
    rows = queued.select_for_update(no_key=True, of=("self",)).select_related("event").order_by("pk")
    now = timezone.now()
    return sum(_offer_all(ticket, now) for ticket in rows)


def _offer_all(ticket: Ticket, now: datetime) -> int:
    if not _is_on_sale(ticket, now):
        return 0
    offered = 0
    while (entry := WaitingEntry.objects.waiting().filter(ticket=ticket).select_related("user").first()) is not None:
        if entry.user is None or not entry.user.is_active or not ticket.is_orderable(entry.quantity):
            close(ticket.pk, WaitingEntry.objects.filter(pk=entry.pk), Status.ENDED)
        elif Ticket.objects.hold(ticket.pk, entry.quantity):
            _offer(entry, ticket, now)
            offered += 1
        else:
            break
    return offered


def _is_on_sale(ticket: Ticket, now: datetime) -> bool:
    event = ticket.event
    is_there = ticket.deleted_at is None and event.deleted_at is None and event.is_public
    return is_there and ticket.sales_starts_at <= now < ticket.sales_ends_at


def _offer(entry: WaitingEntry, ticket: Ticket, now: datetime) -> None:
    """Say that these places are held for them, and until when; in a letter, too."""
    entry.status, entry.ticket = Status.OFFERED, ticket
    entry.offered_at, entry.offered_until = now, until(now, ticket.sales_ends_at)
    entry.save(update_fields=["status", "offered_at", "offered_until"])
    letter = summoning.letter(entry)
    posting.post(letter.to, subject=letter.subject, text=letter.text, once=True, language=letter.language)


def until(now: datetime, sales_end_at: datetime) -> datetime:
    """Until when an offer is good: near the end of sales shorter, so that others have a turn."""
    span = min(settings.WAITING_OFFER, max((sales_end_at - now) / 2, SHORTEST))
    return min(now + span, sales_end_at)


@contextmanager
def locked(entry: WaitingEntry) -> Iterator[WaitingEntry]:
    """A transaction in which nobody else moves the list of the entry's ticket: the block gets it as it is now."""
    with transaction.atomic():
        lock(entry.ticket_id)
        yield WaitingEntry.objects.select_related("ticket__event").get(pk=entry.pk)


def lock(ticket_id: int) -> None:
    """Take the row of the ticket, and with it its waiting list, until the transaction ends."""
    Ticket.objects.select_for_update(no_key=True).filter(pk=ticket_id).first()


def close(ticket_id: int, entries: WaitingEntryQuerySet, status: WaitingEntry.Status) -> int:
    """End these open entries of the locked ticket, and give back what they hold; says how many there were."""
    keys, closed = list(entries.open().filter(ticket=ticket_id).values_list("pk", flat=True)), 0
    for start in range(0, len(keys), AT_ONCE):
        found = WaitingEntry.objects.filter(pk__in=keys[start : start + AT_ONCE])
        held = found.aggregate(
            waiting=Count("pk", filter=Q(status=Status.WAITING)),
            places=Sum("quantity", filter=Q(status=Status.OFFERED), default=0),
        )
        closed += found.update(status=status, ended_at=timezone.now(), offered_until=None)
        Ticket.objects.filter(pk=ticket_id).update(
            waiting=F("waiting") - held["waiting"], taken=F("taken") - held["places"]
        )
    return closed


def end(ticket_id: int) -> int:
    """Nobody waits for the locked ticket any more."""
    return close(ticket_id, WaitingEntry.objects.all(), Status.ENDED)


def pass_due(tickets: Collection[int] | None = None) -> int:
    """Offers that nobody took in time pass to the next in line, each ticket's in a transaction of its own."""
    now = timezone.now()
    due = WaitingEntry.objects.due(now)
    return _each(due if tickets is None else due.filter(ticket__in=tickets), due, Status.PASSED)


def sweep() -> int:
    """End what is over, pass on what was not taken, and offer what is free after all: what no act has seen to."""
    now = timezone.now()
    over = WaitingEntry.objects.over(now)
    moved = _each(over, over, Status.ENDED) + pass_due()
    return moved + sum(
        map(_advance, _keys(WaitingEntry.objects.waiting().filter(ticket__taken__lt=F("ticket__quantity"))))
    )


def _each(found: WaitingEntryQuerySet, entries: WaitingEntryQuerySet, status: WaitingEntry.Status) -> int:
    return sum(_close(ticket_id, entries, status) for ticket_id in _keys(found))


def _keys(entries: WaitingEntryQuerySet) -> list[int]:
    return list(entries.order_by("ticket_id").values_list("ticket_id", flat=True).distinct()[:MOST_AT_ONCE])


@transaction.atomic
def _close(ticket_id: int, entries: WaitingEntryQuerySet, status: WaitingEntry.Status) -> int:
    lock(ticket_id)
    closed = close(ticket_id, entries, status)
    advance([ticket_id])
    return closed


@transaction.atomic
def _advance(ticket_id: int) -> int:
    return advance([ticket_id])

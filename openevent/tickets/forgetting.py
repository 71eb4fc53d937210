"""Erasing what is personal of somebody who bought tickets, or holds some: places, amounts and numbers stay.

Each order goes in a transaction of its own, behind its lock, so that each is as it was or as it will be, and nobody
waits for more than one. Running it again goes on where it was broken off.
"""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.accounts.personal import by_address
from openevent.jobs import voiding
from openevent.jobs.models import Job
from openevent.lib import models
from openevent.lib.errors import Conflicting
from openevent.tickets import billing, books, moving, papers, press, queueing
from openevent.tickets.forms import OF_PERSON
from openevent.tickets.models import (
    AccessCode,
    Attendee,
    CheckIn,
    DiscountCode,
    Notice,
    Order,
    OrderChange,
    Payment,
    Refund,
    WaitingEntry,
)
from openevent.tickets.models.attendee import AttendeeQuerySet

# Of an order: what neither books nor the door need.
WORDS = ("cancel_note", "order_notes", "brand", "exp_month", "exp_year", "last4")


class TicketsStill(Conflicting):
    """The account has tickets of an event that is still to come."""


class OwesStill(Conflicting):
    """Money is still to come, or to go back."""


def check(user: User) -> None:
    """Raise TicketsStill or OwesStill for somebody with an order that is not over."""
    mine = Order.objects.filter(user=user).select_related("event")
    coming = mine.live().filter(event__ends_at__gt=timezone.now(), event__deleted_at=None).first()
    if coming is not None:
        raise TicketsStill(
            _("The account has tickets of “%(name)s”, which is not over. Cancel the order first: %(order)s.")
            % {"name": coming.event.name, "order": coming}
        )
    owing = mine.owing().first()
    if owing is not None:
        raise OwesStill(
            _("A payment for the order %(identifier)s is open: it must come, or go back, first.")
            % {"identifier": owing.identifier}
        )


def events_of(user: User, address: str) -> set[int]:
    """The ids of the events whose lists tell of the person."""
    mine = Q(order__user=user) | by_address(user, address)
    return set(Attendee.objects.filter(mine).order_by().values_list("event_id", flat=True).distinct())


def forget(user: User, address: str) -> None:
    """Erase it; `address` is the proven one, or empty."""
    for order_id in list(Order.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)):
        _forget_order(order_id, user)
    elsewhere = Attendee.objects.filter(by_address(user, address)).order_by("order_id")
    for order_id in list(elsewhere.values_list("order_id", flat=True).distinct()):
        with moving.locked(order_id):
            # Lines about money that went back name those whose tickets were taken back with it.
            OrderChange.objects.filter(order=order_id, kind=OrderChange.Kind.REFUND).update(note="", said=[])
            _forget_attendees(Attendee.objects.filter(by_address(user, address), order=order_id))
    for entry in WaitingEntry.objects.filter(user=user).order_by("ticket_id", "pk"):
        _end_waiting(entry)
    _forget_acts(user)


def _forget_order(order_id: int, user: User) -> None:
    """Make the order nobody's; one that is in the books keeps for a time what they need."""
    with moving.locked(order_id) as order:
        if order.is_in_books:
            if order.status in (Order.Status.PLACED, Order.Status.COMPLETED):
                billing.issue(order)  # in its words the buyer's name is kept; most orders have theirs already
            order.books_until = books.kept_until(order)
        else:
            books.blank(order)
        for name, nothing in models.unsaid(Order, WORDS).items():
            setattr(order, name, nothing)
        order.user = None
        order.save(update_fields=[*WORDS, "user", "books_until"])
        OrderChange.objects.filter(order=order).update(note="", said=[])  # the buyer's words, and those about the buyer
        OrderChange.objects.filter(order=order, by=user).update(by=None)
        Refund.objects.filter(order=order).update(reason="", said=[])
        Notice.objects.filter(order=order, done_at=None).update(done_at=timezone.now())
        _forget_attendees(Attendee.objects.filter(order=order))


def _forget_attendees(attendees: AttendeeQuerySet) -> None:
    """Nobody knows any more who comes; that somebody does, and has come, stays. What was printed of them goes."""
    ids, orders = list(attendees.values_list("pk", flat=True)), set(attendees.values_list("order_id", flat=True))
    Attendee.objects.filter(pk__in=ids).update(**models.unsaid(Attendee, OF_PERSON), has_left_mail=True)
    prints = Q(kind=papers.TICKET, parameters__id__in=ids) | Q(kind=papers.TICKETS, parameters__id__in=list(orders))
    voiding.void(Job.objects.filter(prints, task=press.TASK))


def _end_waiting(entry: WaitingEntry) -> None:
    """Let them wait no more; what was offered goes to the next in line."""
    with queueing.locked(entry) as entry:
        mine = WaitingEntry.objects.filter(pk=entry.pk)
        closed = queueing.close(entry.ticket_id, mine, WaitingEntry.Status.ENDED)
        mine.update(user=None)
        if closed:
            queueing.advance([entry.ticket_id])


def _forget_acts(user: User) -> None:
    """Who did something for a team, is nobody; nor does a device bear a name that was given to it."""
    OrderChange.objects.filter(by=user).update(by=None)
    Payment.objects.filter(by=user).update(by=None)
    Refund.objects.filter(by=user).update(by=None)
    CheckIn.objects.filter(by=user).update(by=None, device="")
    DiscountCode.objects.filter(marketer=user).update(marketer=None)
    AccessCode.objects.filter(marketer=user).update(marketer=None)


def kept(user: User) -> tuple[int, datetime | None]:
    """How many of the person's orders the books need, and until when the last of them."""
    mine = [order for order in Order.objects.filter(user=user) if order.is_in_books]
    return len(mine), max((books.kept_until(order) for order in mine), default=None)

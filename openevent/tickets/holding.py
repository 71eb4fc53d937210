"""Whose tickets are whose, as calendars show them to their holders."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from openevent.calendars.document import Entry, Nonsense
from openevent.events import freshness
from openevent.events.models import FeedToken
from openevent.tickets import access, calendar
from openevent.tickets.models import Attendee, Order
from openevent.tickets.models.attendee import AttendeeQuerySet


def of_feed(token: FeedToken) -> AttendeeQuerySet:
    """The tickets that the token's calendar shows, by the start of their events.

    Those that the user holds, good or promised; and such as were, as long as it is told that they are not any more.
    """
    good = Q(deleted_at=None, order__status__in=(Order.Status.PLACED, Order.Status.COMPLETED), event__deleted_at=None)
    were = Q(order__placed_at__isnull=False) | Q(order__completed_at__isnull=False)
    told = Q(event__ends_at__gt=timezone.now() - freshness.REMEMBERED)
    mine = access.held_by(token.user) & (good | (were & told))
    found = Attendee.objects.filter(mine, event__state="published").select_related("order", "ticket", "event")
    if token.event_id is not None:
        found = found.filter(event=token.event_id)
    return found.order_by("event__starts_at", "pk")


def entries(attendees: Iterable[Attendee]) -> tuple[Entry, ...]:
    """An entry for every ticket whose event has times that a calendar can hold."""
    found = []
    for attendee in attendees:
        try:
            found.append(calendar.shown(attendee))
        except Nonsense:  # an older server, or an import, may have let impossible times through
            continue
    return tuple(found)

"""Erasing what is personal of somebody who holds tickets, or bought some: what their calendar was told.

Others who hold tickets of theirs are told what they are to be told before, as long as it is known who they are.
"""

from django.db import transaction
from django.db.models import Q

from openevent.accounts.models import User
from openevent.accounts.personal import by_address
from openevent.events.models import Event
from openevent.holders import telling
from openevent.holders.models import ToldSession
from openevent.tickets.models import Attendee, FormerHolder, Notice, Order


def forget(user: User, address: str) -> None:
    """Erase it, `address` being the proven one, or empty; nobody corrects the calendar of an account that is closed."""
    mine = Attendee.objects.filter(by_address(user, address))
    orders = list(Order.objects.filter(Q(user=user) | Q(attendees__in=mine)).values_list("pk", flat=True).distinct())
    with transaction.atomic():
        mine.update(has_left_mail=True)
        FormerHolder.objects.filter(by_address(user, address)).delete()
    for notice_id in list(Notice.objects.filter(order__in=orders, done_at=None).values_list("pk", flat=True)):
        telling.tell(notice_id)
    told_of = Q(event__state=Event.State.PUBLISHED) | Q(event__deleted_at__isnull=False)
    others = Attendee.objects.living().filter(told_of, order__user=user, told_sequence__isnull=False)
    for attendee in others.select_related("event").order_by("pk"):
        telling.tell_of_move(attendee.event, attendee.pk)
    with transaction.atomic():
        ToldSession.objects.filter(user=user).delete()

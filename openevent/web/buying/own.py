"""Whose an order is: who ordered it, and who holds a ticket of it; nobody else learns that it is there."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openevent.events import access as events
from openevent.lib.errors import Gone
from openevent.tickets import access
from openevent.tickets.models import Attendee, Order
from openevent.tickets.models.attendee import AttendeeQuerySet
from openevent.tickets.models.order import OrderQuerySet
from openevent.web.rendering import NoPage, reader


def orders(request: HttpRequest) -> OrderQuerySet:
    """The orders of the reader, and those of which the reader holds a ticket."""
    user = reader(request)
    return Order.objects.filter(events.visible(user, access.ORDER) & access.ORDER.own(user)).select_related("event")


def held(request: HttpRequest, identifier: str) -> Order:
    """The order, for who ordered it or holds a ticket of it. Raises NoPage."""
    order = orders(request).filter(identifier=identifier).first()
    if order is None:
        raise NoPage
    return order


def bought(request: HttpRequest, identifier: str) -> Order:
    """The order, for who ordered it. Raises NoPage."""
    order = held(request, identifier)
    if order.user_id != reader(request).pk:
        raise NoPage
    return order


def ticket(request: HttpRequest, identifier: str, number: str) -> Attendee:
    """One ticket of the order, for who ordered or holds it. Raises NoPage."""
    found = tickets(request, held(request, identifier)).filter(pk=int(number)).first()
    if found is None:
        raise NoPage
    return found


def good_ticket(request: HttpRequest, identifier: str, number: str) -> Attendee:
    """The same, if it lets its holder in. Raises NoPage, Gone."""
    found = ticket(request, identifier, number)
    if not found.is_admitted:
        raise Gone(_("This ticket is not good."))
    return found


def tickets(request: HttpRequest, order: Order) -> AttendeeQuerySet:
    """The tickets of the order that are the reader's: all of who ordered it, else those that the reader holds."""
    user = reader(request)
    mine = events.visible(user, access.ATTENDEE) & access.own_attendees(user)
    found = Attendee.objects.living().filter(mine, order=order)
    return found.select_related("order", "ticket", "event").order_by("pk")

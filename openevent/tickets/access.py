"""Who may do what with tickets, orders and attendees. Deny by default; the table is `events.policy`."""

from django.db.models import Exists, OuterRef, Q

from openevent.accounts.models import User
from openevent.events import access as events
from openevent.events.access import Asker, Reach
from openevent.events.models import Event
from openevent.events.policy import Act, hats_for
from openevent.tickets.models import Attendee, Order
from openevent.tickets.states import Actor


def on_show() -> Q:
    """Tickets that everybody sees: not those that a code opens."""
    return Q(is_hidden=False)


def _held(user: User) -> Q:
    """Tickets that the user ordered, or holds: hidden ones, too."""
    holding = Attendee.objects.filter(own_attendees(user), ticket=OuterRef("pk"))
    return Q(Exists(holding))


def _made_by(user: User) -> Q:
    return Q(marketer=user)


# Living attendees of finished orders: whoever has proven an address is meant by it.
NAMED = Q(deleted_at=None, order__status__in=(Order.Status.PLACED, Order.Status.COMPLETED))


def is_named(attendee: Attendee) -> bool:
    """The same of one of them, whose order is loaded."""
    return attendee.deleted_at is None and attendee.order.status in (Order.Status.PLACED, Order.Status.COMPLETED)


def _named(user: User) -> Q:
    """Attendees with the user's address; only who has proven it is meant by it."""
    return NAMED & Q(email=user.email) if user.is_verified else events.NO_ROWS


def _made_orders(user: User) -> Q:
    """What the user ordered."""
    return Q(user=user)


def _own_orders(user: User) -> Q:
    """What the user ordered, or holds a ticket of."""
    attending = Attendee.objects.filter(_named(user), order=OuterRef("pk"))
    return _made_orders(user) | Q(Exists(attending))


def held_by(user: User) -> Q:
    """The attendees that are the user, whatever became of their places: by a proven address, or of their own order."""
    named = Q(email=user.email) if user.is_verified else events.NO_ROWS
    return named | (Q(order__user=user) & Q(email=""))


# The same of the account to which the row around leads by its `user`, in a subquery; that must have proven its address.
HELD_BY_EACH = Q(email=OuterRef("user__email")) | (Q(order__user=OuterRef("user")) & Q(email=""))


def _paid_by(user: User) -> Q:
    """What the user paid, and got back."""
    return Q(order__user=user)


def own_attendees(user: User) -> Q:
    """Whom the user ordered for, and the user."""
    return Q(order__user=user) | _named(user)


def _waits(user: User) -> Q:
    return Q(user=user)


TAX = Reach(resource="tax")
TICKET = Reach(resource="ticket", public=on_show, own=_held)
TICKET_TAG = Reach(resource="ticket-tag")
CUSTOM_FORM = Reach(resource="custom-form")
DISCOUNT_CODE = Reach(resource="discount-code", own=_made_by)
ACCESS_CODE = Reach(resource="access-code", own=_made_by)
ORDER = Reach(resource="order", own=_own_orders, bought=_made_orders, soft=False)
ATTENDEE = Reach(resource="attendee", own=own_attendees)
WAITING = Reach(resource="waiting-list-entry", event="ticket__event", own=_waits, soft=False, parent_soft=("ticket",))
CHECK_IN = Reach(resource="check-in", soft=False)
PAYMENT = Reach(resource="payment", event="order__event", own=_paid_by, soft=False)
REFUND = Reach(resource="refund", event="order__event", own=_paid_by, soft=False)
INVOICE = Reach(resource="order-invoice", own=_paid_by, soft=False)
STRIPE_AUTHORIZATION = Reach(resource="stripe-authorization", soft=False)
EVENT_STATISTICS = Reach(resource="order-statistics-event", event="")
TICKET_STATISTICS = Reach(resource="order-statistics-ticket")


def may_sell_at_the_door(user: Asker, event: Event) -> bool:
    """Registrars, and coorganizers and up, sell tickets where people come in."""
    return event.deleted_at is None and events.has_role(user, event, hats_for("order", Act.CREATE))


def may_check_in(user: Asker, event: Event) -> bool:
    """Registrars, and coorganizers and up, let people in and out, and look them up."""
    return event.deleted_at is None and events.has_role(user, event, hats_for("attendee", Act.CHECK_IN))


def may_refund(user: Asker, event: Event) -> bool:
    """Coorganizers and up say that money came, and give it back."""
    return event.deleted_at is None and events.has_role(user, event, hats_for("order", Act.REFUND))


def is_of_team(user: Asker, event: Event) -> bool:
    """Whether the asker changes other people's orders in the event."""
    return event.deleted_at is None and events.has_role(user, event, hats_for("order", Act.EDIT))


def actors(user: User, order: Order) -> frozenset[Actor]:
    """As whom the user moves the order; none for who may not. A holder of one of its tickets reads it only."""
    found = set()
    if order.user_id == user.pk:
        found.add(Actor.BUYER)
    if is_of_team(user, order.event):
        found.add(Actor.TEAM)
    return frozenset(found)


def may_print_tickets(user: User, order: Order) -> bool:
    """Whether the user, who sees the order, gets all of its tickets on paper; who only holds one gets that."""
    return bool(actors(user, order))


def sees_hidden(user: Asker, event: Event) -> bool:
    """Whether the asker sees tickets that a code opens to others."""
    return events.has_role(user, event, hats_for("ticket", Act.SEE_HIDDEN))

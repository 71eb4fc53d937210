"""The statuses of an order, and who may move it from which to which: the one table that decides."""

from enum import Enum

from django.utils.translation import gettext as _

from openevent.lib.errors import Forbidden
from openevent.tickets.models import Order

Status = Order.Status


class Actor(Enum):
    """Who moves an order."""

    BUYER = "buyer"  # whose order it is
    TEAM = "team"  # coorganizers and up, and staff
    DOOR = "door"  # registrars and up, selling where people come in: the money is in the till
    PAYMENT = "payment"  # the provider, saying that money came; or that it never will
    CLOCK = "clock"  # its time is over


NONE: frozenset[Order.Status] = frozenset()

# For each actor: from a status to the statuses it may set. What is not here is forbidden.
TRANSITIONS: dict[Actor, dict[Order.Status, frozenset[Order.Status]]] = {
    Actor.BUYER: {
        # completed: only what costs nothing (`check`).
        Status.INITIALIZING: frozenset({Status.PENDING, Status.PLACED, Status.COMPLETED, Status.CANCELLED}),
        Status.PENDING: frozenset({Status.CANCELLED}),
        Status.PLACED: frozenset({Status.CANCELLED}),
        Status.COMPLETED: frozenset({Status.CANCELLED}),  # only what cost nothing (`check`)
        Status.CANCELLED: NONE,
        Status.EXPIRED: NONE,
    },
    Actor.TEAM: {
        Status.INITIALIZING: frozenset({Status.CANCELLED}),
        Status.PENDING: frozenset({Status.COMPLETED, Status.CANCELLED}),
        Status.PLACED: frozenset({Status.COMPLETED, Status.CANCELLED}),
        Status.COMPLETED: frozenset({Status.CANCELLED}),  # what was paid is refunded first (`check`)
        Status.CANCELLED: NONE,
        Status.EXPIRED: NONE,
    },
    Actor.DOOR: {
        Status.INITIALIZING: frozenset({Status.COMPLETED}),
        Status.PENDING: NONE,
        Status.PLACED: NONE,
        Status.COMPLETED: NONE,
        Status.CANCELLED: NONE,
        Status.EXPIRED: NONE,
    },
    Actor.PAYMENT: {
        Status.INITIALIZING: frozenset({Status.COMPLETED}),
        Status.PENDING: frozenset({Status.COMPLETED, Status.EXPIRED}),
        Status.PLACED: frozenset({Status.COMPLETED}),
        Status.COMPLETED: NONE,
        Status.CANCELLED: NONE,  # money that comes now goes back
        Status.EXPIRED: frozenset({Status.COMPLETED}),  # if its places can be had again
    },
    Actor.CLOCK: {
        Status.INITIALIZING: frozenset({Status.EXPIRED}),
        Status.PENDING: frozenset({Status.EXPIRED}),
        Status.PLACED: NONE,
        Status.COMPLETED: NONE,
        Status.CANCELLED: NONE,
        Status.EXPIRED: NONE,
    },
}

STATUS = "/data/attributes/status"


class IllegalTransition(Forbidden):
    """The order cannot go from this status to that one, or not by this actor."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            _('You cannot change an order status from "%(before)s" to "%(after)s"')
            % {"before": before, "after": after},
            pointer=STATUS,
        )


class NotPaid(Forbidden):
    """What costs something is completed when it is paid."""

    def __init__(self) -> None:
        super().__init__(
            _("This order has to be paid: it is completed by its payment, or by the event’s team."), pointer=STATUS
        )


class PaidAlready(Forbidden):
    """What was paid is refunded, not merely cancelled."""

    def __init__(self) -> None:
        super().__init__(
            _("This order has been paid: it is cancelled by a refund, which the event’s team makes."),
            pointer=STATUS,
        )


def check(order: Order, after: str, actor: Actor) -> None:
    """Raise unless this actor may move the order to this status now."""
    before = Status(order.status)
    if after not in TRANSITIONS[actor][before]:  # nor is what is no status
        raise IllegalTransition(before, after)
    if actor is Actor.BUYER and after == Status.COMPLETED and order.amount > 0:
        raise NotPaid
    if before == Status.COMPLETED and after == Status.CANCELLED and order.amount > order.refunded:
        raise PaidAlready

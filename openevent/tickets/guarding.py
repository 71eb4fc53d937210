"""What tickets that were sold stand in the way of (`events.guards`)."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.facts import METHODS, takes_payments
from openevent.events.guards import Leaving
from openevent.events.models import Event
from openevent.lib import money
from openevent.lib.errors import Conflicting, Forbidden
from openevent.tickets.models import Order, Ticket


class PaidFor(Forbidden):
    """People have paid for their tickets."""


class Priced(Conflicting):
    """Prices are written in the currency."""


class LastWay(Conflicting):
    """Tickets that cost something are paid in some way."""


class Ordered(Forbidden):
    """The account has tickets of an event that is still to come."""


def check_leaving(event: Event, how: Leaving) -> None:
    """Raise PaidFor while live paid orders exist; for good nothing goes that bookkeeping needs."""
    orders = Order.objects.filter(event=event)
    if how is Leaving.ERASED and orders.exists():
        raise PaidFor(_("There are orders of this event, which bookkeeping needs: it is not deleted for good."))
    paid = orders.paid().count()
    if paid:
        raise PaidFor(
            _(
                "Live orders of this event that cost something: %(paid)s. Cancel those that are not paid, and give the "
                "money of the others back first."
            )
            % {"paid": paid}
        )


def check_change(event: Event, changed: Collection[str]) -> None:
    """Raise Priced or LastWay where tickets, or what was paid for them, need what changes."""
    if "payment_currency" in changed:
        _check_currency(event)
    if switched := METHODS.intersection(changed):
        _check_ways(event, min(switched))


def _check_currency(event: Event) -> None:
    """Raise Priced where the currency changes under prices that it cannot hold, or that were paid."""
    member = "/data/attributes/payment-currency"
    if Order.objects.filter(event=event, amount__gt=0).live().exists():
        raise Priced(_("There are orders with amounts in the former currency."), pointer=member)
    before = Event.objects.values_list("payment_currency", flat=True).get(pk=event.pk)
    if not Ticket.objects.living().filter(event=event).priced().exists():
        return
    if not event.payment_currency or money.exponent(before) != money.exponent(event.payment_currency):
        raise Priced(
            _("There are tickets with prices in %(before)s. Delete them first.") % {"before": before}, pointer=member
        )


def _check_ways(event: Event, switched: str) -> None:
    """Raise LastWay where no way to pay is left for the tickets that are added only where there is one."""
    if takes_payments(event):
        return
    if Ticket.objects.living().filter(event=event).exclude(type=Ticket.Type.FREE).exists():
        raise LastWay(
            _("There are tickets that cost something: leave one way to pay, or delete these tickets first."),
            pointer=f"/data/attributes/{switched.replace('_', '-')}",
        )


def check_closing(user: User) -> None:
    """Raise Ordered for somebody with a live order of an event that has not ended."""
    mine = Order.objects.live().filter(user=user, event__ends_at__gt=timezone.now(), event__deleted_at=None)
    order = mine.select_related("event").first()
    if order is not None:
        raise Ordered(
            _("The account has tickets of “%(name)s”, which is still to come. Cancel them first.")
            % {"name": order.event.name}
        )

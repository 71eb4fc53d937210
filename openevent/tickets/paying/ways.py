"""How an order can be paid: as its event takes payments, and their providers this amount."""

from django.utils.translation import gettext as _

from openevent.lib.errors import Conflicting
from openevent.tickets.models import Order
from openevent.tickets.paying.provider import NotTaken
from openevent.tickets.paying.providers import provider

Mode = Order.Mode
# The event's own switch for each way to pay.
SWITCHES = {
    Mode.STRIPE: "can_pay_by_stripe",
    Mode.BANK: "can_pay_by_bank",
    Mode.CHEQUE: "can_pay_by_cheque",
    Mode.ONSITE: "can_pay_onsite",
    Mode.INVOICE: "can_pay_by_invoice",
}


class Unpayable(Conflicting):
    """What costs something can be paid in no way now."""

    def __init__(self) -> None:
        super().__init__(
            _("This cannot be paid for now: the event has no way to take the money. Please ask its organiser.")
        )


def of(order: Order) -> list[Order.Mode]:
    """The ways to pay the order, which costs something."""
    found = []
    for mode in (mode for mode, switch in SWITCHES.items() if getattr(order.event, switch)):
        try:
            provider(mode).check(order)
        except NotTaken:
            continue
        found.append(mode)
    return found


def check(order: Order) -> None:
    """Raise Unpayable where the order, which need not be saved, costs something that it cannot be paid by any way."""
    if order.amount == 0 or any(getattr(order.event, SWITCHES[mode]) for mode in Order.OFFLINE):
        return  # what passes us by takes any amount: no provider needs to look
    if not of(order):
        raise Unpayable

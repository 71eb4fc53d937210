"""All providers of payments, by the payment-mode of the orders that they take."""

from importlib.util import find_spec

from django.utils.translation import gettext as _

from openevent.tickets.models import Order
from openevent.tickets.paying.offline import Offline
from openevent.tickets.paying.provider import NotTaken, Provider

Mode = Order.Mode
PROVIDERS: dict[str, Provider] = {
    Mode.BANK: Offline(),
    Mode.CHEQUE: Offline(),
    Mode.ONSITE: Offline(),
    Mode.INVOICE: Offline(),
}
if find_spec("stripe") is not None:  # the extra “stripe”; without it nobody pays so here
    from openevent.tickets.paying.stripe.provider import Stripe

    PROVIDERS[Mode.STRIPE] = Stripe()


def provider(mode: str) -> Provider:
    """The provider of this payment-mode. Raises NotTaken."""
    found = PROVIDERS.get(mode)
    if found is None:
        raise NotTaken(_("This site takes no such payments."))
    return found

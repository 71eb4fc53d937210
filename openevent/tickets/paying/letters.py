"""What letters about payments say, in the language that is spoken when they are written."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib import addresses, money, sentences, spoken, text, urls
from openevent.tickets.models import Order, Refund

NOT_GIVEN_BACK = gettext_noop("""\
%(amount)s of the order %(order)s of %(event)s did not go back to who paid:
%(reason)s

Give it back anew, or otherwise: %(page)s
""")
TAKEN_BACK = gettext_noop("""\
%(amount)s of the order %(order)s of %(event)s did not go back to who paid:
%(reason)s

The order counts it as paid again; tickets that were taken back with it stay so. \
Give it back anew, or otherwise: %(page)s
""")


def not_given_back(order: Order, failed: Refund, *, was_done: bool) -> tuple[str, str]:
    """Subject and text of the letter about money that did not arrive; `was_done`: the order has counted it already."""
    said = {
        "amount": money.words(failed.amount, failed.payment.currency, str(spoken.locale())),
        "order": order.identifier,
        "event": text.one_line(order.event.name),
        "reason": sentences.told(failed.said, failed.failure),
        "page": urls.absolute(addresses.managed_order(order.event.identifier, order.identifier)),
    }
    return _("Money was not given back: %(event)s") % said, _(TAKEN_BACK if was_done else NOT_GIVEN_BACK) % said

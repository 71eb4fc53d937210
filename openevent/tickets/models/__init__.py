"""The tables of tickets."""

from openevent.tickets.models.access_code import AccessCode
from openevent.tickets.models.attendee import Attendee
from openevent.tickets.models.check_in import CheckIn
from openevent.tickets.models.custom_form import CustomForm
from openevent.tickets.models.discount_code import DiscountCode
from openevent.tickets.models.followed import Followed
from openevent.tickets.models.former_holder import FormerHolder
from openevent.tickets.models.invoice import Invoice, InvoiceSeries
from openevent.tickets.models.notice import Notice
from openevent.tickets.models.order import Order, OrderChange, OrderLine
from openevent.tickets.models.payment import Payment
from openevent.tickets.models.provider_event import ProviderEvent
from openevent.tickets.models.refund import Refund
from openevent.tickets.models.stripe_authorization import StripeAuthorization
from openevent.tickets.models.tax import Tax
from openevent.tickets.models.ticket import Ticket
from openevent.tickets.models.ticket_tag import TicketTag
from openevent.tickets.models.waiting_entry import WaitingEntry

__all__ = [
    "AccessCode",
    "Attendee",
    "CheckIn",
    "CustomForm",
    "DiscountCode",
    "Followed",
    "FormerHolder",
    "Invoice",
    "InvoiceSeries",
    "Notice",
    "Order",
    "OrderChange",
    "OrderLine",
    "Payment",
    "ProviderEvent",
    "Refund",
    "StripeAuthorization",
    "Tax",
    "Ticket",
    "TicketTag",
    "WaitingEntry",
]

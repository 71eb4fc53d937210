"""Who sells and who buys, as invoices name them."""

from openevent.events.models import Event
from openevent.lib import text
from openevent.tickets.models import Attendee, Order, Tax
from openevent.tickets.printing.invoices import Buyer, Seller


def seller(event: Event) -> Seller:
    """Who sells: as the event's tax says it, where there is one."""
    found = Tax.objects.filter(event=event, deleted_at=None).first()
    organiser = event.owner_name or event.name
    if found is None:
        return Seller(name=organiser)
    return Seller(
        name=found.registered_company or organiser,
        address=_address(found.address, f"{found.zip} {found.city}", found.state, found.country),
        tax_id=found.tax_id,
        footer=text.plain(found.invoice_footer),
    )


def buyer(order: Order) -> Buyer:
    """Who buys: a company, where one is named, and the person of the account."""
    return Buyer(
        name=_name(order),
        company=order.company,
        address=_address(order.address, f"{order.zipcode} {order.city}", order.state, order.country),
        tax_info=order.tax_business_info,
    )


def _name(order: Order) -> str:
    """The account's name, or that of the first who comes; at the door nobody says one."""
    if order.user is not None and order.user.full_name:
        return order.user.full_name
    first = Attendee.objects.filter(order=order).exclude(firstname="", lastname="").order_by("pk").first()
    return first.full_name if first is not None else (order.user.email if order.user is not None else "")


def _address(*lines: str) -> list[str]:
    return [line.strip() for line in lines if line.strip()]

"""What is printed on tickets: rows in, values out."""

from collections.abc import Sequence

from openevent.lib import text
from openevent.tickets.models import Attendee, OrderLine
from openevent.tickets.printing.sheets import Sheet


def sheets(attendees: Sequence[Attendee]) -> list[Sheet]:
    """A sheet for each of the attendees, whose orders, tickets and events are loaded (1 query)."""
    lines = OrderLine.objects.filter(order__in={one.order_id for one in attendees})
    prices = {(line.order_id, line.ticket_id): line.price - line.discount for line in lines}
    return [_sheet(one, prices.get((one.order_id, one.ticket_id), 0)) for one in attendees]


def code(attendee: Attendee) -> str:
    """What the QR code of the ticket says, as scanners of the published API read it."""
    return f"{attendee.order.identifier}-{attendee.identifier}"


def _sheet(attendee: Attendee, price: int) -> Sheet:
    event, order = attendee.event, attendee.order
    return Sheet(
        event=event.name,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.timezone,
        place=event.location_name.strip() or event.public_stream_link,
        organiser=event.owner_name,
        holder=attendee.full_name or attendee.email,
        ticket=attendee.ticket.name,
        price=price,
        currency=order.currency,
        order=str(order.identifier),
        attendee=attendee.identifier,
        code=code(attendee),
        message=text.plain(event.after_order_message),
        language=order.language or "en",
    )

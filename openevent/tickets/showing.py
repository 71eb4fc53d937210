"""Which tickets somebody chooses from."""

from datetime import datetime

from django.db.models import Q

from openevent.events.models import Event
from openevent.tickets import access
from openevent.tickets.models import Ticket
from openevent.tickets.models.ticket import TicketQuerySet
from openevent.tickets.quoting import access_code


def on_show(event: Event, *, code: str = "", now: datetime) -> TicketQuerySet:
    """The event's living tickets that everybody sees, and those that this access code opens. Raises WrongCode."""
    shown = access.on_show()
    if code:
        shown |= Q(pk__in=access_code(event, code, now=now).tickets.values("pk"))
    return Ticket.objects.living().filter(shown, event=event)


def is_sold_out(ticket: Ticket) -> bool:
    """Whether nobody can buy it now: then one waits for it (as `TicketQuerySet.queue` has it)."""
    return ticket.available < max(ticket.min_order, 1)

"""The demonstration conference's tickets: archives hold none."""

from datetime import timedelta

from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.tickets import offering
from openevent.tickets.models import Ticket

SEATS, WORKSHOP_SEATS = 200, 40
CENTS = 2500
BANK = "Verein Doppelstunde e. V., IBAN DE02 1203 0000 0000 2020 51 (invented: nobody gets what is sent there)"


def sell(event: Event, by: User) -> None:
    """Sell a free ticket, and one that is paid by bank transfer, from now until the conference ends."""
    event = editing.change(
        event,
        by=by,
        ticket_url="",
        payment_currency="EUR",
        payment_country="DE",
        can_pay_by_bank=True,
        bank_details=BANK,
    )
    since = timezone.now() - timedelta(minutes=1)  # clocks of a database and a server differ
    sale = {"event": event, "sales_starts_at": since, "sales_ends_at": event.ends_at}
    offering.add(
        Ticket(
            **sale,
            name="All three days",
            type=Ticket.Type.FREE,
            quantity=SEATS,
            description="For the talks, the telescope and the hour that comes twice.",
            is_description_visible=True,
        ),
        by=by,
    )
    offering.add(
        Ticket(
            **sale,
            name="All three days, with a workshop",
            type=Ticket.Type.PAID,
            price=CENTS,
            quantity=WORKSHOP_SEATS,
            position=2,
            description="A seat at one of the workshops, and what is soldered there.",
            is_description_visible=True,
        ),
        by=by,
    )

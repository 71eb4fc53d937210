"""What always holds of places, whatever was done: asked of the tables, and so that one reads what does not.

A test of something that takes places or gives them back ends with `assert miscounted() == {}`; `books.faults` asks for
more.
"""

from django.db.models import Sum

from openevent.tickets.models import Attendee, Ticket, WaitingEntry


def miscounted() -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """The tickets whose counters, of places and of who waits, are not what the rows say: both, by name."""
    counts = {one.name: ((one.taken, one.waiting), (held(one), waiting(one))) for one in Ticket.objects.all()}
    return {name: pair for name, pair in counts.items() if pair[0] != pair[1]}


def held(ticket: Ticket) -> int:
    """The places of the ticket that somebody has: its living attendees, and those to whom some are offered."""
    offered = WaitingEntry.objects.filter(ticket=ticket, status=WaitingEntry.Status.OFFERED)
    places: int = offered.aggregate(places=Sum("quantity", default=0))["places"]
    return Attendee.objects.living().filter(ticket=ticket).count() + places


def waiting(ticket: Ticket) -> int:
    """How many wait for an offer."""
    return WaitingEntry.objects.waiting().filter(ticket=ticket).count()

"""What always holds of places, whatever was done: asked of the tables, and so that one reads what does not."""

from openevent.tickets.models import Attendee, Ticket


def miscounted() -> dict[str, tuple[int, int]]:
    """The tickets whose counter is not the number of their places that somebody holds: both numbers, by name."""
    counts = {one: (one.taken, held(one)) for one in Ticket.objects.all()}
    return {one.name: pair for one, pair in counts.items() if pair[0] != pair[1]}


def held(ticket: Ticket) -> int:
    """The places of the ticket that somebody holds: its living attendees."""
    return Attendee.objects.living().filter(ticket=ticket).count()

"""A ticket as an entry of a calendar: the event that it is for, under a uid of its own."""

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings

from openevent.calendars.document import Entry, Person, Status
from openevent.events import calendar as events
from openevent.events.models import Event
from openevent.tickets.models import Attendee, Order

# How the order of a ticket stands, as calendars say it.
STATUSES = {Order.Status.PLACED: Status.TENTATIVE, Order.Status.COMPLETED: Status.CONFIRMED}


def entry(attendee: Attendee) -> Entry:
    """The ticket's entry; its order, its ticket and its event must be loaded. Raises Nonsense.

    Its sequence grows when the event moves and when the ticket stands otherwise. It says which ticket it is, and not
    what opens the door: calendars are shown to others.
    """
    shown = events.entry(attendee.event)
    held = f"{attendee.ticket.name}: {attendee.full_name}" if attendee.full_name else attendee.ticket.name
    return replace(
        shown,
        uid=attendee.uid,
        sequence=shown.sequence + attendee.sequence,
        revised_at=max(shown.revised_at, attendee.revised_at),
        created_at=attendee.created_at,
        status=status(attendee),
        organizer=organizer(attendee.event),
        description="\n\n".join(filter(None, (held, shown.description))),
    )


def shown(attendee: Attendee) -> Entry:
    """The ticket's entry for calendars that ask for it: no older than what a letter has brought. Raises Nonsense.

    That the event was deleted is not counted in any sequence; as every other change of the status it is one more.
    """
    found = entry(attendee)
    sequence = found.sequence + (attendee.event.deleted_at is not None)
    return replace(found, sequence=max(sequence, attendee.told_sequence or 0))


def organizer(event: Event) -> Person:
    """Who invites: the organiser by name, at the address from which letters come, so that programs see they belong."""
    return _writing(events.organizer(event))


def invited(entry: Entry) -> Entry:
    """An entry of the programme as a letter invites to it: one uid has one organizer, wherever it is shown."""
    return entry if entry.organizer is None else replace(entry, organizer=_writing(entry.organizer))


def _writing(organizer: Person) -> Person:
    return replace(organizer, address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def status(attendee: Attendee) -> Status:
    """Whether the holder comes."""
    if attendee.deleted_at is not None or attendee.event.deleted_at is not None:
        return Status.CANCELLED
    return STATUSES.get(Order.Status(attendee.order.status), Status.CANCELLED)

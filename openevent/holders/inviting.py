"""Invitations: what a holder's calendar is told of the ticket (iTIP, RFC 5546; by mail, RFC 6047)."""

from datetime import datetime

from openevent.accounts.enclosures import CalendarPart
from openevent.calendars import itip
from openevent.calendars.document import Entry, Nonsense, Person, Status
from openevent.calendars.itip import Message, Method
from openevent.events.models import Event
from openevent.holders import knowing
from openevent.holders.knowing import Known
from openevent.tickets import calendar
from openevent.tickets.models import Attendee


def due(attendee: Attendee, now: datetime) -> Message | None:
    """What the holder's calendar does not know yet; None where it knows all, or nobody can be told.

    It is a REQUEST while the holder comes, with a higher sequence whenever time or place changed, and a CANCEL once
    the holder does not come any more, if they were invited. The attendee's order, ticket and event must be loaded.
    """
    if not attendee.email:
        return None
    try:
        entry = calendar.entry(attendee)
    except Nonsense:  # times that no calendar can hold: an older server, or an import, may have let them through
        return None
    method = Method.CANCEL if entry.status is Status.CANCELLED else Method.REQUEST
    known = Known(told=attendee.told_sequence, entry=attendee.known_sequence, is_invited=attendee.is_invited)
    person = Person(name=attendee.full_name, address=attendee.email)
    return news(entry, method, known, event=attendee.event, attendee=person, now=now)


def news(
    entry: Entry, method: Method, known: Known, *, event: Event, attendee: Person, now: datetime
) -> Message | None:
    """The message that tells this attendee of the entry; None where they know, or where no calendar could hold it."""
    if not known.misses(entry, method):
        return None
    try:
        return Message(
            method=method,
            entry=entry,
            zone=event.timezone,
            organizer=calendar.organizer(event),
            attendee=attendee,
            sequence=known.next_sequence(entry),
            made_at=now,
        )
    except Nonsense:  # as above
        return None


def part(message: Message, number: int = 1) -> CalendarPart:
    """The message as a letter encloses it, as the first or a further one."""
    name = "invite" if message.method is Method.REQUEST else "cancel"
    return CalendarPart(
        method=message.method.value,
        text=itip.write(message).decode(),
        name=f"{name}.ics" if number == 1 else f"{name}-{number}.ics",
    )


def note(attendee: Attendee, message: Message) -> None:
    """Note that the holder is told this; in the transaction in which the letter is posted."""
    known = knowing.after(message)
    attendee.told_sequence, attendee.known_sequence = known.told, known.entry
    attendee.is_invited = known.is_invited
    attendee.save(update_fields=["told_sequence", "known_sequence", "is_invited"])

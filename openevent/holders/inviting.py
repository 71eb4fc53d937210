"""Invitations: what a holder's calendar is told of the ticket (iTIP, RFC 5546; by mail, RFC 6047)."""

from datetime import datetime

from openevent.accounts.enclosures import CalendarPart
from openevent.calendars import itip
from openevent.calendars.document import Entry, Nonsense, Person, Status
from openevent.calendars.itip import Message, Method
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
        method = Method.CANCEL if entry.status is Status.CANCELLED else Method.REQUEST
        if not _is_news(attendee, entry, method):
            return None
        return Message(
            method=method,
            entry=entry,
            zone=attendee.event.timezone,
            organizer=calendar.organizer(attendee.event),
            attendee=Person(name=attendee.full_name, address=attendee.email),
            sequence=entry.sequence
            if attendee.told_sequence is None
            else max(entry.sequence, attendee.told_sequence + 1),
            made_at=now,
        )
    except Nonsense:  # times that no calendar can hold: an older server, or an import, may have let them through
        return None


def _is_news(attendee: Attendee, entry: Entry, method: Method) -> bool:
    """Whether the holder knows it otherwise, or not at all."""
    if method is Method.CANCEL:
        return attendee.is_invited
    return not attendee.is_invited or attendee.known_sequence is None or entry.sequence > attendee.known_sequence


def part(message: Message) -> CalendarPart:
    """The message as a letter encloses it."""
    name = "invite.ics" if message.method is Method.REQUEST else "cancel.ics"
    return CalendarPart(method=message.method.value, text=itip.write(message).decode(), name=name)


def note(attendee: Attendee, message: Message) -> None:
    """Note that the holder is told this; in the transaction in which the letter is posted."""
    attendee.told_sequence, attendee.known_sequence = message.sequence, message.entry.sequence
    attendee.is_invited = message.method is Method.REQUEST
    attendee.save(update_fields=["told_sequence", "known_sequence", "is_invited"])

"""Messages that tell one attendee of an event, of its changes and of its end: iTIP (RFC 5546, 3.2.2 and 3.2.5)."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from openevent.calendars import contentlines, zonedata
from openevent.calendars.document import Calendar, Entry, Person, Status
from openevent.calendars.instants import instant
from openevent.calendars.outline import Outline, outline
from openevent.calendars.properties import Component, Property, calendar_address, component, date_time, text
from openevent.calendars.refusals import NoMailbox, NotTakingPlace, SequenceOutOfRange
from openevent.calendars.saying import said


class Method(enum.StrEnum):
    """What programs are to do with the event."""

    REQUEST = "REQUEST"  # note it, or what has changed of it
    CANCEL = "CANCEL"  # take it away


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What the organizer lets one attendee know of an entry.

    The entry is the one that calendars show; its own organizer and attendees are not told of. `zone` is the one in
    which its times are shown, `made_at` is when the message was made. `sequence` is counted for this attendee: at least
    the entry's, and more than in the message before where time, place or the method is another; programs pass over
    what has less (RFC 5546, 2.1.4 and 2.1.5). So a CANCEL has 1 at least, and an invitation after it has more.
    `told` is the entry as the message tells it.
    Raises NoMailbox, NotTakingPlace, SequenceOutOfRange, UnknownZone, NaiveTime, TimeOutOfRange: kinds of Nonsense.
    """

    method: Method
    entry: Entry
    zone: str
    organizer: Person
    attendee: Person
    sequence: int
    made_at: datetime
    told: Entry = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what no program could act on."""
        object.__setattr__(self, "made_at", instant(self.made_at))
        zonedata.zone(self.zone)
        for person in (self.organizer, self.attendee):
            if not person.has_mailbox:
                raise NoMailbox(
                    said(
                        "No mail can reach %(name)s at %(address)s.",
                        name=repr(person.name),
                        address=repr(person.address),
                    )
                )
        if self.method is Method.REQUEST and self.entry.status is Status.CANCELLED:
            raise NotTakingPlace(said("%(uid)s is cancelled: nobody can be asked to come.", uid=repr(self.entry.uid)))
        least = max(self.entry.sequence, 1 if self.method is Method.CANCEL else 0)
        if self.sequence < least:
            raise SequenceOutOfRange(
                said(
                    "%(number)s is less than %(least)s: programs would overlook the message.",
                    number=self.sequence,
                    least=least,
                )
            )
        object.__setattr__(self, "told", self._told())

    def _told(self) -> Entry:
        return replace(
            self.entry,
            sequence=self.sequence,
            # To the only attendee it is the whole event that is cancelled, also where it takes place for others.
            status=Status.CANCELLED if self.method is Method.CANCEL else self.entry.status,
            organizer=self.organizer,
            attendees=(),
        )


def write(message: Message) -> bytes:
    """The message as iCalendar text: UTF-8, CRLF, folded; byte for byte what icalendar makes of it."""
    return b"".join(contentlines.stream(_outline(message)))


def _outline(message: Message) -> Outline:
    plain = outline(Calendar(name="", description="", zone=message.zone, entries=(message.told,)))
    (event,) = plain.events
    # A message is no calendar that could be shown in a zone: X-WR-TIMEZONE is not for it.
    head = [found for found in plain.calendar.properties if not found.name.startswith("X-")]
    zones = plain.calendar.components if _is_zoned(event) else ()
    return Outline(
        calendar=component("VCALENDAR", [*head, text("METHOD", message.method.value)], zones),
        events=iter([component("VEVENT", _properties(message, event))]),
    )


def _is_zoned(event: Component) -> bool:
    return any(name == "TZID" for found in event.properties for name, _ in found.parameters)


def _properties(message: Message, event: Component) -> Iterator[Property]:
    yield from (found for found in event.properties if found.name != "DTSTAMP")
    # With METHOD, DTSTAMP means when the message was made (RFC 5545, 3.8.7.2).
    yield date_time("DTSTAMP", message.made_at)
    if not message.told.summary:
        yield text("SUMMARY", "")  # may say nothing, but must be there (RFC 5546, 3.2.2)
    yield _attendee(message.attendee)


def _attendee(person: Person) -> Property:
    """Somebody who comes: by getting a ticket they have said so, and need not answer (RFC 5545, 3.8.4.1)."""
    return calendar_address(
        "ATTENDEE",
        person.uri,
        CN=person.name,
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="ACCEPTED",
        RSVP="FALSE",
    )

"""Who speaks in an entry, and the address by which its attendees know them."""

from openevent.calendars import cleaning
from openevent.calendars.document import Entry, Speaker


def speakers(entry: Entry) -> tuple[tuple[Speaker, str], ...]:
    """The speakers, each with the URI of their attendee.

    A document lists its attendees in the order of its speakers. Where it does not, nobody is given the address of
    somebody else: the URI is "".
    """
    names = [cleaning.name(speaker.name) for speaker in entry.details.speakers]
    known = names == [attendee.name for attendee in entry.attendees]
    uris = [attendee.uri for attendee in entry.attendees] if known else [""] * len(names)
    return tuple(zip(entry.details.speakers, uris, strict=True))

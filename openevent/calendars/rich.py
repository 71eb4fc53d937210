"""iCalendar text with all that the document knows (RFC 5545 with RFC 7986, RFC 9073 and RFC 9253)."""

from collections.abc import Iterator

from openevent.calendars import contentlines, publishing
from openevent.calendars.document import Calendar


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the .ics file: the head with the time zone, one piece an entry, the tail."""
    return contentlines.stream(publishing.rich(calendar))

"""Titles for formats that cannot say whether something takes place."""

from openevent.calendars.document import Entry, Status

CANCELLED = "Cancelled: "


def title(entry: Entry) -> str:
    """The entry's title, with "Cancelled: " before that of a cancelled one.

    Conference apps know no state of a session: they would show a cancelled one as any other (frab, issue 452). To
    leave it out would have them forget it silently, and this format list other sessions than the others do. A title
    is what every app shows.
    """
    return CANCELLED + entry.summary if entry.status is Status.CANCELLED else entry.summary

"""Calendars enclosed in letters, which the reader's program takes for invitations (iMIP, RFC 6047)."""

import re
from dataclasses import dataclass

from openevent.lib.text import storable

METHOD = re.compile(r"^METHOD:([A-Z]+)\r$", re.MULTILINE)
BARE_LINE_END = re.compile(r"\r(?!\n)|(?<!\r)\n")
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\.ics")


@dataclass(frozen=True, kw_only=True)
class CalendarPart:
    """One whole iCalendar object and what it asks of its reader; raises ValueError for what programs misread.

    `method` is the object's own METHOD, "REQUEST" or "CANCEL"; `name` is that of the file, such as "invite.ics".
    """

    method: str
    text: str
    name: str

    def __post_init__(self) -> None:
        """Look at what programs look at."""
        if not (self.text.startswith("BEGIN:VCALENDAR\r\n") and self.text.endswith("\r\nEND:VCALENDAR\r\n")):
            raise ValueError("A calendar part is one whole iCalendar object.")
        if BARE_LINE_END.search(self.text) or storable(self.text) != self.text:
            raise ValueError("The lines of a calendar end with CR and LF (RFC 5545, 3.1), and can be stored.")
        if METHOD.findall(self.text) != [self.method]:
            raise ValueError("The method of a calendar part is that of its calendar (RFC 6047, 2.4).")
        if not FILE_NAME.fullmatch(self.name):
            raise ValueError("The file name of a calendar part is plain ASCII and ends with .ics.")

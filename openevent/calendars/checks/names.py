"""Lines that are no properties, and properties that nobody knows: mostly texts whose line breaks were not escaped."""

from collections.abc import Iterable, Iterator

from openevent.calendars.checks.finding import Finding, error, shortened, warning
from openevent.calendars.components import Line
from openevent.calendars.saying import numbered, said

# RFC 5545, 7986, 9073, 9074, 9253, 7953, 7808, 6638 and 6321 (XML).
_KNOWN = frozenset(
    {
        *("ACTION", "ATTACH", "ATTENDEE", "CALSCALE", "CATEGORIES", "CLASS", "COMMENT", "COMPLETED", "CONTACT"),
        *("CREATED", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "DUE", "DURATION", "EXDATE", "EXRULE", "FREEBUSY"),
        *("GEO", "LAST-MODIFIED", "LOCATION", "METHOD", "ORGANIZER", "PERCENT-COMPLETE", "PRIORITY", "PRODID"),
        *("RDATE", "RECURRENCE-ID", "RELATED-TO", "REPEAT", "REQUEST-STATUS", "RESOURCES", "RRULE", "SEQUENCE"),
        *("STATUS", "SUMMARY", "TRANSP", "TRIGGER", "TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "TZURL", "UID"),
        *("URL", "VERSION", "BEGIN", "END", "COLOR", "CONFERENCE", "IMAGE", "NAME", "REFRESH-INTERVAL", "SOURCE"),
        *("CALENDAR-ADDRESS", "LOCATION-TYPE", "PARTICIPANT-TYPE", "RESOURCE-TYPE", "STRUCTURED-DATA"),
        *("STYLED-DESCRIPTION", "ACKNOWLEDGED", "PROXIMITY", "CONCEPT", "LINK", "REFID", "BUSYTYPE", "TZUNTIL"),
        *("TZID-ALIAS-OF", "XML"),
    }
)


def findings(lines: Iterable[Line]) -> Iterator[Finding]:
    """A finding for the lines that are no properties, and one for each name that is unknown."""
    strange: dict[str, str] = {}
    broken: list[str] = []
    for line, found, _ in lines:
        if found is None:
            broken.append(line)
        elif found.name not in _KNOWN and not found.name.startswith("X-"):
            strange.setdefault(found.name, line)
    if broken:
        yield error(
            "no-property",
            numbered(
                "One line is no property, so what stands there is lost (“%(line)s”). "
                "A line break in a text is written \\n.",
                "%(count)s lines are no property, so what stands there is lost (“%(line)s”). "
                "A line break in a text is written \\n.",
                len(broken),
                line=shortened(broken[0]),
            ),
        )
    for line in strange.values():
        yield warning(
            "unknown-property",
            said(
                "“%(line)s” is nothing that calendars know. If it belongs to a text, its line break must be "
                "written \\n; a property of one's own begins with X-.",
                line=shortened(line),
            ),
        )

"""What events say of themselves: titles, places, descriptions, and the values beside them."""

import re
from collections.abc import Iterator

from openevent.calendars import places, values
from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method
from openevent.calendars.saying import said

# Tags that texts do not hold by chance, and the commonest references to characters.
_HTML = re.compile(
    r"</(?:p|div|span|a|b|i|u|ul|ol|li|em|strong|h[1-6])>|<br\s*/?>|<a\s+href|&(?:nbsp|amp|quot|#\d+);", re.IGNORECASE
)
_STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
_INTEGER = re.compile(r"\d{1,10}", re.ASCII)
_PAGE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def findings(events: list[Component], message: Method | None) -> Iterator[Finding]:
    """What of it programs do not show as it is meant."""
    for event in events:
        # What is cancelled needs no title, for programs know it (RFC 5546, 3.2.5).
        if message is not Method.CANCEL:
            yield from _title(event)
        yield from _one_line(event)
        yield from _description(event)
        yield from _values(event)
        yield from _cancelled(event, message)


def _title(event: Component) -> Iterator[Finding]:
    if not event.text("SUMMARY").strip():
        yield warning(
            "no-summary",
            said("%(event)s has no SUMMARY: programs show it without a title. Add one.", event=called(event)),
            event,
        )


def _one_line(event: Component) -> Iterator[Finding]:
    for name in ("SUMMARY", "LOCATION"):
        if "\n" in event.text(name):
            yield warning(
                f"line-break-in-{name.lower()}",
                said(
                    "%(event)s has a line break in its %(name)s: calcurse drops such an event. Write a blank instead.",
                    event=called(event),
                    name=name,
                ),
                event,
            )


def _description(event: Component) -> Iterator[Finding]:
    if found := _HTML.search(event.text("DESCRIPTION")):
        yield warning(
            "html-in-description",
            said(
                "%(event)s has HTML in its DESCRIPTION (%(tag)s): most programs show the tags as text. "
                "Write plain text, with links written out.",
                event=called(event),
                tag=shortened(found[0]),
            ),
            event,
        )


def _values(event: Component) -> Iterator[Finding]:
    status, sequence = event.text("STATUS").strip(), event.text("SEQUENCE").strip()
    geo, url = event.first("GEO"), event.first("URL")
    if status and status.upper() not in _STATUSES:
        yield error(
            "status",
            said(
                "%(event)s has STATUS:%(status)s, which no program knows. Write TENTATIVE, CONFIRMED or CANCELLED.",
                event=called(event),
                status=shortened(status),
            ),
            event,
        )
    if sequence and not _INTEGER.fullmatch(sequence):
        yield error(
            "sequence",
            said(
                "%(event)s has a SEQUENCE that is no number: %(value)s.",
                event=called(event),
                value=shortened(sequence),
            ),
            event,
        )
    if geo and not _is_place(geo.value):
        yield error(
            "geo",
            said(
                "%(event)s has GEO:%(value)s, which is no place on Earth. Write latitude;longitude in degrees.",
                event=called(event),
                value=shortened(geo.value),
            ),
            event,
        )
    if url and not _PAGE.fullmatch(url.value.strip()):
        yield warning(
            "url",
            said("%(event)s has a URL that leads nowhere: %(value)s.", event=called(event), value=shortened(url.value)),
            event,
        )


def _is_place(value: str) -> bool:
    found = values.geo(value)
    return found is not None and places.place(found) is not None


def _cancelled(event: Component, message: Method | None) -> Iterator[Finding]:
    if event.text("SEQUENCE").strip() not in {"", "0"}:
        return
    if message is Method.CANCEL:
        yield error(
            "cancel-without-sequence",
            said(
                "%(event)s is cancelled by a message with SEQUENCE 0 or none, which the invitation has, too: "
                "programs take it for an old one. Count SEQUENCE up when you cancel.",
                event=called(event),
            ),
            event,
        )
    elif event.text("STATUS").strip().upper() == "CANCELLED":
        yield warning(
            "cancelled-without-sequence",
            said(
                "%(event)s is cancelled with SEQUENCE 0: programs that have it may keep the old one. "
                "Count SEQUENCE up when a session is cancelled.",
                event=called(event),
            ),
            event,
        )

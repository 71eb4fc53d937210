"""Organizer and attendees of events (RFC 5545, 3.8.4.1 and 3.8.4.3; RFC 5546, 3.2)."""

import re
from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method
from openevent.calendars.saying import said

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)


def findings(events: list[Component], message: Method | None) -> Iterator[Finding]:
    """What is wrong with the people named; in a message, who is missing."""
    for event in events:
        yield from _addresses(event)
        yield from _together(event)
        yield from _missing(event, message)


def _addresses(event: Component) -> Iterator[Finding]:
    for name in ("ORGANIZER", "ATTENDEE"):
        for person in event.all(name):
            if not _is_address(person.value.strip()):
                yield error(
                    f"{name.lower()}-not-an-address",
                    said(
                        "%(event)s has %(name)s:%(value)s, which is no address: some programs refuse the event. "
                        "Write mailto:name@example.org, and the name as CN.",
                        event=called(event),
                        name=name,
                        value=shortened(person.value),
                    ),
                    event,
                )


def _is_address(value: str) -> bool:
    return bool((_MAILTO if value.lower().startswith("mailto:") else _URI).fullmatch(value))


def _together(event: Component) -> Iterator[Finding]:
    counted = Counter(person.value.strip().lower() for person in event.all("ATTENDEE"))
    if any(times > 1 for times in counted.values()):
        yield warning(
            "attendees-of-one-address",
            said(
                "%(event)s has several attendees of one address: programs show one of them only. "
                "Give each an address of its own.",
                event=called(event),
            ),
            event,
        )


def _missing(event: Component, message: Method | None) -> Iterator[Finding]:
    has_organizer, has_attendee = bool(event.first("ORGANIZER")), bool(event.first("ATTENDEE"))
    if message and not has_organizer:
        yield error(
            "message-without-organizer",
            said(
                "%(event)s has no ORGANIZER: nothing says whom the message comes from, so programs do not act on it. "
                "Add it.",
                event=called(event),
            ),
            event,
        )
    elif has_attendee and not has_organizer:
        yield warning(
            "attendee-without-organizer",
            said(
                "%(event)s has attendees but no ORGANIZER, and some programs then drop them. Add one.",
                event=called(event),
            ),
            event,
        )
    if message and not has_attendee:
        yield error(
            "message-without-attendee",
            said(
                "%(event)s has no ATTENDEE: nobody is asked or told anything, so programs do not act on the message. "
                "Add who gets it.",
                event=called(event),
            ),
            event,
        )

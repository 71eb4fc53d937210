"""Organizer and attendees of events (RFC 5545, 3.8.4.1 and 3.8.4.3; RFC 5546, 3.2.1)."""

import re
from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)


def findings(file: Component, events: list[Component]) -> Iterator[Finding]:
    """What is wrong with the people named."""
    yield from _method(file, events)
    for event in events:
        yield from _addresses(event)
        yield from _together(event)


def _method(file: Component, events: list[Component]) -> Iterator[Finding]:
    method = file.text("METHOD").strip().upper()
    if not method:
        return
    if method != "PUBLISH":
        yield warning(
            "method",
            f"METHOD:{shortened(method)} makes the file a message about a meeting, which programs answer instead of "
            "showing. Leave METHOD out of a calendar that is downloaded or followed.",
        )
    elif any(event.first("ATTENDEE") for event in events):
        yield error(
            "method-with-attendee",
            "METHOD:PUBLISH forbids ATTENDEE, and events here have some: strict programs refuse them. Leave METHOD "
            "out.",
        )


def _addresses(event: Component) -> Iterator[Finding]:
    for name in ("ORGANIZER", "ATTENDEE"):
        for person in event.all(name):
            if not _is_address(person.value.strip()):
                yield error(
                    f"{name.lower()}-not-an-address",
                    f"{called(event)} has {name}:{shortened(person.value)}, which is no address: some programs refuse "
                    "the event. Write mailto:name@example.org, and the name as CN.",
                    event,
                )


def _is_address(value: str) -> bool:
    return bool((_MAILTO if value.lower().startswith("mailto:") else _URI).fullmatch(value))


def _together(event: Component) -> Iterator[Finding]:
    counted = Counter(person.value.strip().lower() for person in event.all("ATTENDEE"))
    if counted and not event.first("ORGANIZER"):
        yield warning(
            "attendee-without-organizer",
            f"{called(event)} has attendees but no ORGANIZER, and some programs then drop them. Add one.",
            event,
        )
    if any(times > 1 for times in counted.values()):
        yield warning(
            "attendees-of-one-address",
            f"{called(event)} has several attendees of one address: programs show one of them only. "
            "Give each an address of its own.",
            event,
        )

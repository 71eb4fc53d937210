"""METHOD: whether it makes the file a message about an event, and what such a message must be (RFC 5546, 3.2)."""

from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method
from openevent.calendars.saying import said

# By these a calendar is known that is followed, or at least kept as one.
_OF_CALENDARS = ("NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE")
_OTHERS = ("VTODO", "VJOURNAL", "VFREEBUSY")


def method(file: Component, *, is_fetched: bool) -> Method | None:
    """What the file asks for, if it is a message: one that has no calendar's name, and was not fetched like one."""
    asked = _asked(file)
    if is_fetched or asked not in set(Method) or file.first(*_OF_CALENDARS):
        return None
    return Method(asked)


def findings(file: Component, events: list[Component], message: Method | None) -> Iterator[Finding]:
    """What is wrong with the message; of a calendar, what METHOD does to it."""
    if any(event.first("METHOD") for event in events):
        yield error(
            "method-in-event",
            said(
                "METHOD stands inside an event, where programs do not look for it. Write it before the first component."
            ),
        )
    if message is None:
        yield from _of_calendar(file, events)
        return
    yield from _subject(file, events, message)
    for event in events:
        yield from _status(event, message)
        yield from _forbidden(event, message)


def _asked(file: Component) -> str:
    return file.text("METHOD").strip().upper()


def _of_calendar(file: Component, events: list[Component]) -> Iterator[Finding]:
    asked = _asked(file)
    if asked and asked != "PUBLISH":
        yield warning(
            "method",
            said(
                "METHOD:%(method)s makes the file a message about a meeting, which programs answer instead of showing. "
                "Leave METHOD out of a calendar that is downloaded or followed, and the calendar's name and "
                "REFRESH-INTERVAL out of a message.",
                method=shortened(asked),
            ),
        )
    elif asked and any(event.first("ATTENDEE") for event in events):
        yield error(
            "method-with-attendee",
            said(
                "METHOD:PUBLISH forbids ATTENDEE, and events here have some: strict programs refuse them. "
                "Leave METHOD out."
            ),
        )


def _subject(file: Component, events: list[Component], message: Method) -> Iterator[Finding]:
    """Whether it is about one event, with all its dates, and about nothing else."""
    uids = {event.text("UID").strip() for event in events}
    if len(uids) > 1:
        yield error(
            "message-about-several",
            said(
                "METHOD:%(method)s makes the file a message about one event, and there are %(count)s UIDs: programs "
                "take one of them, or none. Send a message for each, or leave METHOD out of a calendar.",
                method=message.value,
                count=len(uids),
            ),
        )
    counted = Counter(component.name for component in file.components)
    for name in _OTHERS:
        if events and counted[name]:
            yield error(
                "message-with-others",
                said(
                    "There is a %(name)s beside the event, and a message is about one kind of thing: strict programs "
                    "refuse it. Send it by itself.",
                    name=name,
                ),
            )


def _status(event: Component, message: Method) -> Iterator[Finding]:
    status = event.text("STATUS").strip().upper()
    if message is Method.REQUEST and status == "CANCELLED":
        yield error(
            "request-cancelled",
            said(
                "%(event)s is cancelled, but METHOD:REQUEST asks people to come: programs keep it. Write "
                "METHOD:CANCEL.",
                event=called(event),
            ),
            event,
        )
    elif message is Method.CANCEL and status not in {"", "CANCELLED"}:
        yield error(
            "cancel-not-cancelled",
            said(
                "%(event)s has STATUS:%(status)s, but METHOD:CANCEL takes it away. Write STATUS:CANCELLED.",
                event=called(event),
                status=shortened(status),
            ),
            event,
        )


def _forbidden(event: Component, message: Method) -> Iterator[Finding]:
    if event.first("REQUEST-STATUS"):
        yield error(
            "message-with-request-status",
            said("%(event)s has a REQUEST-STATUS, which belongs into answers only. Leave it out.", event=called(event)),
            event,
        )
    if message is Method.CANCEL and any(part.name == "VALARM" for part in event.components):
        yield error(
            "cancel-with-alarm",
            said(
                "%(event)s has a VALARM, and is cancelled: strict programs refuse that. Leave it out.",
                event=called(event),
            ),
            event,
        )

"""What a calendar and its events must have, and what they may have only once (RFC 5545, 3.6; RFC 5546, 3.2)."""

from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method

_WHY = {
    "PRODID": "which program wrote it",
    "VERSION": "that it is iCalendar 2.0",
    "UID": "which event it is, so programs add it again with every update",
    "DTSTAMP": "when it was last revised, so programs cannot tell old from new",
    "DTSTART": "when it begins, so no program shows it",
}
_ONCE_IN_CALENDAR = ("PRODID", "VERSION", "CALSCALE", "METHOD", "UID", "LAST-MODIFIED", "URL", "REFRESH-INTERVAL",
                     "SOURCE", "COLOR")  # fmt: skip
_ONCE_IN_EVENT = ("UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "CLASS", "COLOR", "CREATED", "DESCRIPTION", "GEO",
                  "LAST-MODIFIED", "LOCATION", "ORGANIZER", "PRIORITY", "RECURRENCE-ID", "SEQUENCE", "STATUS",
                  "SUMMARY", "TRANSP", "URL")  # fmt: skip


def findings(file: Component, events: list[Component], message: Method | None) -> Iterator[Finding]:
    """What is missing, what stands there twice."""
    yield from _of_calendar(file)
    if not file.components:
        yield warning(
            "nothing-but-properties",
            "The calendar has properties but no component, and iCalendar asks for one at least (RFC 5545, 3.6): strict "
            "programs refuse the file. While there are no events, write a VTIMEZONE.",
        )
    if not events:
        yield warning("no-events", "The calendar holds no events: programs show nothing. Schedule a session first.")
    # Programs know when an event was to be that is cancelled (RFC 5546, 3.2.5).
    needed = ("UID", "DTSTAMP") if message is Method.CANCEL else ("UID", "DTSTAMP", "DTSTART")
    for event in events:
        yield from _missing(event, needed, called(event), event)
        yield from _twice(event, _ONCE_IN_EVENT, called(event), event)
    yield from _uids(events)


def _of_calendar(file: Component) -> Iterator[Finding]:
    yield from _missing(file, ("PRODID", "VERSION"), "The calendar")
    yield from _twice(file, _ONCE_IN_CALENDAR, "The calendar")
    version, scale = file.text("VERSION").strip(), file.text("CALSCALE").strip().upper()
    if version not in {"", "2.0"}:
        yield error("version", f"The calendar says VERSION:{shortened(version)}; programs read 2.0 only.")
    if scale not in {"", "GREGORIAN"}:
        yield error("calscale", f"The calendar says CALSCALE:{shortened(scale)}; programs read GREGORIAN only.")


def _missing(
    component: Component, names: tuple[str, ...], who: str, event: Component | None = None
) -> Iterator[Finding]:
    for name in names:
        found = component.first(name)
        if found is None or not found.value.strip():
            yield error(f"missing-{name.lower()}", f"{who} has no {name}: nothing says {_WHY[name]}. Add it.", event)


def _twice(component: Component, names: tuple[str, ...], who: str, event: Component | None = None) -> Iterator[Finding]:
    counted = Counter(found.name for found in component.properties)
    for name in names:
        if counted[name] > 1:
            yield error(
                f"repeated-{name.lower()}",
                f"{who} has {name} {counted[name]} times, and programs choose differently. Keep one.",
                event,
            )


def _uids(events: list[Component]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Component] = {}
    for event in events:
        changed = event.first("RECURRENCE-ID")
        key = (event.text("UID").strip(), changed.value if changed else "")
        if key[0] and first.setdefault(key, event) is not event:
            yield error(
                "duplicate-uid",
                f"{called(event)} has the UID of {called(first[key])}: programs show one of them only. "
                "Give each event a UID of its own.",
                event,
            )
    yield from _counted_uids({uid for uid, _ in first})


def _counted_uids(uids: set[str]) -> Iterator[Finding]:
    if uids and all(uid.isascii() and uid.isdigit() for uid in uids):
        yield warning(
            "uid-is-a-number",
            f"The UIDs are bare numbers (“{shortened(min(uids))}”): other calendars have the same, and if they are "
            "places in a list, an event becomes another when the list changes. Use UIDs that are unique in the world.",
        )

"""What a calendar and its events must have, and what they may have only once (RFC 5545, 3.6; RFC 5546, 3.2)."""

from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method
from openevent.calendars.saying import said, unsaid

_MISSING_IN_CALENDAR = {
    "PRODID": unsaid("The calendar has no PRODID: nothing says which program wrote it. Add it."),
    "VERSION": unsaid("The calendar has no VERSION: nothing says that it is iCalendar 2.0. Add it."),
}
_MISSING_IN_EVENT = {
    "UID": unsaid(
        "%(event)s has no UID: nothing says which event it is, so programs add it again with every update. Add it."
    ),
    "DTSTAMP": unsaid(
        "%(event)s has no DTSTAMP: nothing says when it was last revised, so programs cannot tell old from new. Add it."
    ),
    "DTSTART": unsaid("%(event)s has no DTSTART: nothing says when it begins, so no program shows it. Add it."),
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
            said(
                "The calendar has properties but no component, and iCalendar asks for one at least (RFC 5545, 3.6): "
                "strict programs refuse the file. While there are no events, write a VTIMEZONE."
            ),
        )
    if not events:
        yield warning(
            "no-events", said("The calendar holds no events: programs show nothing. Schedule a session first.")
        )
    # Programs know when an event was to be that is cancelled (RFC 5546, 3.2.5).
    needed = ("UID", "DTSTAMP") if message is Method.CANCEL else ("UID", "DTSTAMP", "DTSTART")
    for event in events:
        for name in _missing(event, needed):
            yield error(f"missing-{name.lower()}", said(_MISSING_IN_EVENT[name], event=called(event)), event)
        for name, times in _twice(event, _ONCE_IN_EVENT):
            repeated = said(
                "%(event)s has %(name)s %(count)s times, and programs choose differently. Keep one.",
                event=called(event),
                name=name,
                count=times,
            )
            yield error(f"repeated-{name.lower()}", repeated, event)
    yield from _uids(events)


def _of_calendar(file: Component) -> Iterator[Finding]:
    for name in _missing(file, ("PRODID", "VERSION")):
        yield error(f"missing-{name.lower()}", said(_MISSING_IN_CALENDAR[name]))
    for name, times in _twice(file, _ONCE_IN_CALENDAR):
        repeated = said(
            "The calendar has %(name)s %(count)s times, and programs choose differently. Keep one.",
            name=name,
            count=times,
        )
        yield error(f"repeated-{name.lower()}", repeated)
    version, scale = file.text("VERSION").strip(), file.text("CALSCALE").strip().upper()
    if version not in {"", "2.0"}:
        yield error(
            "version",
            said("The calendar says VERSION:%(value)s; programs read 2.0 only.", value=shortened(version)),
        )
    if scale not in {"", "GREGORIAN"}:
        yield error(
            "calscale",
            said("The calendar says CALSCALE:%(value)s; programs read GREGORIAN only.", value=shortened(scale)),
        )


def _missing(component: Component, names: tuple[str, ...]) -> Iterator[str]:
    """Those of these properties that say nothing."""
    for name in names:
        found = component.first(name)
        if found is None or not found.value.strip():
            yield name


def _twice(component: Component, names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Those of these properties that occur more than once, and how often."""
    counted = Counter(found.name for found in component.properties)
    return ((name, counted[name]) for name in names if counted[name] > 1)


def _uids(events: list[Component]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Component] = {}
    for event in events:
        changed = event.first("RECURRENCE-ID")
        key = (event.text("UID").strip(), changed.value if changed else "")
        if key[0] and first.setdefault(key, event) is not event:
            yield error(
                "duplicate-uid",
                said(
                    "%(event)s has the UID of %(other)s: programs show one of them only. "
                    "Give each event a UID of its own.",
                    event=called(event),
                    other=called(first[key]),
                ),
                event,
            )
    yield from _counted_uids({uid for uid, _ in first})


def _counted_uids(uids: set[str]) -> Iterator[Finding]:
    if uids and all(uid.isascii() and uid.isdigit() for uid in uids):
        yield warning(
            "uid-is-a-number",
            said(
                "The UIDs are bare numbers (“%(uid)s”): other calendars have the same, and if they are places in a "
                "list, an event becomes another when the list changes. Use UIDs that are unique in the world.",
                uid=shortened(min(uids)),
            ),
        )

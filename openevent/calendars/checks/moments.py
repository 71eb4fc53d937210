"""When events begin and end: whether their times can be read, and say what they mean (RFC 5545, 3.6.1)."""

from collections.abc import Iterator

from openevent.calendars import values
from openevent.calendars.checks.finding import Finding, called, error, note, shortened, warning
from openevent.calendars.components import Component, Property
from openevent.calendars.reckoning import Reckoning
from openevent.calendars.refusals import Nonsense, UnknownZone
from openevent.calendars.saying import Value, said


def findings(events: list[Component], clocks: Reckoning) -> Iterator[Finding]:
    """What is wrong with the times, event by event."""
    for event in events:
        if not (start := event.first("DTSTART")):
            continue
        try:
            found = [*_forms(event), *_pair(event, start), *_order(event, start, clocks)]
        except Nonsense as fault:
            unreadable = said(
                "%(event)s has a time that cannot be read: %(fault)s", event=called(event), fault=fault.sentence
            )
            found = [error("time-unreadable", unreadable, event)]
        yield from found


def _forms(event: Component) -> Iterator[Finding]:
    """How each time is written; raises Nonsense."""
    for name in ("DTSTART", "DTEND"):
        if found := event.first(name):
            yield from _form(event, found)


def _form(event: Component, found: Property) -> Iterator[Finding]:
    time = values.time(found.value)
    says_day = found.parameters.get("VALUE", "").upper() == "DATE"
    if time.is_day and not says_day:
        yield error(
            "day-without-value",
            said(
                "%(event)s has %(name)s:%(value)s, a day, without VALUE=DATE. Add ;VALUE=DATE, or a time.",
                **_written(event, found),
            ),
            event,
        )
    elif says_day and not time.is_day:
        yield error(
            "time-called-day",
            said(
                "%(event)s has %(name)s:%(value)s, a time, with VALUE=DATE. Take the parameter out.",
                **_written(event, found),
            ),
            event,
        )
    elif time.is_utc and "TZID" in found.parameters:
        yield error(
            "utc-with-zone",
            said(
                "%(event)s has %(name)s:%(value)s with TZID: the Z says UTC, the TZID another zone, and programs "
                "choose differently. Take one of them out.",
                **_written(event, found),
            ),
            event,
        )
    elif not (time.is_day or time.is_utc or "TZID" in found.parameters):
        yield warning(
            "floating-time",
            said(
                "%(event)s has %(name)s:%(value)s without a zone: programs show it at that hour wherever one is. "
                "Add a TZID, or write UTC.",
                **_written(event, found),
            ),
            event,
        )


def _written(event: Component, found: Property) -> dict[str, Value]:
    """What stands there, for a sentence about it."""
    return {"event": called(event), "name": found.name, "value": shortened(found.value)}


def _pair(event: Component, start: Property) -> Iterator[Finding]:
    """Whether start and end are of one kind; raises Nonsense."""
    end = event.first("DTEND")
    if end and event.first("DURATION"):
        yield error(
            "end-and-duration", said("%(event)s has both DTEND and DURATION. Keep one.", event=called(event)), event
        )
    if not end:
        return
    begins, ends = values.time(start.value), values.time(end.value)
    if begins.is_day != ends.is_day:
        yield error(
            "end-of-another-kind",
            said("%(event)s has a day at one end and a time at the other. Write both alike.", event=called(event)),
            event,
        )
    elif begins.is_utc != ends.is_utc:
        yield warning(
            "utc-at-one-end",
            said(
                "%(event)s has UTC at one end and local time at the other, which some programs (khal) do not read. "
                "Write both alike.",
                event=called(event),
            ),
            event,
        )


def _order(event: Component, start: Property, clocks: Reckoning) -> Iterator[Finding]:
    """Whether the end is after the start; raises Nonsense."""
    try:
        begins, ends = clocks.instant(start), clocks.end(event, start)
    except UnknownZone:
        return  # told once for the whole file, not once an event
    if ends > begins:
        return
    if event.first("DTEND") or event.first("DURATION"):
        yield error(
            "end-not-after-start",
            said(
                "%(event)s ends when it begins or before that: programs drop it, or show it as a moment. "
                "Correct its times.",
                event=called(event),
            ),
            event,
        )
    else:
        yield note(
            "no-end",
            said("%(event)s has no end: programs show a moment, or as much as they like.", event=called(event)),
            event,
        )

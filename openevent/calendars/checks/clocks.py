"""Whether programs agree on when an event is: by the file's own VTIMEZONE, by the time-zone database, by half of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from openevent.calendars import values, wallclock, zonedata
from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component, Property
from openevent.calendars.reckoning import Reckoning
from openevent.calendars.refusals import Nonsense
from openevent.calendars.saying import said, unsaid
from openevent.calendars.zonenames import database_name

_FORM = "%Y-%m-%d %H:%M:%S"
_DIFFERS = {
    "DTSTART": unsaid(
        "%(event)s begins at %(by_file)s UTC by the file's VTIMEZONE %(zone)s, but at %(by_name)s UTC by the time-zone "
        "database. Google Calendar and Apple Calendar go by the name, classic Outlook by the file. Write the VTIMEZONE "
        "anew, from present data."
    ),
    "DTEND": unsaid(
        "%(event)s ends at %(by_file)s UTC by the file's VTIMEZONE %(zone)s, but at %(by_name)s UTC by the time-zone "
        "database. Google Calendar and Apple Calendar go by the name, classic Outlook by the file. Write the VTIMEZONE "
        "anew, from present data."
    ),
}
_DIFFERS_IN_THUNDERBIRD = {
    "DTSTART": unsaid(
        "%(event)s begins at %(by_file)s UTC, but at %(by_first_dates)s UTC in Thunderbird and others, which read only "
        "the first date of the RDATE list in the VTIMEZONE %(zone)s. Write one sub-component for each change."
    ),
    "DTEND": unsaid(
        "%(event)s ends at %(by_file)s UTC, but at %(by_first_dates)s UTC in Thunderbird and others, which read only "
        "the first date of the RDATE list in the VTIMEZONE %(zone)s. Write one sub-component for each change."
    ),
}
_TWICE = {
    "DTSTART": unsaid(
        "%(event)s begins at %(time)s on %(day)s, a time that the clocks of %(zone)s show twice that night: "
        "Thunderbird (ical.js), Evolution (libical), KOrganizer (Qt) and programs on ICU, PHP or Go take another hour "
        "than the standard does. Write DTSTART and DTEND of this event in UTC."
    ),
    "DTEND": unsaid(
        "%(event)s ends at %(time)s on %(day)s, a time that the clocks of %(zone)s show twice that night: "
        "Thunderbird (ical.js), Evolution (libical), KOrganizer (Qt) and programs on ICU, PHP or Go take another hour "
        "than the standard does. Write DTSTART and DTEND of this event in UTC."
    ),
}
_SKIPPED = {
    "DTSTART": unsaid(
        "%(event)s begins at %(time)s on %(day)s, a time that the clocks of %(zone)s skip: "
        "Thunderbird (ical.js), Evolution (libical), KOrganizer (Qt) and programs on ICU, PHP or Go take another hour "
        "than the standard does. Write DTSTART and DTEND of this event in UTC."
    ),
    "DTEND": unsaid(
        "%(event)s ends at %(time)s on %(day)s, a time that the clocks of %(zone)s skip: "
        "Thunderbird (ical.js), Evolution (libical), KOrganizer (Qt) and programs on ICU, PHP or Go take another hour "
        "than the standard does. Write DTSTART and DTEND of this event in UTC."
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Readings:
    """The ways in which programs read the times of one file."""

    by_file: Reckoning
    by_name: Reckoning
    by_first_dates: Reckoning


def findings(events: list[Component], clocks: Reckoning) -> Iterator[Finding]:
    """Where programs differ; times that cannot be read are passed over here."""
    readings = _Readings(
        by_file=clocks,
        by_name=Reckoning(defined={}, home=clocks.home),
        by_first_dates=_by_first_dates(clocks),
    )
    for event in events:
        for name in _DIFFERS:
            if (found := event.first(name)) and found.parameters.get("TZID"):
                yield from _of_time(event, found, readings)


def _of_time(event: Component, found: Property, readings: _Readings) -> Iterator[Finding]:
    try:
        time, zone = values.time(found.value), database_name(found.parameters["TZID"])
        by_name = readings.by_name.instant(found)
    except Nonsense:
        return
    if time.is_utc or time.is_day:
        return
    yield from _doubled(event, found, time.shown, zone)
    if found.parameters["TZID"] not in readings.by_file.defined:
        return
    yield from _compared(event, found, by_name, readings)


def _compared(event: Component, found: Property, by_name: datetime, readings: _Readings) -> Iterator[Finding]:
    try:
        by_file, by_first_dates = readings.by_file.instant(found), readings.by_first_dates.instant(found)
    except Nonsense:
        return
    told = {
        "event": called(event),
        "by_file": format(by_file, _FORM),
        "zone": shortened(found.parameters["TZID"]),
    }
    if by_file != by_name:
        sentence = said(_DIFFERS[found.name], by_name=format(by_name, _FORM), **told)
        yield error("zone-differs", sentence, event)
    elif by_first_dates != by_file:
        by_first = format(by_first_dates, _FORM)
        sentence = said(_DIFFERS_IN_THUNDERBIRD[found.name], by_first_dates=by_first, **told)
        yield error("zone-differs-in-thunderbird", sentence, event)


def _by_first_dates(clocks: Reckoning) -> Reckoning:
    """The clocks as programs read them that stop at the first comma of an RDATE; the same ones where there is none."""
    zones = {name: _first_dates(zone) for name, zone in clocks.defined.items()}
    return clocks if zones == clocks.defined else Reckoning(defined=zones, home=clocks.home)


def _first_dates(zone: Component) -> Component:
    """The VTIMEZONE with the first date of each RDATE only."""
    parts = [
        replace(
            part,
            properties=[
                replace(found, value=found.value.partition(",")[0]) if found.name == "RDATE" else found
                for found in part.properties
            ],
        )
        for part in zone.components
    ]
    return replace(zone, components=parts)


def _doubled(event: Component, found: Property, shown: datetime, zone: str) -> Iterator[Finding]:
    local = shown.replace(tzinfo=zonedata.zone(zone))
    if not wallclock.is_doubled(local):
        return
    # Of a time that is skipped, the reading by the offset before it is the later one (PEP 495).
    is_twice = local.replace(fold=1).utcoffset() < local.utcoffset()  # type: ignore[operator]  # both have one
    yield warning(
        "time-shown-twice" if is_twice else "time-skipped",
        said(
            (_TWICE if is_twice else _SKIPPED)[found.name],
            event=called(event),
            time=format(shown, "%H:%M"),
            day=format(shown, "%Y-%m-%d"),
            zone=zone,
        ),
        event,
    )

"""The time zones of a file: those that it defines, and those that its times go by (RFC 5545, 3.6.5 and 3.2.19)."""

from collections import Counter
from collections.abc import Iterator

from openevent.calendars.checks.finding import Finding, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.reckoning import Reckoning
from openevent.calendars.refusals import Nonsense, UnknownZone
from openevent.calendars.saying import said
from openevent.calendars.values import offset
from openevent.calendars.zonenames import database_name, is_abbreviation

_PARTS = ("STANDARD", "DAYLIGHT")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")


def findings(file: Component, events: list[Component], clocks: Reckoning) -> Iterator[Finding]:
    """What is wrong with the zones."""
    defined = [component for component in file.components if component.name == "VTIMEZONE"]
    used = dict.fromkeys(name for event in events for name in _named(event))
    for zone in defined:
        yield from _of_definition(zone, clocks)
    counted = Counter(zone.text("TZID") for zone in defined)
    for name, times in counted.items():
        if name and times > 1:
            twice = said(
                "The time zone %(zone)s is defined %(count)s times. Keep one.", zone=shortened(name), count=times
            )
            yield error("zone-defined-twice", twice)
    for name in used:
        if name not in counted:
            yield _undefined(name)
    for name in dict.fromkeys([*used, *counted]):
        if is_abbreviation(name):
            yield _abbreviated(name)
    yield from _home(file)


def _named(event: Component) -> Iterator[str]:
    return (found.parameters["TZID"] for name in _TIMES for found in event.all(name) if found.parameters.get("TZID"))


def _of_definition(zone: Component, clocks: Reckoning) -> Iterator[Finding]:
    name = shortened(zone.text("TZID"))
    parts = [part for part in zone.components if part.name in _PARTS]
    if not name:
        yield error("zone-without-tzid", said("A VTIMEZONE has no TZID, so nothing can refer to it. Add it."))
    if not parts:
        yield error(
            "zone-without-rules",
            said(
                "The time zone %(zone)s has neither STANDARD nor DAYLIGHT: programs refuse it, or take its times for "
                "UTC. Write one sub-component for each change of the clocks.",
                zone=name,
            ),
        )
        return
    try:
        clocks.try_out(zone)
    except Nonsense as fault:
        yield error(
            "zone-unreadable",
            said("The time zone %(zone)s cannot be read: %(fault)s", zone=name, fault=fault.sentence),
        )
        return
    yield from _habits(name, parts)


def _habits(name: str, parts: list[Component]) -> Iterator[Finding]:
    """What is legal, or nearly so, but read differently."""
    if any("," in found.value for part in parts for found in part.all("RDATE")):
        yield warning(
            "zone-rdate-list",
            said(
                "The time zone %(zone)s lists changes in one RDATE, separated by commas: Thunderbird and other "
                "programs (ical.js, vobject, Radicale) read the first only. Write one sub-component for each change.",
                zone=name,
            ),
        )
    if any(part.first("COMMENT") for part in parts):
        yield warning(
            "zone-comment",
            said(
                "The time zone %(zone)s has a COMMENT in a sub-component, for which libical (Evolution, GNOME "
                "Calendar) refuses it. Take it out.",
                zone=name,
            ),
        )
    if any(_is_not_local(part) for part in parts):
        yield error(
            "zone-onset-not-local",
            said(
                "A change in the time zone %(zone)s begins in UTC or in another zone; its DTSTART must be local time.",
                zone=name,
            ),
        )
    if _is_upside_down(parts):
        yield warning(
            "zone-daylight-behind",
            said(
                "In the time zone %(zone)s DAYLIGHT is behind STANDARD (as the tz database has it for Dublin), which "
                "programs expect the other way round. Call the summer's sub-component DAYLIGHT.",
                zone=name,
            ),
        )


def _is_not_local(part: Component) -> bool:
    start = part.first("DTSTART")
    return start is not None and (start.value.strip().endswith("Z") or "TZID" in start.parameters)


def _is_upside_down(parts: list[Component]) -> bool:
    offsets = {kind: [offset(part.text("TZOFFSETTO")) for part in parts if part.name == kind] for kind in _PARTS}
    standard, daylight = offsets["STANDARD"], offsets["DAYLIGHT"]
    return bool(standard and daylight) and max(daylight) < min(standard)


def _undefined(name: str) -> Finding:
    try:
        database_name(name)
    except UnknownZone:
        return error(
            "zone-undefined",
            said(
                "Times go by the time zone %(zone)s, which the file does not define and no program knows: each takes "
                "another one. Use a name such as Europe/Berlin, and add its VTIMEZONE.",
                zone=shortened(name),
            ),
        )
    return error(
        "zone-undefined",
        said(
            "Times go by the time zone %(zone)s, but the file has no VTIMEZONE for it: classic Outlook and strict "
            "programs show them at another hour, or refuse them. Add the VTIMEZONE.",
            zone=shortened(name),
        ),
    )


def _abbreviated(name: str) -> Finding:
    return warning(
        "zone-abbreviated",
        said(
            "%(zone)s is an abbreviation, which means other zones in other countries; and where it is known, it often "
            "has no summer time. Use a name such as Europe/Berlin.",
            zone=name,
        ),
    )


def _home(file: Component) -> Iterator[Finding]:
    name = file.text("X-WR-TIMEZONE")
    try:
        if name:
            database_name(name)
    except UnknownZone:
        yield warning(
            "home-zone-unknown",
            said(
                "X-WR-TIMEZONE says %(zone)s, which the tz database does not know. Use a name such as Europe/Berlin.",
                zone=shortened(name),
            ),
        )

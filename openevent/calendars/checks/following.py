"""What programs that follow a calendar know it by: its name, how often to ask for it (RFC 7986, 5)."""

from collections.abc import Iterator

from openevent.calendars import values
from openevent.calendars.checks.finding import Finding, error, note, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.refusals import Nonsense
from openevent.calendars.saying import Said, said

_INTERVALS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")


def findings(file: Component) -> Iterator[Finding]:
    """What is missing there, or wrong."""
    if not file.text("X-WR-CALNAME").strip():
        yield note(
            "no-name",
            said(
                "The calendar has no X-WR-CALNAME: programs list it under its address. Write the event's name there, "
                "and in NAME."
            ),
        )
    missing = [name for name in _INTERVALS if not file.first(name)]
    if missing:
        yield note("no-refresh-interval", _no_interval(*missing))
    for name in _INTERVALS:
        yield from _interval(file, name)


def _no_interval(name: str, other: str = "") -> Said:
    if other:
        return said(
            "The calendar has no %(name)s and no %(other)s: programs decide alone how often they ask for it. For a "
            "feed that people follow, say for instance PT1H.",
            name=name,
            other=other,
        )
    return said(
        "The calendar has no %(name)s: programs decide alone how often they ask for it. For a feed that people "
        "follow, say for instance PT1H.",
        name=name,
    )


def _interval(file: Component, name: str) -> Iterator[Finding]:
    found = file.first(name)
    if not found:
        return
    try:
        values.duration(found.value)
    except Nonsense:
        yield error(
            "refresh-interval",
            said(
                "%(name)s:%(value)s is no duration. Write for instance PT1H.", name=name, value=shortened(found.value)
            ),
        )
        return
    if name == "REFRESH-INTERVAL" and found.parameters.get("VALUE", "").upper() != "DURATION":
        yield warning(
            "refresh-interval-without-value",
            said(
                "REFRESH-INTERVAL must say VALUE=DURATION, or programs do not read it. "
                "Write REFRESH-INTERVAL;VALUE=DURATION:PT1H."
            ),
        )

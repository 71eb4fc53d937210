"""What programs that follow a calendar know it by: its name, how often to ask for it (RFC 7986, 5)."""

from collections.abc import Iterator

from openevent.calendars import values
from openevent.calendars.checks.finding import Finding, error, note, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.refusals import Nonsense

_INTERVALS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")


def findings(file: Component) -> Iterator[Finding]:
    """What is missing there, or wrong."""
    if not file.text("X-WR-CALNAME").strip():
        yield note(
            "no-name",
            "The calendar has no X-WR-CALNAME: programs list it under its address. Write the event's name there, and "
            "in NAME.",
        )
    missing = [name for name in _INTERVALS if not file.first(name)]
    if missing:
        yield note(
            "no-refresh-interval",
            f"The calendar has no {' and no '.join(missing)}: programs decide alone how often they ask for it. For a "
            "feed that people follow, say for instance PT1H.",
        )
    for name in _INTERVALS:
        yield from _interval(file, name)


def _interval(file: Component, name: str) -> Iterator[Finding]:
    found = file.first(name)
    if not found:
        return
    try:
        values.duration(found.value)
    except Nonsense:
        yield error("refresh-interval", f"{name}:{shortened(found.value)} is no duration. Write for instance PT1H.")
        return
    if name == "REFRESH-INTERVAL" and found.parameters.get("VALUE", "").upper() != "DURATION":
        yield warning(
            "refresh-interval-without-value",
            "REFRESH-INTERVAL must say VALUE=DURATION, or programs do not read it. "
            "Write REFRESH-INTERVAL;VALUE=DURATION:PT1H.",
        )

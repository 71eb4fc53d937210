"""When events were revised: DTSTAMP and LAST-MODIFIED (RFC 5545, 3.8.7.2 and 3.8.7.3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from openevent.calendars import values
from openevent.calendars.checks.finding import Finding, called, error, shortened, warning
from openevent.calendars.components import Component
from openevent.calendars.itip import Method
from openevent.calendars.refusals import Nonsense
from openevent.calendars.saying import said

_JUST_NOW = timedelta(minutes=5)


def findings(events: list[Component], message: Method | None, fetched_at: datetime | None) -> Iterator[Finding]:
    """Stamps that are no instants, and stamps that say “now”; `fetched_at` is what the server's clock said."""
    for event in events:
        yield from _not_utc(event)
    if message:  # with METHOD, DTSTAMP is when the message was made
        return
    stamps = {shown for event in events for shown in _times(event, "DTSTAMP")}
    revised = [shown for event in events for shown in _times(event, "LAST-MODIFIED")]
    if len(stamps) != 1 or not _are_now(next(iter(stamps)), revised, fetched_at, several=len(events) > 1):
        return
    yield warning(
        "stamp-is-now",
        said(
            "All DTSTAMPs are the same and say when the file was made, not when the events were revised: programs take "
            "every event for changed at every fetch, and the file never equals itself. Write when each was last "
            "revised."
        ),
    )


def _are_now(stamp: datetime, revised: list[datetime], fetched_at: datetime | None, *, several: bool) -> bool:
    if fetched_at is not None and abs(fetched_at.replace(tzinfo=None) - stamp) < _JUST_NOW:
        return not revised or stamp > max(revised)
    return several and bool(revised) and stamp > max(revised)


def _times(event: Component, name: str) -> Iterator[datetime]:
    """What stands there, without its zone; nothing where it cannot be read."""
    if found := event.first(name):
        try:
            yield values.time(found.value).shown
        except Nonsense:
            return


def _not_utc(event: Component) -> Iterator[Finding]:
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        found = event.first(name)
        if not found or not found.value.strip():
            continue
        try:
            is_utc = values.time(found.value).is_utc
        except Nonsense:
            is_utc = False
        if not is_utc:
            yield error(
                f"{name.lower()}-not-utc",
                said(
                    "%(event)s has %(name)s:%(value)s; it must be a time in UTC, such as 20261024T090000Z.",
                    event=called(event),
                    name=name,
                    value=shortened(found.value),
                ),
                event,
            )

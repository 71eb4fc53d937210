"""An .ics file back into a document: what another program wrote, or we did."""

from dataclasses import dataclass

from icalendar.parser.property import split_on_unescaped_comma

from openevent.calendars import colors, components, values
from openevent.calendars.components import Component, Property
from openevent.calendars.document import Calendar, Entry, Person, Status
from openevent.calendars.reckoning import Reckoning, reckoning
from openevent.calendars.refusals import Nonsense, NotACalendar, Unreadable
from openevent.calendars.saying import Said, said

__all__ = ["Findings", "LeftOut", "NotACalendar", "examine", "read"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """An event that is in the file but not in the document, and the sentence that says why."""

    uid: str
    summary: str
    reason: Said


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What a file holds, and what of it could not be read."""

    calendar: Calendar
    left_out: tuple[LeftOut, ...]


def read(data: bytes) -> Calendar:
    """The calendar in an .ics file, without the events that `examine` leaves out; raises NotACalendar, nothing else."""
    return examine(data).calendar


def examine(data: bytes, *, zone: str = "UTC") -> Findings:
    """The calendar in an .ics file; raises NotACalendar, nothing else.

    Times are taken by the VTIMEZONE in the file, those that name no zone in a file that names none by `zone`. Of an
    event that repeats, only the first date is read. Events without a uid or a usable time, and changes to single dates
    of repeating events, are left out.
    """
    file = components.calendar(data)
    clocks = reckoning(file, zone)
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    for event in file.components:
        if event.name != "VEVENT":
            continue
        try:
            entries.append(_entry(event, clocks))
        except Nonsense as error:
            left_out.append(LeftOut(uid=event.text("UID"), summary=event.text("SUMMARY"), reason=error.sentence))
    return Findings(calendar=_calendar(file, clocks, entries), left_out=tuple(left_out))


def _calendar(file: Component, clocks: Reckoning, entries: list[Entry]) -> Calendar:
    return Calendar(
        name=file.text("NAME", "X-WR-CALNAME"),
        description=file.text("X-WR-CALDESC", "DESCRIPTION"),
        zone=clocks.home,
        entries=tuple(entries),
    )


def _entry(event: Component, clocks: Reckoning) -> Entry:
    start, created = event.first("DTSTART"), event.first("CREATED")
    if not start:
        raise Unreadable(said("It has no start."))
    if event.first("RECURRENCE-ID"):
        raise Unreadable(said("It changes one date of a repeating event."))
    return Entry(
        uid=event.text("UID"),
        sequence=values.integer(event.text("SEQUENCE"), default=0),
        revised_at=clocks.instant(event.first("LAST-MODIFIED", "DTSTAMP", "CREATED") or start),
        created_at=clocks.instant(created) if created else None,
        starts_at=clocks.instant(start),
        ends_at=clocks.end(event, start),
        summary=event.text("SUMMARY"),
        status=_status(event.text("STATUS")),
        description=event.text("DESCRIPTION"),
        location=event.text("LOCATION"),
        geo=values.geo(_value(event, "GEO")),
        url=_value(event, "URL"),
        categories=_categories(event),
        color=colors.nearest(event.text("COLOR")),
        conference=_value(event, "CONFERENCE"),
        organizer=next(map(_person, event.all("ORGANIZER")), None),
        attendees=tuple(map(_person, event.all("ATTENDEE"))),
    )


def _value(event: Component, name: str) -> str:
    """The value as it stands there, for what is no TEXT."""
    found = event.first(name)
    return found.value if found else ""


def _status(name: str) -> Status:
    return Status(name.upper()) if name.upper() in set(Status) else Status.CONFIRMED


def _categories(event: Component) -> tuple[str, ...]:
    return tuple(name for found in event.all("CATEGORIES") for name in split_on_unescaped_comma(found.value))


def _person(found: Property) -> Person:
    scheme, _, address = found.value.partition(":")
    is_mail = scheme.strip().lower() == "mailto"
    return Person(name=found.parameters.get("CN", ""), address=address.partition("?")[0] if is_mail else "")

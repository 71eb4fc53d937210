"""Whatever the format, the same sessions, instants and texts are read back from it.

A new format adds one line to READERS: its name, whether it is the rich way, how another's parser reads it, and what it
can say, if that is less than iCalendar can.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import icalendar
import pytest
from calendaring_jmap.convert import jscal_to_ical
from hypothesis import example, given, settings
from lxml import etree

from openevent.calendars import timezones
from openevent.calendars.document import Calendar, Status
from openevent.calendars.formats import FORMATS
from openevent.calendars.xcal import NAMESPACE

from .documents import ABOUT, at, calendar, entry, published_calendars, published_entry
from .readers import from_atom, from_schedule_json, from_schedule_xml, told_by_atom, told_by_schedule_xml
from .schedules import sessions


class Session(NamedTuple):
    """What every format must say of an entry."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    status: str


def expected(document: Calendar) -> list[Session]:
    return [Session(*(getattr(entry, name) for name in Session._fields)) for entry in document.entries]


def instant(shown: datetime, zone: str | None) -> datetime:
    """When clocks in the zone show this; without a zone, it is in UTC."""
    return shown.replace(tzinfo=timezones.zone(zone) if zone else UTC).astimezone(UTC)


def from_ical(data: bytes) -> list[Session]:
    return [_from_event(event) for event in icalendar.Calendar.from_ical(data).events]


def from_jcal(data: bytes) -> list[Session]:
    read = icalendar.Component.from_jcal(data.decode())
    return [_from_event(event) for event in read.walk("VEVENT")]


def _from_event(event: Any) -> Session:
    assert not event.errors
    times = (event["DTSTART"], event["DTEND"])
    starts, ends = (instant(time.dt.replace(tzinfo=None), time.params.get("TZID")) for time in times)
    texts = (str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"))
    return Session(str(event["UID"]), starts, ends, *texts)


def from_xcal(data: bytes) -> list[Session]:
    return [_from_element(event) for event in etree.fromstring(data).iter(f"{{{NAMESPACE}}}vevent")]


def _from_element(event: etree._Element) -> Session:
    def said(path: str) -> str:
        return event.findtext(f"x:properties/{path}", "", {"x": NAMESPACE})

    def when(name: str) -> datetime:
        shown = datetime.fromisoformat(said(f"x:{name}/x:date-time"))
        return instant(shown.replace(tzinfo=None), said(f"x:{name}/x:parameters/x:tzid/x:text") or None)

    texts = (said(f"x:{name}/x:text") for name in ("summary", "description", "location", "status"))
    return Session(said("x:uid/x:text"), when("dtstart"), when("dtend"), *texts)


def from_jscalendar(data: bytes) -> list[Session]:
    return [_from_object(found) for found in json.loads(data)["entries"]]


def _from_object(found: dict[str, Any]) -> Session:
    (event,) = icalendar.Calendar.from_ical(jscal_to_ical(found)).events
    length = event.decoded("DURATION")
    assert isinstance(length, timedelta)
    starts = instant(datetime.fromisoformat(found["start"]), found["timeZone"])
    # The reader knows one place only, and mends blanks and backslashes in texts: these are as JSON has them.
    places = [place["name"] for place in found.get("locations", {}).values() if "name" in place]
    texts = [found.get("title", ""), found.get("description", ""), ", ".join(places), str(event["STATUS"])]
    return Session(found["uid"], starts, starts + length, *texts)


class Reader(NamedTuple):
    """How a format is read back, and what of a document it can say."""

    read: Callable[[bytes], list[Any]]
    expected: Callable[[Calendar], list[Any]] = expected


# The rich JSCalendar has descriptions as HTML instead, see test_jscalendar.
READERS: dict[tuple[str, bool], Reader] = {
    ("ics", False): Reader(from_ical),
    ("ics", True): Reader(from_ical),
    ("jcal", False): Reader(from_jcal),
    ("jcal", True): Reader(from_jcal),
    ("xcal", False): Reader(from_xcal),
    ("xcal", True): Reader(from_xcal),
    ("jscalendar", False): Reader(from_jscalendar),
    # These know a session by its GUID, by its room, and of its state only whether it is cancelled; schedule.xml tells
    # how many begun minutes it takes, Atom minutes only, and its description at its richest.
    ("schedule.xml", False): Reader(from_schedule_xml, told_by_schedule_xml),
    ("schedule.json", False): Reader(from_schedule_json, sessions),
    ("atom", False): Reader(from_atom, told_by_atom),
}
EVERYTHING = calendar(
    published_entry(),
    entry(uid="withdrawn", status=Status.CANCELLED, sequence=2),
    entry(uid="doubled", starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 01:30")),
    entry(uid="a day of 25 hours", starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-26 10:00")),
    about=ABOUT,
)


def test_every_format_is_read_back() -> None:
    assert {name for name, _ in READERS} == set(FORMATS)


@pytest.mark.parametrize(("name", "is_rich"), READERS)
@settings(max_examples=40, deadline=None)
@given(document=published_calendars)
@example(document=EVERYTHING)
@example(document=calendar(about=ABOUT))
def test_every_format_says_the_same(document: Calendar, name: str, is_rich: bool) -> None:
    reader = READERS[name, is_rich]

    assert reader.read(FORMATS[name].write(document, rich=is_rich)) == reader.expected(document)

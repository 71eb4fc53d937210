"""jCal, read back by icalendar and held against what RFC 7265 asks."""

import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import pytest
from hypothesis import example, given, settings

from openevent.calendars import ics, jcal
from openevent.calendars.document import Calendar, Status
from openevent.calendars.formats import FORMATS

from .documents import ABOUT, at, calendar, entry, published_calendars, published_entry

PUBLISHED = calendar(published_entry(), entry(uid="2", status=Status.CANCELLED), about=ABOUT)
SCHEMA = jsonschema.Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "jcal.json").read_bytes()))
WRITE = FORMATS["jcal"].write


def meaning(data: bytes) -> list[str]:
    """The lines of an .ics file without types and quotes, which icalendar does not write for all that have them."""
    lines = re.sub(rb"\r\n[ \t]", b"", data).decode().replace('"', "").split("\r\n")
    return [re.sub(";VALUE=(?:TEXT|URI|DURATION|CAL-ADDRESS):", ":", line, count=1) for line in lines]


def properties(document: Calendar) -> dict[str, Any]:
    """The properties of the first entry, by name."""
    event = json.loads(WRITE(document))[2][-1]
    return {found[0]: found[1:] for found in event[1]}


@pytest.mark.parametrize(("is_rich", "ical"), [(False, ics.write), (True, partial(FORMATS["ics"].write, rich=True))])
@settings(max_examples=100, deadline=None)
@given(document=published_calendars)
@example(document=PUBLISHED)
def test_icalendar_makes_the_ics_file_of_it(document: Calendar, is_rich: bool, ical: Any) -> None:
    # Of a zone without changes at offset zero icalendar makes UTC.
    document = replace(document, zone="Europe/Berlin")

    read = icalendar.Component.from_jcal(WRITE(document, rich=is_rich).decode())

    assert meaning(read.to_ical()) == meaning(ical(document))


@pytest.mark.parametrize("is_rich", [False, True])
@settings(max_examples=100, deadline=None)
@given(document=published_calendars)
@example(document=PUBLISHED)
def test_it_is_formed_as_the_rfc_asks(document: Calendar, is_rich: bool) -> None:
    SCHEMA.validate(json.loads(WRITE(document, rich=is_rich)))


@pytest.mark.parametrize(
    "wrong",
    [
        ["vcalendar", [["version", {}, "text", "2.0"]]],
        ["vevent", [["GEO", {}, "float", [1.0, 2.0]]], []],
        ["vevent", [["geo", {}, "float", 1.0, 2.0]], []],
        ["vevent", [["summary", {}, "text", "a", "b"]], []],
        ["vevent", [["dtstart", {"tzid": "Europe/Berlin"}, "date-time", "2026-07-01T09:00:00Z"]], []],
        ["vevent", [["dtstart", {}, "date-time", "20260701T090000Z"]], []],
        ["vevent", [["conference", {"value": "URI"}, "uri", "https://example.org/"]], []],
        ["vevent", [["sequence", {}, "integer", "3"]], []],
        ["standard", [["tzoffsetto", {}, "utc-offset", "+0100"]], []],
    ],
)
def test_what_is_formed_otherwise_is_noticed(wrong: Any) -> None:
    assert not SCHEMA.is_valid(wrong)


def test_values_have_their_types() -> None:
    found = properties(calendar(published_entry()))

    assert found["dtstart"] == [{"tzid": "Europe/Berlin"}, "date-time", "2026-07-01T11:00:00"]
    assert found["dtstamp"] == [{}, "date-time", "2026-05-01T12:30:15Z"]
    assert found["geo"] == [{}, "float", [52.520815, -13.416419]]
    assert found["sequence"] == [{}, "integer", 3]
    assert found["categories"] == [{}, "text", "Community, Society", "Talk", "open;source"]
    assert found["summary"] == [{}, "text", 'Größe; "quoted", back\\slash – 日本語 🙂']
    assert found["organizer"] == [{"cn": "Wikimedia; Kenya, e.V."}, "cal-address", "mailto:noreply@example.org"]


def test_a_doubled_time_is_in_utc() -> None:
    found = properties(calendar(entry(starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 04:00"))))

    assert found["dtstart"] == [{}, "date-time", "2026-10-25T00:30:00Z"]
    assert found["dtend"] == [{}, "date-time", "2026-10-25T04:00:00Z"]


def test_there_is_a_piece_for_each_entry() -> None:
    pieces = list(jcal.stream(PUBLISHED))

    assert [piece.count(b'["vevent",') for piece in pieces] == [0, 1, 1, 0]
    assert [part[0] for part in json.loads(WRITE(calendar(zone="UTC")))[2]] == ["vtimezone"]
    assert len(json.loads(WRITE(calendar(entry(), zone="UTC")))[2]) == 1

"""What the writer promises: icalendar's bytes, and nothing that a title or a name could break."""

import re
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings

from openevent.calendars import ics, reading
from openevent.calendars.document import About, Calendar

from .composing import compose
from .documents import abouts, calendar, calendars, entry, full_entry

EVERYTHING = calendar(full_entry(), entry(uid="2"), full_entry(uid="3"))


@settings(max_examples=400, deadline=None)
@given(calendars)
@example(EVERYTHING)
def test_the_writer_writes_byte_for_byte_what_icalendar_writes(document: Calendar) -> None:
    assert ics.write(document) == compose(document).to_ical()


@settings(max_examples=150, deadline=None)
@given(calendars, abouts)
@example(EVERYTHING, About(refresh=timedelta(hours=1, seconds=1)))
@example(EVERYTHING, About(refresh=timedelta(days=1, hours=1)))
def test_what_feeds_say_of_themselves_is_written_as_icalendar_writes_it(document: Calendar, about: About) -> None:
    feed = replace(document, about=about)

    assert ics.write(feed) == compose(feed).to_ical()
    assert reading.read(ics.write(feed)) == document


@settings(max_examples=250, deadline=None)
@given(calendars)
@example(EVERYTHING)
def test_every_value_comes_back(document: Calendar) -> None:
    found = reading.examine(ics.write(document))

    assert found.calendar == document
    assert not found.left_out


@settings(max_examples=250, deadline=None)
@given(calendars)
@example(EVERYTHING)
def test_lines_are_75_octets_of_utf_8_and_end_with_crlf(document: Calendar) -> None:
    data = ics.write(document)

    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        assert not re.search("[\x80-\x9f\u2028\u2029\ufeff]", line.decode())  # decoding: no character is divided


@settings(max_examples=250, deadline=None)
@given(calendars)
@example(EVERYTHING)
def test_no_value_starts_a_property_or_a_component(document: Calendar) -> None:
    lines = re.sub(rb"\r\n[ \t]", b"", ics.write(document)).decode().split("\r\n")

    names = [re.split("[;:]", line, maxsplit=1)[0] for line in lines]
    people = sum(len(entry.attendees) for entry in document.entries)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(document.entries)
    assert names.count("UID") == names.count("DTSTAMP") == names.count("DTEND") == len(document.entries)
    assert names.count("ATTENDEE") == people
    assert not [name for name in names if name.startswith("X-") and not name.startswith("X-WR-")]
    assert "METHOD" not in names


@settings(max_examples=150, deadline=None)
@given(calendars)
@example(EVERYTHING)
def test_icalendar_reads_the_same_text(document: Calendar) -> None:
    events = icalendar.Calendar.from_ical(ics.write(document)).events

    assert len(events) == len(document.entries)
    for event, written in zip(events, document.entries, strict=True):
        assert not event.errors
        assert str(event["UID"]) == written.uid
        assert str(event.get("SUMMARY", "")) == written.summary
        assert str(event.get("DESCRIPTION", "")) == written.description
        assert str(event.get("LOCATION", "")) == written.location
        assert str(event.get("URL", "")) == written.url
        assert str(event.get("CONFERENCE", "")) == written.conference
        assert tuple(map(str, event.categories)) == written.categories
        assert [(str(person), person.params.get("CN", "")) for person in event.attendees] == [
            (person.uri, person.name) for person in written.attendees
        ]


def test_a_stricter_parser_reads_it_too() -> None:
    read = vobject.readOne(ics.write(EVERYTHING).decode())

    assert [event.uid.value for event in read.vevent_list] == ["1-a1b2c3d4", "2", "3"]
    first, written = read.vevent_list[0], EVERYTHING.entries[0]
    assert first.summary.value == written.summary
    assert first.description.value == written.description
    assert first.location.value == written.location
    assert first.url.value == written.url
    assert first.categories.value == list(written.categories)
    assert first.dtstart.value.astimezone(written.starts_at.tzinfo) == written.starts_at
    assert [person.value for person in first.attendee_list] == [person.uri for person in written.attendees]


def test_the_pieces_are_the_whole_file() -> None:
    pieces = list(ics.stream(EVERYTHING))

    assert len(pieces) == len(EVERYTHING.entries) + 2
    assert b"".join(pieces) == ics.write(EVERYTHING)
    assert [piece.count(b"BEGIN:VEVENT") for piece in pieces] == [0, 1, 1, 1, 0]


def test_a_calendar_without_entries_is_written() -> None:
    document = calendar()

    assert ics.write(document) == compose(document).to_ical()
    assert icalendar.Calendar.from_ical(ics.write(document)).events == []


@pytest.mark.parametrize("line", [b"VERSION:2.0", b"PRODID:-//fossasia//open-event//EN", b"CALSCALE:GREGORIAN"])
def test_the_head_says_what_the_promise_names(line: bytes) -> None:
    assert line in ics.write(calendar(entry())).split(b"\r\n")


def test_the_name_and_the_description_of_the_calendar_are_escaped() -> None:
    document = calendar(name="A; B, C\r\nX-INJECTED:1", description="Schedule for sessions at A; B\nand C")

    lines = ics.write(document).decode().split("\r\n")

    assert r"NAME:A\; B\, C X-INJECTED:1" in lines
    assert r"X-WR-CALNAME:A\; B\, C X-INJECTED:1" in lines
    assert r"X-WR-CALDESC:Schedule for sessions at A\; B\nand C" in lines

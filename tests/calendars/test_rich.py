"""iCalendar with all that the document knows: what RFC 7986, RFC 9073 and RFC 9253 add, each in its place."""

import re
from collections import Counter
from dataclasses import replace
from functools import partial

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings

from openevent.calendars import contentlines, ics, reading, rich
from openevent.calendars.document import About, Calendar, Details, Place, Speaker, Status
from openevent.calendars.formats import FORMATS
from openevent.calendars.joining import conference
from openevent.calendars.outline import outline

from .documents import ABOUT, abouts, calendar, calendars, entry, full_entry, published_calendars, published_entry

write = partial(FORMATS["ics"].write, rich=True)
PUBLISHED = calendar(published_entry(), entry(uid="2", status=Status.CANCELLED), about=ABOUT)
# What may stand in a component beside what RFC 5545 lets stand in events: RFC 7986, 4; RFC 9073, 7; RFC 9253, 8.2.
ALLOWED = {
    "VCALENDAR": {
        *("VERSION", "PRODID", "CALSCALE", "NAME", "DESCRIPTION", "UID", "URL", "LAST-MODIFIED", "REFRESH-INTERVAL"),
        *("SOURCE", "IMAGE", "X-WR-CALDESC", "X-WR-CALNAME", "X-WR-TIMEZONE", "X-PUBLISHED-TTL"),
    },
    "VEVENT": {
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "ATTENDEE", "CATEGORIES", "COLOR", "CONFERENCE"),
        *("CREATED", "DESCRIPTION", "GEO", "IMAGE", "LAST-MODIFIED", "LINK", "LOCATION", "ORGANIZER", "STATUS"),
        *("STYLED-DESCRIPTION", "URL"),
    },
    "PARTICIPANT": {"UID", "PARTICIPANT-TYPE", "CALENDAR-ADDRESS", "SUMMARY", "URL", "ATTACH"},
    "VLOCATION": {"UID", "NAME", "GEO", "LOCATION-TYPE"},
}
OFTEN = {"ATTENDEE", "CATEGORIES", "CONFERENCE", "IMAGE", "LINK", "ATTACH"}


def lines(data: bytes) -> list[str]:
    return re.sub(rb"\r\n[ \t]", b"", data).decode().split("\r\n")


def part(component: str, data: bytes) -> list[list[str]]:
    """The lines of every such component."""
    parts = "\n".join(lines(data)).split(f"BEGIN:{component}\n")[1:]
    return [found.partition(f"\nEND:{component}")[0].split("\n") for found in parts]


def _unquoted(data: bytes) -> list[str]:
    return [line.replace('"', "") for line in lines(data)]


@settings(max_examples=150, deadline=None)
@given(calendars, abouts)
def test_the_outline_says_byte_for_byte_what_the_plain_writer_says(document: Calendar, about: About) -> None:
    document = replace(document, about=about)

    assert b"".join(contentlines.stream(outline(document))) == ics.write(document)


@settings(max_examples=100, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_a_reader_of_plain_calendars_finds_in_it_what_the_plain_one_says(document: Calendar) -> None:
    assert reading.examine(write(document)) == reading.examine(ics.write(document))


@settings(max_examples=100, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_icalendar_reads_it_and_writes_it_again(document: Calendar) -> None:
    # Of a zone without changes at offset zero icalendar makes UTC.
    data = write(replace(document, zone="Europe/Berlin"))

    again = icalendar.Calendar.from_ical(data)

    assert not [part for part in again.walk() if part.errors]
    # It quotes other parameters than we do: a LINKREL always, of those with a blank the CN only.
    assert _unquoted(again.to_ical()) == _unquoted(data)


@settings(max_examples=100, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_every_property_stands_where_its_rfc_allows_and_as_often(document: Calendar) -> None:
    read = icalendar.Calendar.from_ical(write(document))

    for component in [read, *(found for event in read.events for found in event.walk())]:
        names = Counter(name for name, _ in component.property_items(recursive=False) if name not in {"BEGIN", "END"})
        assert set(names) <= ALLOWED[str(component.name)]
        assert [name for name, count in names.items() if count > 1 and name not in OFTEN] == []
        assert "UID" in names or component.name == "VCALENDAR"
        assert ("PARTICIPANT-TYPE" in names) == (component.name == "PARTICIPANT")


@settings(max_examples=100, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_lines_are_75_octets_and_no_value_starts_a_component(document: Calendar) -> None:
    data = write(document)

    assert all(0 < len(line) <= 75 for line in data.split(b"\r\n")[:-1])
    begun = Counter(line for line in lines(data) if line.startswith("BEGIN:"))
    assert begun["BEGIN:VEVENT"] == len(document.entries)
    assert begun["BEGIN:PARTICIPANT"] == sum(len(entry.details.speakers) for entry in document.entries)


@settings(max_examples=100, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_no_two_components_share_a_uid(document: Calendar) -> None:
    read = icalendar.Calendar.from_ical(write(document))

    uids = [str(found["UID"]) for event in read.events for found in event.walk()]
    assert len(set(uids)) == len(uids)


def test_the_calendar_tells_its_uid_and_its_last_change() -> None:
    head = write(PUBLISHED).partition(b"BEGIN:VTIMEZONE")[0]

    assert lines(head)[1:-1] == [
        "VERSION:2.0",
        "PRODID:-//fossasia//open-event//EN",
        "CALSCALE:GREGORIAN",
        "DESCRIPTION:Schedule for sessions at Summit",
        "X-WR-CALDESC:Schedule for sessions at Summit",
        "NAME:Summit",
        "X-WR-CALNAME:Summit",
        "IMAGE;VALUE=URI:https://example.org/media/event.png",
        "LAST-MODIFIED:20260502T100000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://example.org/e/a1b2c3d4.ics",
        "UID:0b9f8f0e-4f0c-5b7e-9b0a-6f6f0c1b2a3d",
        "URL:https://example.org/e/a1b2c3d4",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Europe/Berlin",
    ]


def test_a_speaker_is_a_participant_with_the_address_of_the_attendee() -> None:
    assert part("PARTICIPANT", write(PUBLISHED)) == [
        [
            "ATTACH:https://example.org/media/1.png",
            "CALENDAR-ADDRESS:mailto:speaker-1@example.org",
            "PARTICIPANT-TYPE:SPEAKER",
            "SUMMARY:Ann Lee",
            "UID:1-a1b2c3d4-speaker-1",
            "URL:https://example.org/e/a1b2c3d4/speakers/1",
        ],
        [
            "CALENDAR-ADDRESS:mailto:speaker-2@example.org",
            "PARTICIPANT-TYPE:SPEAKER",
            'SUMMARY:Eve "the ^net^" Moss: tester',
            "UID:1-a1b2c3d4-speaker-2",
        ],
    ]


def test_nobody_is_given_the_address_of_somebody_else() -> None:
    speakers = (Speaker(number=2, name="Eve"), Speaker(number=1, name="Ann Lee"))

    data = write(calendar(full_entry(details=Details(speakers=speakers))))

    assert b"CALENDAR-ADDRESS" not in data
    assert [found[1] for found in part("PARTICIPANT", data)] == ["SUMMARY:Eve", "SUMMARY:Ann Lee"]


def test_room_and_house_are_places_of_their_own() -> None:
    assert part("VLOCATION", write(PUBLISHED)) == [
        ["GEO:52.520815;-13.416419", "LOCATION-TYPE:other", "NAME:Room 1", "UID:1-a1b2c3d4-room"],
        ["GEO:52.5;-13.4", r"NAME:Kongresszentrum\; 2. Stock", "UID:1-a1b2c3d4-house"],
    ]


def test_a_place_without_name_and_coordinates_is_none() -> None:
    document = calendar(entry(details=Details(places=(Place(name="", is_room=True), Place(name="House")))))

    assert part("VLOCATION", write(document)) == [["NAME:House", "UID:1-a1b2c3d4-house"]]


def test_html_stands_beside_the_plain_description_and_never_in_it() -> None:
    (event, _) = part("VEVENT", write(PUBLISHED))

    plain = r"First line\, with commas\;\nsecond line\n\nMore: https://example.org/?a=1&b=2" + "\tend"
    html = r'<p>First <b>line</b> &amp\; more\, with "quotes"\; and\n<a href="https://example.org/">a link</a></p>'
    long = r"<p>More of it\, at length:</p>\n<ul><li>one &amp\; two</li></ul>"
    assert [line for line in event if "DESCRIPTION" in line] == [
        f"DESCRIPTION;DERIVED=TRUE:{plain}",
        f"STYLED-DESCRIPTION;FMTTYPE=text/html;VALUE=TEXT:{html}\\n{long}",
    ]


def test_links_picture_and_conference_of_an_entry() -> None:
    (event, _) = part("VEVENT", write(PUBLISHED))

    assert [line for line in event if line.startswith(("LINK", "IMAGE", "CONFERENCE"))] == [
        "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Video;VALUE=URI:https://stream.example.org/room-1",
        "IMAGE;VALUE=URI:https://example.org/media/session.png",
        'LINK;LABEL="Slides: one, two; three";LINKREL=related;VALUE=URI:https://example.org/slides.pdf',
        "LINK;LINKREL=related;VALUE=URI:https://example.org/recording",
    ]


@pytest.mark.parametrize(
    ("uri", "features"),
    [
        ("https://stream.example.org/1", ("AUDIO", "VIDEO")),
        ("RTMP://live.example.org/1", ("AUDIO", "VIDEO")),
        ("tel:+49-30-1234", ("AUDIO", "PHONE")),
        ("xmpp:room@chat.example.org?join", ("CHAT",)),
        ("mailto:ann@example.org", ()),
    ],
)
def test_the_scheme_tells_what_a_conference_offers(uri: str, features: tuple[str, ...]) -> None:
    assert conference(uri).features == features


def test_a_cancelled_entry_without_details_is_as_in_the_plain_file() -> None:
    document = calendar(entry(status=Status.CANCELLED, sequence=2), description="")

    assert write(document) == ics.write(document)


def test_a_stricter_parser_reads_it_too() -> None:
    first, second = vobject.readOne(write(PUBLISHED).decode()).vevent_list

    assert first.description.value == PUBLISHED.entries[0].description
    assert first.styled_description.value == PUBLISHED.entries[0].details.all_html
    assert [person.summary.value for person in first.participant_list] == [
        speaker.name for speaker in PUBLISHED.entries[0].details.speakers
    ]
    assert [place.name for place in first.vlocation_list] == ["VLOCATION", "VLOCATION"]
    assert second.status.value == "CANCELLED"


def test_there_is_a_piece_for_each_entry() -> None:
    pieces = list(rich.stream(PUBLISHED))

    assert b"".join(pieces) == write(replace(PUBLISHED))
    assert [piece.count(b"BEGIN:VEVENT") for piece in pieces] == [0, 1, 1, 0]

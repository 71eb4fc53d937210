"""JSCalendar, read back by calendaring-jmap and held against what RFC 8984 asks."""

import json
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import pytest
from calendaring_jmap.convert import jscal_to_ical
from hypothesis import example, given, settings

from openevent.calendars import jscalendar
from openevent.calendars.document import About, Calendar, Details, Person, Place, Status
from openevent.calendars.formats import FORMATS

from .documents import ABOUT, abouts, at, calendar, calendars, entry, full_entry, published_calendars, published_entry

PUBLISHED = calendar(published_entry(), entry(uid="2", status=Status.CANCELLED), about=ABOUT)
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parent / "schemas" / "jscalendar.json").read_bytes())
)
WRITE = FORMATS["jscalendar"].write


def group(document: Calendar, *, rich: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(WRITE(document, rich=rich))
    return found


def event(*, rich: bool = False, zone: str = "Europe/Berlin", **values: Any) -> dict[str, Any]:
    """A single event with these values."""
    (found,) = group(calendar(entry(**values), zone=zone), rich=rich)["entries"]
    return dict(found)


@pytest.mark.parametrize("is_rich", [False, True])
@settings(max_examples=100, deadline=None)
@given(document=published_calendars)
@example(document=PUBLISHED)
def test_it_is_formed_as_the_rfc_asks(document: Calendar, is_rich: bool) -> None:
    SCHEMA.validate(group(document, rich=is_rich))


@settings(max_examples=50, deadline=None)
@given(calendars, abouts)
def test_so_it_is_without_details(document: Calendar, about: About) -> None:
    SCHEMA.validate(group(replace(document, about=about), rich=True))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("start", "2026-07-01T09:00:00Z"),
        ("duration", "P1D"),
        ("status", "CONFIRMED"),
        ("updated", "2026-07-01T09:00:00"),
        ("keywords", {}),
        ("keywords", ["Talk"]),
        ("locations", {"a room": {"@type": "Location", "name": "Room"}}),
        ("locations", {"room": {"@type": "Location", "coordinates": "52.5,13.4"}}),
        ("participants", {"1": {"@type": "Participant", "name": "Ann"}}),
        ("participants", {"1": {"@type": "Participant", "roles": {"speaker": True}}}),
        ("links", {"1": {"@type": "Link", "href": "https://example.org/", "display": "badge"}}),
        ("DTSTAMP", "2026-07-01T09:00:00Z"),
    ],
)
def test_what_is_formed_otherwise_is_noticed(member: str, value: object) -> None:
    found = group(PUBLISHED)

    found["entries"][0][member] = value

    assert not SCHEMA.is_valid(found)


def read(found: dict[str, Any]) -> icalendar.Event:
    """The event as calendaring-jmap makes iCalendar of it."""
    (event,) = icalendar.Calendar.from_ical(jscal_to_ical(found)).events
    return event


@settings(max_examples=50, deadline=None)
@given(published_calendars)
@example(PUBLISHED)
def test_a_reader_of_jscalendar_makes_the_same_event_of_it(document: Calendar) -> None:
    for written, found in zip(document.entries, group(document)["entries"], strict=True):
        made = read(found)

        assert made.decoded("DURATION") == written.ends_at - written.starts_at
        assert str(made["STATUS"]) == written.status
        assert int(made.get("SEQUENCE", 0)) == written.sequence
        # The reader mends what it takes for faults: blanks before a line's end, backslashes before quotes.
        assert (found["uid"], found.get("title", "")) == (written.uid, written.summary)
        assert found.get("description", "") == written.description
        assert list(found.get("keywords", ())) == list(dict.fromkeys(written.categories))


def test_a_reader_of_jscalendar_finds_times_and_texts() -> None:
    made, written = read(group(PUBLISHED)["entries"][0]), PUBLISHED.entries[0]

    assert made.decoded("DTSTART").astimezone(UTC) == written.starts_at
    assert [str(made[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "COLOR")] == [
        *(written.uid, written.summary, written.description, "Room 1", written.color)
    ]
    assert tuple(map(str, made.categories)) == written.categories
    assert [(person.params["CN"], str(person)) for person in made.attendees] == [
        (person.name, person.uri) for person in written.attendees
    ]


def test_the_group_tells_what_the_calendar_is() -> None:
    found = group(PUBLISHED)

    assert found.pop("entries")
    assert found == {
        "@type": "Group",
        "uid": "0b9f8f0e-4f0c-5b7e-9b0a-6f6f0c1b2a3d",
        "prodId": "-//fossasia//open-event//EN",
        "updated": "2026-05-02T10:00:00Z",
        "title": "Summit",
        "description": "Schedule for sessions at Summit",
        "source": "https://example.org/e/a1b2c3d4.ics",
        "links": {
            "page": {"@type": "Link", "href": "https://example.org/e/a1b2c3d4", "rel": "describedby"},
            "image": {
                "@type": "Link",
                "href": "https://example.org/media/event.png",
                "rel": "icon",
                "display": "graphic",
            },
        },
    }


def test_a_group_has_a_uid_of_its_own_whatever_is_in_it() -> None:
    bare, filled, other = calendar(), calendar(entry()), calendar(name="Other")
    feed = calendar(name="Other", about=About(source="https://example.org/other.ics"))

    uids = [group(document)["uid"] for document in (bare, filled, other, feed)]

    assert uids[0] == uids[1]
    assert len(set(uids)) == 3


def test_a_group_was_changed_when_its_last_entry_was() -> None:
    document = calendar(entry(uid="1", revised_at=at("2026-06-02 10:00")), entry(uid="2"))

    assert group(document)["updated"] == "2026-06-02T10:00:00Z"
    assert group(calendar())["updated"] == "1970-01-01T00:00:00Z"


def test_an_entry_with_nothing_optional() -> None:
    assert event() == {
        "@type": "Event",
        "uid": "1-a1b2c3d4",
        "updated": "2026-05-01T12:30:15Z",
        "start": "2026-07-01T11:00:00",
        "timeZone": "Europe/Berlin",
        "duration": "PT1H",
        "title": "Opening",
        "status": "confirmed",
    }


@pytest.mark.parametrize(
    ("starts", "ends", "zone", "written"),
    [
        ("2026-07-01 09:00", "2026-07-01 10:30", "Europe/Berlin", ("2026-07-01T11:00:00", "Europe/Berlin", "PT1H30M")),
        ("2026-07-01 09:00", "2026-07-01 10:00", "Etc/Zulu", ("2026-07-01T09:00:00", "Etc/UTC", "PT1H")),
        # 02:30 comes twice, so either would be doubtful.
        ("2026-10-25 00:30", "2026-10-25 04:00", "Europe/Berlin", ("2026-10-25T00:30:00", "Etc/UTC", "PT3H30M")),
        # A day of 25 hours: P1D would be one of 24 or 25, as the reader counts.
        ("2026-10-24 10:00", "2026-10-25 10:00", "Europe/Berlin", ("2026-10-24T12:00:00", "Europe/Berlin", "PT24H")),
    ],
)
def test_times_by_the_clock_and_exact_lengths(starts: str, ends: str, zone: str, written: tuple[str, ...]) -> None:
    found = event(starts_at=at(starts), ends_at=at(ends), zone=zone)

    assert (found["start"], found["timeZone"], found["duration"]) == written


def test_a_length_has_seconds() -> None:
    found = event(ends_at=entry().starts_at + timedelta(hours=30, seconds=5))

    assert found["duration"] == "PT30H0M5S"  # no seconds without minutes (RFC 8984, 1.4.6)


def test_room_and_house_with_their_coordinates() -> None:
    (first, _) = group(PUBLISHED)["entries"]

    assert first["locations"] == {
        "room": {
            "@type": "Location",
            "name": "Room 1",
            "locationTypes": {"other": True},
            "coordinates": "geo:52.520815,-13.416419",
        },
        "house": {"@type": "Location", "name": "Kongresszentrum; 2. Stock", "coordinates": "geo:52.5,-13.4"},
    }


def test_a_location_without_places_is_one() -> None:
    other = Details(places=(Place(name="Elsewhere"),))

    assert event(location="Room 1, House", geo=(1, 2), details=other)["locations"] == {
        "place": {"@type": "Location", "name": "Room 1, House", "coordinates": "geo:1.0,2.0"}
    }


def test_speakers_attend_and_nobody_has_an_address_of_their_own() -> None:
    (first, _) = group(PUBLISHED)["entries"]

    assert first["participants"] == {
        "organizer": {
            "@type": "Participant",
            "name": "Wikimedia; Kenya, e.V.",
            "email": "noreply@example.org",
            "roles": {"owner": True},
        },
        "speaker-1": {
            "@type": "Participant",
            "name": "Ann Lee",
            "email": "speaker-1@example.org",
            "roles": {"attendee": True},
            "kind": "individual",
            "links": {
                "page": {
                    "@type": "Link",
                    "href": "https://example.org/e/a1b2c3d4/speakers/1",
                    "rel": "describedby",
                },
                "image": {
                    "@type": "Link",
                    "href": "https://example.org/media/1.png",
                    "rel": "icon",
                    "display": "graphic",
                },
            },
        },
        "speaker-2": {
            "@type": "Participant",
            "name": 'Eve "the ^net^" Moss: tester',
            "email": "speaker-2@example.org",
            "roles": {"attendee": True},
            "kind": "individual",
        },
    }


def test_attendees_take_part_where_no_speakers_are_told() -> None:
    people = (Person(name="Ann", address="speaker-1@example.org"), Person(name="Bo", address=""))

    assert event(attendees=people)["participants"] == {
        "attendee-1": {
            "@type": "Participant",
            "name": "Ann",
            "email": "speaker-1@example.org",
            "roles": {"attendee": True},
        },
        "attendee-2": {"@type": "Participant", "name": "Bo", "roles": {"attendee": True}},
    }


def test_a_conference_is_a_virtual_location() -> None:
    assert event(conference="tel:+49-30-1234")["virtualLocations"] == {
        "conference": {
            "@type": "VirtualLocation",
            "uri": "tel:+49-30-1234",
            "name": "Phone",
            "features": {"audio": True, "phone": True},
        }
    }
    assert event(conference="mailto:join@example.org")["virtualLocations"] == {
        "conference": {"@type": "VirtualLocation", "uri": "mailto:join@example.org"}
    }


def test_a_description_is_html_in_the_rich_file_only() -> None:
    details = Details(html="<p>Hello</p>", long_html="<p>At length</p>")

    plain, rich, without = (
        event(description="Hello", details=details),
        event(description="Hello", details=details, rich=True),
        event(description="Hello", rich=True),
    )

    assert (plain["description"], plain.get("descriptionContentType")) == ("Hello", None)
    assert (rich["description"], rich["descriptionContentType"]) == ("<p>Hello</p>\n<p>At length</p>", "text/html")
    assert (without["description"], without.get("descriptionContentType")) == ("Hello", None)


def test_links_keywords_color_and_the_rest() -> None:
    (first, _) = group(PUBLISHED)["entries"]

    assert first["keywords"] == {"Community, Society": True, "Talk": True, "open;source": True}
    assert (first["color"], first["sequence"], first["created"]) == ("tomato", 3, "2026-01-15T08:00:00Z")
    assert first["links"] == {
        "page": {"@type": "Link", "href": full_entry().url, "rel": "describedby"},
        "image": {
            "@type": "Link",
            "href": "https://example.org/media/session.png",
            "rel": "icon",
            "display": "graphic",
        },
        "related-1": {
            "@type": "Link",
            "href": "https://example.org/slides.pdf",
            "rel": "related",
            "title": "Slides: one, two; three",
        },
        "related-2": {"@type": "Link", "href": "https://example.org/recording", "rel": "related"},
    }


def test_there_is_a_piece_for_each_entry() -> None:
    pieces = list(jscalendar.stream(PUBLISHED))

    assert [piece.count(b'"@type":"Event"') for piece in pieces] == [0, 1, 1, 0]
    assert b"".join(pieces) == WRITE(PUBLISHED)

"""schedule.xml: read back with lxml and held against a schema of the format's rules."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from lxml import etree

from openevent.calendars import schedule_xml
from openevent.calendars.document import About, Calendar, Details, Status
from openevent.calendars.formats import FORMATS

from .documents import at, calendar, entry, full_entry
from .readers import from_schedule_xml, told_by_schedule_xml
from .schedules import ABOUT, CONFERENCE, MINUTE, conferences, sessions

HERE = Path(__file__).parent
write = FORMATS["schedule.xml"].write
SCHEMA = etree.XMLSchema(etree.parse(HERE / "schedule.xsd"))
GOLDEN = {"conference": CONFERENCE, "nothing-optional": calendar(entry(), name="", description="")}


def tree(document: Calendar) -> etree._Element:
    """The written file, which must be what the schema says."""
    root = etree.fromstring(write(document))
    SCHEMA.assertValid(root)
    return root


def event(document: Calendar, number: int = 0) -> etree._Element:
    return list(tree(document).iterfind("day/room/event"))[number]


@settings(max_examples=150, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_session_comes_back_from_a_valid_file(document: Calendar) -> None:
    tree(document)

    assert from_schedule_xml(write(document)) == told_by_schedule_xml(document)


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_detail_comes_back(document: Calendar) -> None:
    found = {event.get("guid"): event for event in tree(document).iterfind("day/room/event")}

    for guid, written in zip(_guids(document), document.entries, strict=True):
        details, event = written.details, found[guid]
        assert event.findtext("subtitle") == details.subtitle
        assert event.findtext("track") == details.track
        assert event.findtext("type") == details.kind
        assert event.findtext("language", "") == details.language
        assert event.findtext("description") == details.long_html
        assert event.findtext("url", "") == written.url
        assert event.findtext("logo", "") == details.image
        assert [person.text or "" for person in event.iterfind("persons/person")] == [
            speaker.name for speaker in details.speakers
        ]
        assert [(link.get("href"), link.text) for link in event.iterfind("links/link")] == [
            (link.url, link.title or link.url) for link in details.links
        ]


def _guids(document: Calendar) -> list[str]:
    return [sessions(replace(document, entries=(entry,)))[0].guid for entry in document.entries]


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_session_stands_on_its_date_in_its_room_and_days_are_counted(document: Calendar) -> None:
    root = tree(document)

    days = root.findall("day")
    assert [day.get("index") for day in days] == [str(number) for number in range(1, len(days) + 1)]
    assert root.findtext("conference/days") == str(len(days))
    assert [day.get("date") for day in days] == sorted(day.get("date", "") for day in days)
    if days:
        assert root.findtext("conference/start") == days[0].get("date")
        assert root.findtext("conference/end") == days[-1].get("date")
    for day in days:
        for room in day:
            starts = [event.findtext("date", "") for event in room]
            assert {start[:10] for start in starts} == {day.get("date")}
            assert [start[11:16] for start in starts] == [event.findtext("start") for event in room]
            assert {event.findtext("room") for event in room} == {room.get("name")}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_file_is_as_it_was(name: str) -> None:
    assert write(GOLDEN[name]) == (HERE / "golden" / f"{name}.schedule.xml").read_bytes()


def test_the_head_says_what_the_conference_is() -> None:
    root = tree(CONFERENCE)

    assert root.findtext("version") == "7"
    assert {child.tag: child.text for child in root.iterfind("conference/*")} == {
        "acronym": "a1b2c3d4",
        "title": "Summit <2026>",
        "start": "2026-10-24",
        "end": "2026-10-26",
        "days": "3",
        "timeslot_duration": "00:05",
        "base_url": "https://example.org/e/a1b2c3d4",
        "time_zone_name": "Europe/Berlin",
    }


@pytest.mark.parametrize(
    ("zone", "moment", "shown"),
    [
        ("Europe/Berlin", "2026-10-25 00:30", "2026-10-25T02:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25 01:30", "2026-10-25T02:30:00+01:00"),
        ("Asia/Kathmandu", "2026-07-01 18:20", "2026-07-02T00:05:00+05:45"),
        ("Australia/Lord_Howe", "2026-04-04 14:45", "2026-04-05T01:45:00+11:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:15", "2026-04-05T01:45:00+10:30"),
        ("America/St_Johns", "2026-07-01 02:00", "2026-06-30T23:30:00-02:30"),
        ("UTC", "2026-07-01 02:00", "2026-07-01T02:00:00+00:00"),
        # Monrovia was 44 minutes and 30 seconds behind, which no such time can say: the instant is what counts.
        ("Africa/Monrovia", "1971-07-01 12:00", "1971-07-01T11:16:00-00:44"),
    ],
)
def test_times_are_local_with_their_true_offset(zone: str, moment: str, shown: str) -> None:
    written = event(calendar(entry(starts_at=at(moment), ends_at=at(moment) + MINUTE), zone=zone))

    assert written.findtext("date") == shown
    assert written.findtext("start") == shown[11:16]
    assert datetime.fromisoformat(shown) == at(moment)


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(minutes=5), "00:05"),
        (timedelta(hours=1, minutes=30), "01:30"),
        (timedelta(days=1, hours=2, minutes=15), "26:15"),
        (timedelta(days=10), "240:00"),
        (timedelta(seconds=1), "00:01"),
        (timedelta(minutes=59, seconds=1), "01:00"),
    ],
)
def test_a_duration_has_as_many_hours_as_it_takes(length: timedelta, written: str) -> None:
    lasting = entry(ends_at=entry().starts_at + length)

    assert event(calendar(lasting)).findtext("duration") == written


def test_a_day_is_a_date_in_the_zone_from_midnight_to_midnight() -> None:
    days = tree(CONFERENCE).findall("day")

    assert [(day.get("date"), day.get("start"), day.get("end")) for day in days] == [
        ("2026-10-24", "2026-10-24T00:00:00+02:00", "2026-10-25T00:00:00+02:00"),
        ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("2026-10-26", "2026-10-26T00:00:00+01:00", "2026-10-27T00:00:00+01:00"),
    ]


def test_a_day_begins_as_clocks_change_where_they_skip_midnight() -> None:
    skipping = entry(starts_at=at("2018-11-04 15:00"), ends_at=at("2018-11-04 16:00"))

    (day,) = tree(calendar(skipping, zone="America/Sao_Paulo")).findall("day")

    assert datetime.fromisoformat(day.get("start", "")) == at("2018-11-04 03:00")
    assert datetime.fromisoformat(day.get("end", "")) == at("2018-11-05 02:00")


def test_a_session_after_midnight_is_on_the_new_day() -> None:
    night = entry(starts_at=at("2026-07-01 23:30"), ends_at=at("2026-07-02 00:30"))

    root = tree(calendar(entry(), replace(night, uid="2")))

    assert [day.get("date") for day in root.iterfind("day[room]")] == ["2026-07-01", "2026-07-02"]


def test_a_session_beyond_midnight_is_on_the_day_on_which_it_starts() -> None:
    party = entry(starts_at=at("2026-07-01 20:00"), ends_at=at("2026-07-02 01:00"))

    assert [day.get("date") for day in tree(calendar(party)).iterfind("day")] == ["2026-07-01"]


def test_days_without_sessions_are_listed_for_apps_take_the_index_for_the_position() -> None:
    lasting = About(starts_at=at("2026-06-29 22:00"), ends_at=at("2026-07-03 22:00"))

    days = tree(calendar(entry(), about=lasting)).findall("day")

    assert [(day.get("date"), len(day)) for day in days] == [
        ("2026-06-30", 0),
        ("2026-07-01", 1),
        ("2026-07-02", 0),
        ("2026-07-03", 0),  # it ends at midnight: not on the fourth
    ]


def test_a_session_outside_of_the_dates_of_the_event_is_listed() -> None:
    before = About(starts_at=at("2026-07-03 08:00"), ends_at=at("2026-07-03 16:00"))

    assert [day.get("date") for day in tree(calendar(entry(), about=before)).findall("day")] == [
        "2026-07-01",
        "2026-07-02",
        "2026-07-03",
    ]


def test_of_a_calendar_of_many_years_only_days_with_sessions_are_listed() -> None:
    later = entry(uid="2", starts_at=at("2031-07-01 09:00"), ends_at=at("2031-07-01 10:00"))

    assert [day.get("date") for day in tree(calendar(entry(), later)).findall("day")] == ["2026-07-01", "2031-07-01"]


def test_a_calendar_without_entries_has_the_days_of_its_event_or_none() -> None:
    dated, undated = tree(calendar(about=ABOUT)), tree(calendar())

    assert [day.get("date") for day in dated.findall("day")] == ["2026-10-24", "2026-10-25", "2026-10-26"]
    assert not undated.findall("day")
    assert undated.findtext("conference/days") == "0"
    assert undated.find("conference/start") is None


def test_a_cancelled_session_is_there_and_marked_where_every_app_shows_it() -> None:
    written = event(calendar(entry(status=Status.CANCELLED)))

    assert written.findtext("title") == "Cancelled: Opening"
    assert "cancelled" not in written.findtext("slug", "")


def test_a_session_without_room_is_listed_under_its_place_or_without_a_name() -> None:
    placed, lost = full_entry(uid="placed", location="Kongresszentrum"), entry(uid="lost")

    assert [room.get("name") for room in tree(calendar(placed, lost)).iterfind("day/room")] == ["Kongresszentrum", ""]


def test_a_session_has_its_number_or_a_positive_one_made_of_its_uid() -> None:
    numbered, unnumbered = event(CONFERENCE), event(calendar(entry()))

    assert numbered.get("id") == "12"
    assert unnumbered.get("id") == "1973116324"
    assert event(calendar(entry(summary="Renamed", location="Elsewhere"))).get("id") == "1973116324"


def test_guids_stay_whatever_happens_to_other_sessions_and_to_the_session() -> None:
    guid = "674544cf-ff95-593c-aec3-68cdf59b5da4"
    others = [entry(uid=str(number), summary=f"Other {number}") for number in range(3)]
    later = entry(starts_at=at("2027-07-02 09:00"), ends_at=at("2027-07-02 10:00"), summary="Moved", location="Hall")

    for document in (
        calendar(entry()),
        calendar(*others, entry()),
        calendar(entry(), *others[1:], about=ABOUT),
        calendar(others[2], later, zone="Asia/Tokyo", name="Renamed"),
    ):
        assert guid in {session.guid for session in from_schedule_xml(write(document))}


def test_the_guid_of_a_room_is_its_own_in_each_conference() -> None:
    def guids(uid: str) -> list[str | None]:
        document = calendar(full_entry(), entry(uid="2"), about=About(event_uid=uid))
        return [room.get("guid") for room in tree(document).iterfind("day/room")]

    assert guids("one") == guids("one")
    assert len({*guids("one"), *guids("two")}) == 4


def test_there_is_a_piece_for_each_day() -> None:
    pieces = list(schedule_xml.stream(CONFERENCE))

    assert [piece.count(b"<event ") for piece in pieces] == [0, 1, 3, 0, 0]


@pytest.mark.parametrize(
    ("name", "identifier", "acronym"),
    [
        ("Summit", "a1b2c3d4", "a1b2c3d4"),
        ("Größe & Maß, 2026!", "", "grossemass2026"),
        ("PyC", "", "conference"),
        ("日本語", "", "conference"),
    ],
)
def test_the_acronym_is_that_of_the_address_or_made_of_the_name(name: str, identifier: str, acronym: str) -> None:
    root = tree(calendar(name=name, about=About(uid="3f0e6a2c", identifier=identifier)))

    assert root.findtext("conference/acronym") == acronym


def test_a_slug_tells_conference_number_and_title() -> None:
    def slug(title: str) -> str | None:
        titled = entry(summary=title, details=Details(number=5))
        return event(calendar(titled, about=ABOUT)).findtext("slug")

    assert slug("C++ für Ångström") == "a1b2c3d4-5-c-fur-angstrom"
    assert slug("Go") == "a1b2c3d4-5-session-go"
    assert slug("日本語") == "a1b2c3d4-5-session"


@pytest.mark.parametrize(
    ("html", "long_html", "shown"),
    [
        ("<p>Hello</p>", "<p>At <b>length</b></p>", ("Hello", "<p>At <b>length</b></p>")),
        ("<p>Hello</p>", "", ("Hello", "")),
        # The plain description is made of the long abstract then: apps would show it twice.
        ("", "<p>Hello</p>", ("", "<p>Hello</p>")),
        ("", "", ("Hello", "")),
    ],
)
def test_the_short_abstract_is_the_abstract_and_the_long_one_the_description(
    html: str, long_html: str, shown: tuple[str, str]
) -> None:
    written = event(calendar(entry(description="Hello", details=Details(html=html, long_html=long_html))))

    assert (written.findtext("abstract"), written.findtext("description")) == shown


def test_what_nobody_said_is_left_out_where_the_format_lets_it() -> None:
    names = {child.tag for child in event(calendar(entry()))}

    assert not names & {"language", "logo", "url"}


def test_it_is_among_the_formats() -> None:
    found = FORMATS["schedule.xml"]

    assert (found.media_type, found.extension) == ("application/xml", "xml")

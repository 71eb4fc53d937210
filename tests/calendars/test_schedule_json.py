"""schedule.json: read back with json and held against a schema of the format's rules."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from jsonschema import Draft202012Validator
from lxml import etree

from openevent.calendars import schedule_json
from openevent.calendars.document import Calendar, Details, Status
from openevent.calendars.formats import FORMATS

from .documents import at, calendar, entry
from .readers import from_schedule_json
from .schedules import ABOUT, CONFERENCE, MINUTE, conferences, sessions

HERE = Path(__file__).parent
write = FORMATS["schedule.json"].write
# What readers of schedule.json count on, in our words: the rules that the c3voc publishes for the format
# (https://c3voc.de/wiki/schedule), with the `end` that pretalx adds.
SCHEMA = Draft202012Validator(json.loads((HERE / "schedule.schema.json").read_text(encoding="utf-8")))
GOLDEN = {"conference": CONFERENCE, "nothing-optional": calendar(entry(), name="", description="")}


def conference(document: Calendar) -> Any:
    """The conference in the written file, which must be what the schema says."""
    found = json.loads(write(document))
    SCHEMA.validate(found)
    return found["schedule"]["conference"]


def events(found: Any) -> list[Any]:
    return [event for day in found["days"] for room in day["rooms"].values() for event in room]


@settings(max_examples=150, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_session_comes_back_from_a_valid_file(document: Calendar) -> None:
    conference(document)

    assert from_schedule_json(write(document)) == sessions(document)


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_detail_comes_back(document: Calendar) -> None:
    found = {event["guid"]: event for event in events(conference(document))}

    for written in document.entries:
        details, event = written.details, found[sessions(replace(document, entries=(written,)))[0].guid]
        assert (event["subtitle"], event["type"], event["description"]) == (
            details.subtitle,
            details.kind,
            details.long_html,
        )
        assert (event["track"] or "", event["language"], event.get("logo", ""), event["url"]) == (
            details.track,
            details.language,
            details.image,
            written.url or document.about.url,
        )
        assert [(person.get("code"), person["public_name"], person["name"]) for person in event["persons"]] == [
            (str(speaker.number) if speaker.number > 0 else None, speaker.name, speaker.name)
            for speaker in details.speakers
        ]
        assert [(link["url"], link["title"]) for link in event["links"]] == [
            (link.url, link.title or link.url) for link in details.links
        ]


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_it_says_what_schedule_xml_says(document: Calendar) -> None:
    found, root = conference(document), etree.fromstring(FORMATS["schedule.xml"].write(document))

    assert [found["acronym"], found["title"], str(found["daysCount"])] == [
        root.findtext(f"conference/{name}") for name in ("acronym", "title", "days")
    ]
    assert [(str(day["index"]), day["date"], day["day_start"], day["day_end"]) for day in found["days"]] == [
        tuple(day.get(name) for name in ("index", "date", "start", "end")) for day in root.iterfind("day")
    ]
    names = ("date", "start", "duration", "room", "slug", "title")
    assert [(event["guid"], str(event["id"]), *(event[name] for name in names)) for event in events(found)] == [
        (event.get("guid"), event.get("id"), *(event.findtext(name) for name in names))
        for event in root.iterfind("day/room/event")
    ]


@settings(max_examples=80, deadline=None)
@given(conferences)
@example(CONFERENCE)
def test_every_session_stands_on_its_date_in_a_room_and_a_track_that_the_head_names(document: Calendar) -> None:
    found = conference(document)

    for day in found["days"]:
        for room, planned in day["rooms"].items():
            assert {event["date"][:10] for event in planned} == {day["date"]}
            assert {event["room"] for event in planned} == {room}
    assert {room["name"] for room in found["rooms"]} == {event["room"] for event in events(found)}
    assert {track["name"] for track in found["tracks"]} == {event["track"] for event in events(found)} - {None}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_file_is_as_it_was(name: str) -> None:
    assert write(GOLDEN[name]) == (HERE / "golden" / f"{name}.schedule.json").read_bytes()


def test_importers_know_the_file_by_its_first_letters() -> None:
    assert write(CONFERENCE).startswith(b'{"$schema": "https://c3voc.de/schedule/schema.json"')


def test_the_head_says_what_the_conference_is() -> None:
    found = json.loads(write(CONFERENCE))

    head = {name: value for name, value in found["schedule"]["conference"].items() if name not in {"rooms", "days"}}
    assert found["generator"] == {"name": "open-event"}
    assert found["schedule"]["version"] == "7"
    assert found["schedule"]["base_url"] == "https://example.org/e/a1b2c3d4"
    assert head == {
        "acronym": "a1b2c3d4",
        "title": "Summit <2026>",
        "description": "Schedule for sessions at Summit",
        "start": "2026-10-24",
        "end": "2026-10-26",
        "daysCount": 3,
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/Berlin",
        "url": "https://example.org/e/a1b2c3d4",
        "tracks": [{"name": "Community, Society", "color": "#ff6347"}],
    }


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "shown"),
    [
        (
            "Europe/Berlin",
            "2026-10-25 00:30",
            "2026-10-25 01:15",
            ("2026-10-25T02:30:00+02:00", "02:30", "2026-10-25T02:15:00+01:00", "00:45"),
        ),
        (
            "Asia/Kathmandu",
            "2026-07-01 18:20",
            "2026-07-02 20:35",
            ("2026-07-02T00:05:00+05:45", "00:05", "2026-07-03T02:20:00+05:45", "26:15"),
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-04 14:45",
            "2026-04-04 15:15",
            ("2026-04-05T01:45:00+11:00", "01:45", "2026-04-05T01:45:00+10:30", "00:30"),
        ),
    ],
)
def test_times_are_local_with_their_true_offset(zone: str, starts: str, ends: str, shown: tuple[str, ...]) -> None:
    (event,) = events(conference(calendar(entry(starts_at=at(starts), ends_at=at(ends)), zone=zone)))

    assert (event["date"], event["start"], event["end"], event["duration"]) == shown


def test_a_track_has_the_color_that_one_of_its_sessions_has() -> None:
    plain = entry(uid="1", details=Details(track="Society"))
    colored = entry(uid="2", details=Details(track="Society"), color="navy")
    other = entry(uid="3", details=Details(track="Art"))

    assert conference(calendar(plain, colored, other))["tracks"] == [
        {"name": "Society", "color": "#000080"},
        {"name": "Art"},
    ]


def test_a_cancelled_session_is_there_and_marked_where_every_app_shows_it() -> None:
    (event,) = events(conference(calendar(entry(status=Status.CANCELLED))))

    assert event["title"] == "Cancelled: Opening"


def test_a_session_without_anything_optional_says_so_as_other_writers_do() -> None:
    (event,) = events(conference(calendar(entry())))

    assert "logo" not in event
    assert {name: event[name] for name in ("room", "track", "language", "url", "abstract", "persons", "links")} == {
        "room": "",
        "track": None,
        "language": "",
        "url": "",
        "abstract": "",
        "persons": [],
        "links": [],
    }


def test_guids_stay_when_other_sessions_come_move_and_go() -> None:
    others = [entry(uid=str(number)) for number in range(3)]
    moved = replace(others[1], starts_at=at("2026-06-01 08:00"), ends_at=at("2026-06-01 08:00") + MINUTE)

    guids = [
        {event["guid"] for event in events(conference(calendar(*planned)))}
        for planned in (others, others[::-1], [others[0], moved, others[2]], others[1:], [entry(), *others])
    ]

    assert guids[0] == guids[1] == guids[2] == guids[3] | guids[0]
    assert guids[3] < guids[0] < guids[4]


def test_a_calendar_without_entries_has_the_days_of_its_event_or_none() -> None:
    dated, undated = conference(calendar(about=ABOUT)), conference(calendar())

    assert [(day["date"], day["rooms"]) for day in dated["days"]] == [
        ("2026-10-24", {}),
        ("2026-10-25", {}),
        ("2026-10-26", {}),
    ]
    assert (undated["daysCount"], undated["days"], undated["rooms"], undated["tracks"]) == (0, [], [], [])


def test_there_is_a_piece_for_each_day() -> None:
    pieces = list(schedule_json.stream(CONFERENCE))

    assert [piece.count(b'"slug":') for piece in pieces] == [0, 1, 3, 0, 0]


def test_it_is_among_the_formats() -> None:
    found = FORMATS["schedule.json"]

    assert (found.media_type, found.extension) == ("application/json", "json")

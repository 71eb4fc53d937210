"""schedule.xml and schedule.json read back: our own, those of other programs, and what is none."""

import re
from contextlib import suppress
from datetime import timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.calendars import schedule_reading
from openevent.calendars.document import Calendar, Speaker, Status
from openevent.calendars.formats import FORMATS
from openevent.calendars.reading import Findings
from openevent.calendars.refusals import NotACalendar

from . import documents
from .documents import at, entry
from .schedules import CONFERENCE, DETAILS, Session, conferences, sessions

EVENT = (
    """<event guid="3d4c" id="7"><title>Oysters</title><start>09:30</start><duration>00:45</duration>{more}</event>"""
)


def schedule(*events: str, day: str = "2026-10-25", head: str = "") -> bytes:
    """A schedule.xml as frab writes it."""
    return (
        f'<?xml version="1.0"?>\n{head}<schedule><generator name="frab"/><conference><title>Camp</title>'
        '<time_zone_name>Europe/Berlin</time_zone_name><track name="Sea" color="#0000ff"/></conference>'
        f'<day index="1" date="{day}"><room name="Dome">{"".join(events)}</room></day></schedule>'
    ).encode()


def told(findings: Findings) -> list[Session]:
    """What was read, as `sessions` tells of the document that was written."""
    return sorted(
        Session(
            guid=entry.uid,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            title=entry.summary,
            abstract=entry.description,
            room=entry.location,
            cancelled=entry.status is Status.CANCELLED,
        )
        for entry in findings.calendar.entries
    )


def in_minutes(written: list[Session]) -> list[Session]:
    """The sessions as a format has them that knows only lengths in whole minutes."""
    minute = timedelta(minutes=1)
    return sorted(
        one._replace(ends_at=one.starts_at - -(one.ends_at - one.starts_at) // minute * minute) for one in written
    )


@given(calendar=conferences)
def test_what_we_write_as_json_is_read_back(calendar: Calendar) -> None:
    findings = schedule_reading.examine_json(FORMATS["schedule.json"].write(calendar))

    assert (told(findings), findings.left_out) == (sorted(sessions(calendar)), ())


@given(calendar=conferences)
def test_what_we_write_as_xml_is_read_back(calendar: Calendar) -> None:
    findings = schedule_reading.examine_xml(FORMATS["schedule.xml"].write(calendar))

    assert (told(findings), findings.left_out) == (in_minutes(sessions(calendar)), ())


@pytest.mark.parametrize("title", ["Cancelled: why projects die", "Why projects die", "Cancelled: ", "Cancelled: 你好"])
@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
def test_only_what_does_not_take_place_is_read_as_cancelled(title: str, status: Status) -> None:
    written = documents.calendar(entry(summary=title, status=status))

    for found in (
        schedule_reading.examine_xml(FORMATS["schedule.xml"].write(written)),
        schedule_reading.examine_json(FORMATS["schedule.json"].write(written)),
    ):
        assert told(found) == sessions(written)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "“feed”"),
        (b'<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"/>', "“icalendar”"),
        (b"<" + b"x" * 40 + b"/>", "“" + "x" * 32 + "…”"),
    ],
)
def test_another_element_is_named_without_its_namespace(data: bytes, name: str) -> None:
    with pytest.raises(NotACalendar, match=re.escape(f"This is no schedule.xml: its outermost element is {name}.")):
        schedule_reading.examine_xml(data)


@pytest.mark.parametrize(
    "read",
    [
        lambda: schedule_reading.examine_xml(FORMATS["schedule.xml"].write(CONFERENCE)),
        lambda: schedule_reading.examine_json(FORMATS["schedule.json"].write(CONFERENCE)),
    ],
)
def test_the_details_are_read_back(read: object) -> None:
    findings = read()  # type: ignore[operator]  # one of the two functions above

    entry = min(findings.calendar.entries, key=lambda entry: entry.starts_at)
    assert (entry.details.subtitle, entry.details.long_html, entry.details.language, entry.details.track) == (
        DETAILS.subtitle,
        DETAILS.long_html,
        DETAILS.language,
        DETAILS.track,
    )
    assert (entry.details.kind, entry.details.room, entry.details.number) == ("Talk", "Room <1>", 12)
    assert entry.details.speakers == tuple(Speaker(number=one.number, name=one.name) for one in DETAILS.speakers)
    assert [link.url for link in entry.details.links] == [link.url for link in DETAILS.links]
    assert (findings.calendar.name, findings.calendar.zone) == ("Summit <2026>", "Europe/Berlin")


def test_a_schedule_without_dates_goes_by_the_conferences_clocks() -> None:
    (entry,) = schedule_reading.examine_xml(schedule(EVENT.format(more="<track>Sea</track>"))).calendar.entries

    assert (entry.uid, entry.starts_at, entry.ends_at) == ("3d4c", at("2026-10-25 08:30"), at("2026-10-25 09:15"))
    assert (entry.location, entry.color) == ("Dome", "blue")


def test_a_talk_without_a_guid_is_known_by_its_number_within_the_conference() -> None:
    event = EVENT.format(more="").replace('guid="3d4c"', "")
    named = schedule(event).replace(b"<title>Camp", b"<acronym>camp26</acronym><title>Camp")

    uids = [schedule_reading.examine_xml(file).calendar.entries[0].uid for file in (schedule(event), named)]
    assert uids == ["7@camp", "7@camp26"]


def test_times_of_a_file_without_a_zone_go_by_the_one_that_is_given() -> None:
    file = schedule(EVENT.format(more="")).replace(b"<time_zone_name>Europe/Berlin</time_zone_name>", b"")
    json_file = orjson.dumps(
        {"schedule": {"conference": {"title": "Camp", "days": [{"date": "2026-10-25", "rooms": {"Dome": [
            {"guid": "3d4c", "title": "Oysters", "start": "09:30", "duration": "00:45"}
        ]}}]}}}
    )  # fmt: skip

    for found in (
        schedule_reading.examine_xml(file, zone="Asia/Manila"),
        schedule_reading.examine_json(json_file, zone="Asia/Manila"),
    ):
        assert found.calendar.entries[0].starts_at == at("2026-10-25 01:30")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('guid="3d4c" id="7"', "", "An entry needs a uid."),
        ("09:30", "", "It has no start."),
        ("00:45", "soon", "'soon' is no duration."),
        ("00:45", "00:00", "ends at"),
        ("<title>", "<date>tomorrow</date><title>", "'tomorrow' is no time."),
        ("<title>", "<date>9999-12-31T23:59:00-12:00</date><title>", "after all time"),
    ],
)
def test_a_talk_that_cannot_be_read_is_left_out_with_a_sentence(old: str, new: str, reason: str) -> None:
    findings = schedule_reading.examine_xml(schedule(EVENT.format(more="").replace(old, new)))

    assert (findings.calendar.entries, len(findings.left_out)) == ((), 1)
    assert reason in findings.left_out[0].reason


def test_other_programs_titles_are_taken_as_they_are() -> None:
    event = EVENT.format(more="").replace("Oysters", "Cancelled: a lament")

    (entry,) = schedule_reading.examine_xml(schedule(event)).calendar.entries

    assert (entry.summary, entry.status) == ("Cancelled: a lament", Status.CONFIRMED)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
LEAK = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"<",
        b"<html/>",
        b'<?xml version="1.0" encoding="nonsense"?><schedule/>',
        schedule()[:-5],
        schedule(EVENT.format(more="<abstract>&b;</abstract>"), head=BOMB),
        schedule(EVENT.format(more="<abstract>&a;</abstract>"), head=LEAK),
        b"<schedule>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</schedule>",
    ],
)
def test_what_is_no_schedule_xml_is_refused(data: bytes) -> None:
    with pytest.raises(NotACalendar, match=r"schedule\.xml"):
        schedule_reading.examine_xml(data)


@pytest.mark.parametrize("data", [b"{", b"[]", b"{}", b'{"schedule": []}', b'{"schedule": {"conference": 1}}', b"\xff"])
def test_what_is_no_schedule_json_is_refused(data: bytes) -> None:
    with pytest.raises(NotACalendar, match=r"schedule\.json"):
        schedule_reading.examine_json(data)


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8) | st.just("2026-10-24T10:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "schedule",
                    "conference",
                    "days",
                    "rooms",
                    "guid",
                    "date",
                    "start",
                    "duration",
                    "title",
                    "persons",
                    "links",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(days=anything, rooms=anything, event=anything)
def test_json_of_any_shape_is_read_or_left_out(days: object, rooms: object, event: object) -> None:
    for shape in (days, [{"rooms": rooms}], [{"rooms": {"A": event}}], [{"rooms": {"A": [event]}}]):
        findings = schedule_reading.examine_json(orjson.dumps({"schedule": {"conference": {"days": shape}}}))
        assert findings.calendar.zone == "UTC"


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for examine, begin in ((schedule_reading.examine_xml, b"<schedule>"), (schedule_reading.examine_json, b"{")):
        for content in (data, begin + data):
            with suppress(NotACalendar):
                assert examine(content).calendar.entries == ()

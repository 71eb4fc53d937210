"""Messages to one attendee of an event: right by RFC 5546, icalendar's bytes, and read back as they were said.

Whoever means to change what ticket holders are sent writes the files anew: `GOLDEN=write` does it.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import example, given, settings

from openevent.accounts.enclosures import CalendarPart
from openevent.calendars import ics, itip, reading, timezones
from openevent.calendars.document import Entry, NaiveTime, Nonsense, Person, SequenceOutOfRange, Status, UnknownZone
from openevent.calendars.itip import Message, Method
from openevent.calendars.refusals import NoMailbox, NotTakingPlace

from .composing import COMES, compose_message
from .documents import at, calendar, entry, full_entry, message, messages

GOLDEN = Path(__file__).parent / "golden" / "messages"
MOVED = full_entry(
    sequence=4,
    starts_at=at("2026-07-02 14:00"),
    ends_at=at("2026-07-02 15:30"),
    location="Room 2",
    revised_at=at("2026-06-01 09:00"),
)
NIGHT = {"starts_at": at("2027-01-01 07:00"), "ends_at": at("2027-01-01 09:30")}
DOUBLED = {"starts_at": at("2026-10-25 00:30"), "ends_at": at("2026-10-25 01:30")}
HOSTILE = Person(
    name='Eve "the ^net^" Moss;ROLE=CHAIR:mailto:mallory@example.org\r\nATTENDEE:mailto:mallory@example.org\x00',
    address="eve@example.org",
)
MESSAGES = {
    "invited": message(),
    "moved": message(entry=MOVED, sequence=4, made_at=at("2026-06-01 09:01")),
    "event-cancelled": message(method=Method.CANCEL, entry=full_entry(sequence=4, status=Status.CANCELLED), sequence=4),
    "refunded": message(method=Method.CANCEL, sequence=4),
    "nothing-optional": message(
        entry=entry(summary=""),
        organizer=Person(name="", address="event-1@example.org"),
        attendee=Person(name="", address="ann@example.org"),
        sequence=0,
    ),
    "hostile-name": message(attendee=HOSTILE, organizer=replace(HOSTILE, address="event-1@example.org")),
    "across-midnight": message(entry=entry(**NIGHT), zone="America/Los_Angeles"),
    "doubled-hour": message(entry=entry(**DOUBLED)),
    "utc": message(zone="UTC"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_file_is_as_it_was(name: str) -> None:
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / f"{name}.ics").write_bytes(itip.write(MESSAGES[name]))

    assert itip.write(MESSAGES[name]) == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", MESSAGES)
def test_icalendar_agrees_with_the_file(name: str) -> None:
    assert compose_message(MESSAGES[name]).to_ical() == (GOLDEN / f"{name}.ics").read_bytes()


def test_every_file_belongs_to_a_message() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.ics" for name in MESSAGES}


# --- what stands in it ------------------------------------------------------------------------------------------------

HEAD = ("VERSION:2.0", "PRODID:-//fossasia//open-event//EN", "CALSCALE:GREGORIAN")
# RFC 5546, 3.2.2 and 3.2.5: what must be there once, and what else we say of events, all of which both methods allow.
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER", "ATTENDEE", "LAST-MODIFIED"}
AT_MOST_ONCE = {"CATEGORIES", "COLOR", "CONFERENCE", "CREATED", "DESCRIPTION", "GEO", "LOCATION", "URL"}


def lines(data: bytes) -> list[str]:
    return re.sub(rb"\r\n[ \t]", b"", data).decode().split("\r\n")


def name_of(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0]


def event_lines(data: bytes) -> list[str]:
    found = lines(data)
    return found[found.index("BEGIN:VEVENT") + 1 : found.index("END:VEVENT")]


@settings(max_examples=100, deadline=None)
@given(messages())
@example(MESSAGES["hostile-name"])
def test_icalendar_writes_byte_for_byte_the_same(said: Message) -> None:
    assert itip.write(said) == compose_message(said).to_ical()


@settings(max_examples=60, deadline=None)
@given(messages())
@example(MESSAGES["hostile-name"])
def test_it_has_what_its_method_needs_and_nothing_else(said: Message) -> None:
    data = itip.write(said)

    counted = Counter(map(name_of, event_lines(data)))
    assert {name for name in counted if name not in AT_MOST_ONCE} == ONCE
    assert set(counted.values()) == {1}
    assert lines(data)[:5] == ["BEGIN:VCALENDAR", *HEAD, f"METHOD:{said.method}"]
    assert lines(data)[-3:] == ["END:VEVENT", "END:VCALENDAR", ""]


@settings(max_examples=60, deadline=None)
@given(messages())
@example(MESSAGES["doubled-hour"])
@example(MESSAGES["utc"])
def test_there_is_a_zone_where_a_time_goes_by_it_and_nowhere_else(said: Message) -> None:
    found = lines(itip.write(said))

    named = {line.partition("=")[2].partition(":")[0] for line in found if line.startswith(("DTSTART;", "DTEND;"))}
    assert {line.partition(":")[2] for line in found if line.startswith("TZID:")} == named
    assert named <= {said.zone}
    assert [line for line in found if line.startswith("BEGIN:V")] == [
        "BEGIN:VCALENDAR",
        *["BEGIN:VTIMEZONE" for _ in named],
        "BEGIN:VEVENT",
    ]


@settings(max_examples=60, deadline=None)
@given(messages())
@example(MESSAGES["hostile-name"])
def test_lines_are_75_octets_of_utf_8_and_end_with_crlf(said: Message) -> None:
    found = itip.write(said).split(b"\r\n")

    assert found.pop() == b""
    for line in found:
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        assert not re.search("[\x80-\x9f\u2028\u2029\ufeff]", line.decode())  # decoding: no character is divided


def test_a_name_stays_in_its_parameter() -> None:
    people = [line for line in event_lines(itip.write(MESSAGES["hostile-name"])) if "CN=" in line]

    name = "Eve ^'the ^^net^^^' Moss;ROLE=CHAIR:mailto:mallory@example.org ATTENDEE:mailto:mallory@example.org"
    assert people == [
        f'ATTENDEE;CN="{name}";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:eve@example.org',
        f'ORGANIZER;CN="{name}":mailto:event-1@example.org',
    ]


def test_a_message_says_of_the_event_what_its_feed_says() -> None:
    theirs = {"DTSTAMP", "SEQUENCE", "ORGANIZER", "ATTENDEE"}

    feed, told = (
        [line for line in event_lines(data) if name_of(line) not in theirs]
        for data in (ics.write(calendar(full_entry())), itip.write(message()))
    )

    assert told == feed


def test_the_speakers_are_not_told_of() -> None:
    said = message(entry=full_entry())

    attendees = [line for line in event_lines(itip.write(said)) if line.startswith("ATTENDEE")]

    assert len(said.entry.attendees) == 4
    assert [line.partition(":")[2] for line in attendees] == ["mailto:ann@example.org"]


def test_the_stamp_is_when_the_message_was_made() -> None:
    made = event_lines(itip.write(message(made_at=datetime(2026, 5, 3, 9, 0, tzinfo=timezones.zone("Europe/Berlin")))))

    assert "DTSTAMP:20260503T070000Z" in made
    assert "LAST-MODIFIED:20260501T123015Z" in made


def test_what_takes_place_for_others_is_cancelled_for_one() -> None:
    refunded = message(method=Method.CANCEL, entry=entry(status=Status.CONFIRMED), sequence=4)

    assert [line for line in event_lines(itip.write(refunded)) if line.startswith("S")] == [
        "SUMMARY:Opening",
        "SEQUENCE:4",
        "STATUS:CANCELLED",
    ]


@settings(max_examples=60, deadline=None)
@given(messages())
@example(MESSAGES["hostile-name"])
def test_a_letter_takes_it_for_a_calendar_with_this_method(said: Message) -> None:
    text = itip.write(said).decode()

    assert CalendarPart(method=said.method.name, text=text, name="invite.ics").text == text


# --- read back --------------------------------------------------------------------------------------------------------


def expected(said: Message) -> dict[str, Any]:
    """What other programs must find, by the names of properties."""
    told, is_cancel = said.entry, said.method is Method.CANCEL
    return {
        "METHOD": said.method.name,
        "UID": told.uid,
        "SEQUENCE": said.sequence,
        "STATUS": "CANCELLED" if is_cancel else told.status.value,
        "DTSTAMP": said.made_at,
        "DTSTART": told.starts_at,
        "DTEND": told.ends_at,
        "SUMMARY": told.summary,
        "DESCRIPTION": told.description,
        "LOCATION": told.location,
        "URL": told.url,
        "GEO": told.geo,
        "ORGANIZER": (f"mailto:{said.organizer.address}", said.organizer.name),
        "ATTENDEE": [(f"mailto:{said.attendee.address}", {**COMES, "CN": said.attendee.name})],
    }


def _by_its_own_zone(said: Message) -> bytes:
    """The file with a zone that no program knows by its name: so they go by the file's VTIMEZONE."""
    data, zone = itip.write(said), said.zone.encode()
    own = b"%s %d" % (zone, crc32(data))
    for before, after in ((b"\r\nTZID:", b"\r\n"), (b"\r\nDTSTART;TZID=", b":"), (b"\r\nDTEND;TZID=", b":")):
        data = data.replace(before + zone + after, before + own + after)
    return data


def from_icalendar(said: Message) -> dict[str, Any]:
    read = icalendar.Calendar.from_ical(_by_its_own_zone(said))
    (event,) = read.events
    assert not event.errors
    organizer: Any = event["ORGANIZER"]
    geo: Any = event.get("GEO")
    times = ("DTSTAMP", "DTSTART", "DTEND")
    texts = ("UID", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL")
    return {
        "METHOD": str(read["METHOD"]),
        "SEQUENCE": event["SEQUENCE"],
        **{name: str(event.get(name, "")) for name in texts},
        **{name: event.decoded(name).astimezone(UTC) for name in times},
        "GEO": (geo.latitude, geo.longitude) if geo else None,
        "ORGANIZER": (str(organizer), organizer.params.get("CN", "")),
        "ATTENDEE": [(str(person), {"CN": "", **person.params}) for person in event.attendees],
    }


def from_vobject(said: Message) -> dict[str, Any]:
    """It remembers zones by their names for the next file, so its times are taken by the zone that they name."""
    read = vobject.readOne(itip.write(said).decode())
    (event,) = read.vevent_list
    texts = ("UID", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL")
    geo = _vobject_value(event, "GEO")
    return {
        "METHOD": read.method.value,
        "SEQUENCE": int(event.sequence.value),
        **{name: _vobject_value(event, name) for name in texts},
        "DTSTAMP": event.dtstamp.value.astimezone(UTC),
        **{name: _vobject_time(event.contents[name.lower()][0]) for name in ("DTSTART", "DTEND")},
        "GEO": tuple(map(float, geo.split(";"))) if geo else None,
        "ORGANIZER": (event.organizer.value, _vobject_parameters(event.organizer).get("CN", "")),
        "ATTENDEE": [(person.value, {"CN": "", **_vobject_parameters(person)}) for person in event.attendee_list],
    }


def _vobject_value(event: Any, name: str) -> str:
    return str(event.contents[name.lower()][0].value) if name.lower() in event.contents else ""


def _vobject_time(found: Any) -> datetime:
    zone = timezones.zone(found.params["X-VOBJ-ORIGINAL-TZID"][0]) if found.params else UTC
    moment: datetime = found.value.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _vobject_parameters(found: Any) -> dict[str, str]:
    """It knows nothing of RFC 6868."""
    spelled = {"^^": "^", "^'": '"', "^n": "\n"}
    return {name: re.sub(r"\^[\^'n]", lambda pair: spelled[pair[0]], value) for name, (value,) in found.params.items()}


@pytest.mark.parametrize("read", [from_icalendar, from_vobject])
@settings(max_examples=100, deadline=None)
@given(said=messages())
@example(said=MESSAGES["hostile-name"])
@example(said=MESSAGES["across-midnight"])
@example(said=MESSAGES["doubled-hour"])
def test_what_was_said_is_read_back(said: Message, read: Any) -> None:
    assert read(said) == expected(said)


@settings(max_examples=60, deadline=None)
@given(messages())
@example(MESSAGES["hostile-name"])
def test_every_value_of_the_entry_comes_back(said: Message) -> None:
    found = reading.examine(itip.write(said))

    assert not found.left_out
    assert found.calendar.entries == (
        replace(
            said.entry,
            sequence=said.sequence,
            status=Status.CANCELLED if said.method is Method.CANCEL else said.entry.status,
            organizer=said.organizer,
            attendees=(said.attendee,),
        ),
    )


LOCALE = "%Y-%m-%d %H:%M"
HALL = "Room 1, Kongresszentrum; 2. Stock"
TITLE = 'Größe; "quoted", back\\slash – 日本語 🙂'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("invited", f"2026-07-01 11:00|2026-07-01 12:00|CONFIRMED |ann@example.org|{TITLE}|{HALL}"),
        ("moved", f"2026-07-02 16:00|2026-07-02 17:30|CONFIRMED |ann@example.org|{TITLE}|Room 2"),
        ("refunded", f"2026-07-01 11:00|2026-07-01 12:00|CANCELLED |ann@example.org|{TITLE}|{HALL}"),
        ("across-midnight", "2027-01-01 08:00|2027-01-01 10:30|CONFIRMED |ann@example.org|Opening|"),
    ],
)
def test_khal_shows_when_and_where_it_is(name: str, shown: str, tmp_path: Path) -> None:
    """As a program of its own: who imports it changes how icalendar reads times, for the whole process."""
    (tmp_path / "config").write_text(
        f"[calendars]\n[[tickets]]\npath = {tmp_path}\n[sqlite]\npath = {tmp_path}/khal.db\n[locale]\n"
        f"longdatetimeformat = {LOCALE}\ndatetimeformat = {LOCALE}\nlongdateformat = %Y-%m-%d\ndateformat = %Y-%m-%d\n"
        "timeformat = %H:%M\nlocal_timezone = Europe/Berlin\n"
    )
    wanted = "{start-long}|{end-long}|{status}|{attendees}|{title}|{location}"
    khal = Path(sys.executable).with_name("khal")
    command: list[str | Path] = [khal, "-c", tmp_path / "config", "printics", "-f", wanted, GOLDEN / f"{name}.ics"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[1:] == [shown]


@pytest.mark.parametrize("name", MESSAGES)
def test_it_is_found_on_its_day(name: str) -> None:
    said = MESSAGES[name]
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(itip.write(said)))

    during = query.between(said.entry.starts_at, said.entry.ends_at)
    later = query.between(said.entry.ends_at + timedelta(hours=1), said.entry.ends_at + timedelta(days=1))

    assert [str(found["UID"]) for found in during] == [said.entry.uid]
    assert later == []


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "ann", "@example.org", "ann@", "mailto:"])
@pytest.mark.parametrize("who", ["organizer", "attendee"])
def test_somebody_whom_no_mail_can_reach_is_refused(who: str, address: str) -> None:
    with pytest.raises(NoMailbox, match="No mail can reach 'Ann'"):
        message(**{who: Person(name="Ann", address=address)})


def test_nobody_is_asked_to_come_to_what_is_cancelled() -> None:
    with pytest.raises(NotTakingPlace, match="is cancelled"):
        message(entry=entry(status=Status.CANCELLED))


@pytest.mark.parametrize(
    ("method", "about", "sequence"),
    [
        (Method.REQUEST, entry(sequence=3), 2),
        (Method.CANCEL, entry(sequence=3), 2),
        (Method.CANCEL, entry(sequence=0), 0),
        (Method.REQUEST, entry(sequence=0), -1),
        (Method.REQUEST, entry(sequence=0), 2**31),
    ],
)
def test_a_sequence_that_programs_would_overlook_is_refused(method: Method, about: Entry, sequence: int) -> None:
    with pytest.raises(SequenceOutOfRange):
        message(method=method, entry=about, sequence=sequence)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"zone": "Mars/Olympus"}, UnknownZone),
        ({"made_at": datetime(2026, 5, 3, 7, 0)}, NaiveTime),  # noqa: DTZ001 - that is what is refused
    ],
)
def test_a_value_that_means_nothing_is_refused(values: dict[str, Any], refusal: type[Nonsense]) -> None:
    with pytest.raises(refusal):
        message(**values)

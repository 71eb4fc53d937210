"""Files of other programs, broken files and no files at all."""

from calendar import monthrange
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openevent.calendars import ics, reading, reckoning
from openevent.calendars.document import Person, Status
from openevent.calendars.reading import NotACalendar

from .documents import NASTY, at, calendar, entry, full_entry

OUTLOOK = (
    "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\n"
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
)


def file(event: str, head: str = "") -> bytes:
    """A calendar file with one event of these lines."""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}BEGIN:VEVENT\nUID:1\n{event}END:VEVENT\nEND:VCALENDAR\n".encode()


def zone(*parts: str) -> str:
    """A VTIMEZONE named Mars of these sub-components."""
    return "BEGIN:VTIMEZONE\nTZID:Mars\n" + "".join(parts) + "END:VTIMEZONE\n"


def part(kind: str, start: str, before: str, after: str, rule: str = "") -> str:
    lines = [f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", rule, f"END:{kind}"]
    return "".join(f"{line}\n" for line in lines if line)


def starts(dtstart: str, head: str = "") -> str:
    """When an event with this DTSTART begins, in UTC."""
    (found,) = reading.read(file(f"{dtstart}\nDURATION:PT1H\n", head)).entries
    return f"{found.starts_at:%Y-%m-%d %H:%M:%S}"


def reason(event: str, head: str = "") -> str:
    """Why the event was left out."""
    (left_out,) = reading.examine(file(event, head)).left_out
    return left_out.reason


def test_a_file_of_ours_is_read() -> None:
    document = calendar(full_entry(), entry(uid="2", status=Status.CANCELLED))

    assert reading.read(ics.write(document)) == document


def test_the_file_s_own_zone_counts_not_the_database() -> None:
    """As if Berlin were on +05:00 and put its clocks forward in July."""
    head = zone(
        part("STANDARD", "20200101T000000", "+0500", "+0500"), part("DAYLIGHT", "20260701T120000", "+0500", "+0630")
    ).replace("TZID:Mars", "TZID:Europe/Berlin")

    assert starts("DTSTART;TZID=Europe/Berlin:20260701T115959", head) == "2026-07-01 06:59:59"
    assert starts("DTSTART;TZID=Europe/Berlin:20260701T140000", head) == "2026-07-01 07:30:00"


def test_the_zone_of_one_file_is_forgotten_for_the_next() -> None:
    one, other = (zone(part("STANDARD", "20200101T000000", offset, offset)) for offset in ("+0800", "-0700"))

    assert starts("DTSTART;TZID=Mars:20260701T120000", one) == "2026-07-01 04:00:00"
    assert starts("DTSTART;TZID=Mars:20260701T120000", other) == "2026-07-01 19:00:00"


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("20260115T120000", "2026-01-15 11:00:00"),
        ("20260329T015959", "2026-03-29 00:59:59"),
        ("20260329T023000", "2026-03-29 01:30:00"),  # skipped: by the offset before
        ("20260329T030000", "2026-03-29 01:00:00"),
        ("20261025T023000", "2026-10-25 00:30:00"),  # twice: the first
        ("20261025T030000", "2026-10-25 02:00:00"),
        ("20600701T120000", "2060-07-01 10:00:00"),
    ],
)
def test_rules_of_other_programs_are_understood(local: str, instant: str) -> None:
    assert starts(f"DTSTART;TZID=W. Europe Standard Time:{local}", OUTLOOK) == instant


@pytest.mark.parametrize(
    ("rule", "summer_2026"),
    [
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20260329T010000Z", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20260329T005959Z", False),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20250101", False),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=17", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=16", False),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-3", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", True),
        ("RRULE:FREQ=YEARLY", True),
        ("RRULE:FREQ=YEARLY;BYMONTH=1,2,3;COUNT=1000", True),
        ("RRULE:FREQ=YEARLY;INTERVAL=5", False),
        ("RDATE:20110327T020000,20260329T020000", True),
        ("", False),
    ],
)
def test_every_way_to_say_when_clocks_change(rule: str, *, summer_2026: bool) -> None:
    winter = "\n".join(["RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"])
    head = zone(
        part("STANDARD", "20101031T030000", "+0200", "+0100", winter),
        part("DAYLIGHT", "20100328T020000", "+0100", "+0200", rule),
    )

    assert starts("DTSTART;TZID=Mars:20260701T120000", head) == f"2026-07-01 {10 if summer_2026 else 11}:00:00"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYDAY=SU",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=x",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=XX",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=many",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-32",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=6SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=0SU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31;BYDAY=5SU",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1;BYDAY=2SU",
        "FREQ=YEARLY;BYHOUR=1",
        "nonsense",
    ],
)
def test_a_rule_that_no_zone_has_leaves_the_event_out(rule: str) -> None:
    head = zone(part("STANDARD", "20101031T030000", "+0200", "+0100", f"RRULE:{rule}"))

    assert reason("DTSTART;TZID=Mars:20260701T120000\nDURATION:PT1H\n", head)


@pytest.mark.parametrize(
    "head",
    [
        zone(),
        zone("BEGIN:STANDARD\nEND:STANDARD\n"),
        zone(part("STANDARD", "20101031T030000", "+0200", "+9900")),
        zone(part("STANDARD", "20101031T030000", "+0200", "+2399")),
        zone(part("STANDARD", "never", "+0200", "+0100")),
        zone(part("STANDARD", "00010101T000000", "+0200", "+0100")),
    ],
)
def test_a_broken_zone_leaves_only_its_events_out(head: str) -> None:
    event = "SUMMARY:Talk\nDTSTART;TZID=Mars:20260701T120000\nDURATION:PT1H\n"
    other = "END:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20260701T120000Z\nDURATION:PT1H\n"

    found = reading.examine(file(event + other, head))

    assert [entry.uid for entry in found.calendar.entries] == ["2"]
    assert [(left_out.uid, left_out.summary) for left_out in found.left_out] == [("1", "Talk")]


SUMMER = "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
ALL_MONTHS = "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"
IN_ZONE = "DTSTART;TZID=Mars:20260701T120000\nDURATION:PT1H\n"


@pytest.fixture
def years(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The years that rules are looked at in, month by month."""
    looked_at: list[int] = []

    def counted(year: int, month: int) -> tuple[int, int]:
        looked_at.append(year)
        return monthrange(year, month)

    monkeypatch.setattr("openevent.calendars.yearly.monthrange", counted)
    return looked_at


@pytest.mark.parametrize("start", ["0001", "0002", "1601", "1850"])
@pytest.mark.parametrize("interval", [1, 3])
def test_a_zone_that_began_long_ago_is_read_from_when_calendars_begin(
    start: str, interval: int, years: list[int]
) -> None:
    winter = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
    head = zone(
        part("STANDARD", f"{start}1025T030000", "+0200", "+0100", f"RRULE:{winter};INTERVAL={interval}"),
        part("DAYLIGHT", f"{start}0329T020000", "+0100", "+0200", f"RRULE:{SUMMER};INTERVAL={interval}"),
    )
    summers = range(int(start), 2200, interval)

    assert starts("DTSTART;TZID=Mars:19000101T120000", head) == "1900-01-01 11:00:00"
    for year in range(2020, 2026):
        hour = "10" if year in summers else "11"
        assert starts(f"DTSTART;TZID=Mars:{year}0701T120000", head) == f"{year}-07-01 {hour}:00:00"
    assert min(years) > 1870


@pytest.mark.parametrize(
    "parts",
    [
        part("STANDARD", "19700101T000000", "+0200", "+0100", "\n".join([f"RRULE:{SUMMER}"] * 1000)),
        part("STANDARD", "19700101T000000", "+0200", "+0100", f"RRULE:{ALL_MONTHS}\n" * 500),
        part("STANDARD", "00010101T000000", "+0200", "+0100", f"RRULE:{ALL_MONTHS};BYMONTHDAY=1;COUNT=9999999999"),
        part("STANDARD", "00010101T000000", "+0200", "+0100", f"RRULE:{ALL_MONTHS};UNTIL=18000101;BYDAY=MO,TU,WE"),
        part("STANDARD", "19700101T000000", "+0200", "+0100", f"RRULE:{ALL_MONTHS};BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        part("STANDARD", "19700101T000000", "+0200", "+0100", "RDATE:" + ",".join(["19700101T000000"] * 60_000)),
        part("STANDARD", "19700101T000000", "+0200", "+0100") * 60_000,
    ],
)
def test_a_zone_of_more_changes_than_any_has_leaves_its_events_out(parts: str, years: list[int]) -> None:
    assert reason(IN_ZONE, zone(parts)) == "The time zone 'Mars' has more rules and changes than are read here."
    assert len(years) <= 50_000


def test_many_zones_are_read_only_so_far(years: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.calendars.effort.MOST_OF_FILE", 5_000)
    one = zone(part("STANDARD", "19700101T000000", "+0200", "+0100", f"RRULE:{SUMMER}"))
    head = "".join(one.replace("Mars", f"Mars {number}") for number in range(50))
    more = "".join(
        f"END:VEVENT\nBEGIN:VEVENT\nUID:e{number}\nDTSTART;TZID=Mars {number}:20260701T120000\nDURATION:PT1H\n"
        for number in range(50)
    )

    found = reading.examine(file(f"DTSTART:20260701T120000Z\nDURATION:PT1H\n{more}", head))

    assert (len(found.calendar.entries), {one.reason for one in found.left_out}) == (
        9,
        {"The file defines more time zones, or more changes in them, than are read here."},
    )
    assert len(years) <= 5_000


@pytest.mark.parametrize("head", ["", zone(part("STANDARD", "never", "+0200", "+0100"))])
def test_a_zone_that_cannot_be_read_is_tried_once_for_all_events(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    for name in ("file_zone", "zonenames.database_name"):
        monkeypatch.setattr(f"openevent.calendars.reckoning.{name}", counted(attrgetter(name)(reckoning), tried))
    more = "".join(f"END:VEVENT\nBEGIN:VEVENT\nUID:{number}\n{IN_ZONE}" for number in range(2, 20))

    assert reason(IN_ZONE, head)
    times = len(tried)
    found = reading.examine(file(IN_ZONE + more, head))

    assert (len(found.left_out), len({one.reason for one in found.left_out})) == (19, 1)
    assert len(tried) == 2 * times


def counted(function: Callable[..., object], calls: list[str]) -> Callable[..., object]:
    """The function, which notes each call."""

    def called(*what: object) -> object:
        calls.append(str(what[0]))
        return function(*what)

    return called


@pytest.mark.parametrize(
    ("dtstart", "instant"),
    [
        ("DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260701T120000", "2026-07-01 16:00:00"),
        ("DTSTART;TZID=EST5EDT:20260701T120000", "2026-07-01 16:00:00"),
        ("DTSTART:20260701T120000Z", "2026-07-01 12:00:00"),
        ("DTSTART;TZID=America/New_York:20260701T120000", "2026-07-01 16:00:00"),
        ("DTSTART;TZID=Eastern Standard Time:20260701T120000", "2026-07-01 16:00:00"),
        ("DTSTART:20260701T120000", "2026-07-01 10:00:00"),
        ("DTSTART;VALUE=DATE:20260701", "2026-06-30 22:00:00"),
        ("DTSTART:20260701T235960Z", "2026-07-01 23:59:59"),
    ],
)
def test_a_time_without_vtimezone_goes_by_its_name_or_the_calendar_s_zone(dtstart: str, instant: str) -> None:
    assert starts(dtstart, "X-WR-TIMEZONE:Europe/Berlin\n") == instant


@pytest.mark.parametrize(
    ("lines", "ends_at"),
    [
        ("DTSTART:20260328T090000\nDTEND:20260329T090000\n", at("2026-03-29 07:00")),
        ("DTSTART:20260328T090000\nDURATION:P1D\n", at("2026-03-29 07:00")),  # the same time the next day
        ("DTSTART:20260328T090000\nDURATION:PT24H\n", at("2026-03-29 08:00")),  # exactly 24 hours
        ("DTSTART:20260328T090000\nDURATION:+P1W\n", at("2026-04-04 07:00")),
        ("DTSTART:20260328T090000\nDURATION:P1DT1H30M5S\n", at("2026-03-29 08:30") + timedelta(seconds=5)),
        ("DTSTART;VALUE=DATE:20260329\n", at("2026-03-29 22:00")),
        ("DTSTART;VALUE=DATE:20260329\nDTEND;VALUE=DATE:20260331\n", at("2026-03-30 22:00")),
    ],
)
def test_an_end_may_be_said_in_several_ways(lines: str, ends_at: object) -> None:
    (found,) = reading.read(file(lines, "X-WR-TIMEZONE:Europe/Berlin\n")).entries

    assert found.ends_at == ends_at


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("SUMMARY:Talk\n", "It has no start."),
        ("DTSTART:tomorrow\nDURATION:PT1H\n", "'tomorrow' is no time."),
        ("DTSTART:20260231T120000Z\nDURATION:PT1H\n", "'20260231T120000Z' is no time."),
        ("DTSTART:20260701T120000Z\nDURATION:-PT1H\n", "'-PT1H' is no duration."),
        ("DTSTART:20260701T120000Z\n", "not after its start"),
        ("DTSTART:00010101T000000\nDURATION:PT1H\n", "in no year that calendars know"),
        ("DTSTART:99991231T235959Z\nDURATION:P99999D\n", "in no year that calendars know"),
        ("DTSTART;TZID=Mars:20260701T120000\nDURATION:PT1H\n", "There is no time zone named 'Mars'."),
        ("DTSTART:20260701T120000Z\nDURATION:PT1H\nRECURRENCE-ID:20260701T120000Z\n", "one date of a repeating event"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_named(lines: str, why: str) -> None:
    assert why in reason(lines)


def test_an_event_without_uid_is_left_out_and_named() -> None:
    data = file("SUMMARY:Talk\nDTSTART:20260701T120000Z\nDURATION:PT1H\n").replace(b"UID:1\n", b"")

    assert [(left_out.summary, left_out.reason) for left_out in reading.examine(data).left_out] == [
        ("Talk", "An entry needs a uid.")
    ]


def test_values_of_other_programs_are_understood() -> None:
    lines = (
        "DTSTART:20260701T120000Z\nDURATION:PT1H\nSUMMARY;LANGUAGE=de:Über\\, uns\\N\\nund euch\n"
        "GEO:52.5;13.4\nCATEGORIES:A,B\\,C\nCATEGORIES:D\nSTATUS:tentative\nSEQUENCE:x\nCOLOR:Tomato\n"
        'ORGANIZER;CN="Lee, Ann":MAILTO:ann@example.org?subject=x\nATTENDEE:urn:uuid:1\n'
        "CREATED:20260101T120000Z\nX-WHATEVER;A=B:C\nURL:/relative\nno property at all\n"
    )

    (found,) = reading.read(file(lines)).entries

    assert found == entry(
        uid="1",
        summary="Über, uns  und euch",
        starts_at=at("2026-07-01 12:00"),
        ends_at=at("2026-07-01 13:00"),
        revised_at=at("2026-01-01 12:00"),
        created_at=at("2026-01-01 12:00"),
        geo=(52.5, 13.4),
        categories=("A", "B,C", "D"),
        status=Status.TENTATIVE,
        color="tomato",
        organizer=Person(name="Lee, Ann", address="ann@example.org"),
        attendees=(Person(name="", address=""),),
    )


def test_the_head_is_read_from_wherever_programs_put_it() -> None:
    modern = reading.read(file("", "NAME:A\\, B\nDESCRIPTION:C\nX-WR-TIMEZONE:Europe/Paris\n"))
    older = reading.read(file("", f"X-WR-CALNAME:A\\, B\nX-WR-CALDESC:C\n{OUTLOOK}"))
    bare = reading.read(file(""))

    assert (modern.name, modern.description, modern.zone) == ("A, B", "C", "Europe/Paris")
    assert (older.name, older.description, older.zone) == ("A, B", "C", "Europe/Berlin")
    assert (bare.name, bare.description, bare.zone) == ("", "", "UTC")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "holds no VCALENDAR"),
        (b"hello, world", "holds no VCALENDAR"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "holds no VCALENDAR"),
        (b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", "holds no VCALENDAR"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "the 'VEVENT' that begins in line 2 does not end\\."),
        (
            (
                b"BEGIN:VCALENDAR\r\nNAME:a\r\n b\r\n\r\n"
                b"BEGIN:VEVENT\r\nUID:1\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR"
            ),
            "the 'VEVENT' that begins in line 5 does not end before the 'VCALENDAR' does, in line 10\\.",
        ),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", "line 2 ends a 'VEVENT' that did not begin"),
        (b"END:VCALENDAR\n", "line 1 ends a 'VCALENDAR' that did not begin"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(NotACalendar, match=why):
        reading.read(data)


FRAGMENTS = (
    *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
    *("BEGIN:STANDARD", "END:STANDARD", "TZID:Mars", "TZOFFSETFROM:+0100", "TZOFFSETTO:-9959", "TZOFFSETTO:+0100"),
    *("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=YEARLY;INTERVAL=0;COUNT=0", "RDATE:x", "UID:1"),
    *("RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z", "DTSTART:20260701T120000", "DTSTART;TZID=Mars:20260701T120000"),
    *("DTSTART:00010101T000000", "DTEND:99991231T235959Z", "DURATION:P99999W", "DURATION:PT9999999S", "GEO:nan;inf"),
    *(
        "GEO:1e999;0",
        "SEQUENCE:9999999999",
        "COLOR:#fff",
        "ATTENDEE;CN=a,b:mailto:x",
        'ATTENDEE;CN="',
        "X-WR-TIMEZONE:Mars",
    ),
    *("DTSTART;TZID=/Mars/Europe/Berlin:20260701T120000", "DTSTAMP;TZID=Mars:20260701T120000", "LAST-MODIFIED:0"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(NASTY), max_size=40).map("\r\n".join))
def test_lines_in_any_order_are_read_or_refused(lines: str) -> None:
    _read_or_refuse(lines.encode(errors="replace"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS[6:]) | st.sampled_from(NASTY), max_size=20).map("\n".join))
def test_any_lines_in_an_event_are_read_or_left_out(lines: str) -> None:
    head = zone(part("STANDARD", "20200101T000000", "+0100", "+0200"))

    _read_or_refuse(
        f"BEGIN:VCALENDAR\n{head}BEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n".encode(errors="replace")
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(ics.write(calendar(full_entry())))
    for _ in range(data.draw(st.integers(min_value=1, max_value=6))):
        place = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
        whole[place : place + data.draw(st.integers(min_value=0, max_value=30))] = data.draw(st.binary(max_size=8))

    _read_or_refuse(bytes(whole))


@settings(max_examples=300, deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


def _read_or_refuse(data: bytes) -> None:
    """Reading ends with a document that can be written and read again, or with NotACalendar, and with nothing else."""
    try:
        found = reading.read(data)
    except NotACalendar:
        return
    assert reading.read(ics.write(found)) == found

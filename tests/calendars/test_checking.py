"""Every fault of a calendar file is found and named, and nothing in a right one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.parser.property import unescape_backslash

from openevent.calendars import components, ics, reading, timezones
from openevent.calendars.checking import Finding, Report, Severity, check
from openevent.calendars.document import About, Person

from .documents import NASTY, at, calendar, calendars, entry, full_entry
from .test_reading import FRAGMENTS

ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
EVENT = """\
BEGIN:VEVENT
UID:opening@example.org
DTSTAMP:20260501T120000Z
LAST-MODIFIED:20260501T120000Z
DTSTART;TZID=Europe/Berlin:20260701T090000
DTEND;TZID=Europe/Berlin:20260701T100000
SUMMARY:Opening
DESCRIPTION:Welcome
LOCATION:Hall
STATUS:CONFIRMED
SEQUENCE:1
GEO:52.5;13.4
URL:https://example.org/1
ORGANIZER;CN=Olga:mailto:olga@example.org
ATTENDEE;CN=Ann:mailto:speaker-1@example.org
END:VEVENT
"""
HEAD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Summit
X-WR-TIMEZONE:Europe/Berlin
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
"""
RIGHT = f"{HEAD}{ZONE}{EVENT}END:VCALENDAR\n".replace("\n", "\r\n")
SECOND = EVENT.replace("opening@", "closing@").replace("SUMMARY:Opening", "SUMMARY:Closing")
# As icalendar's `add_missing_timezones` writes it, with all changes of one kind in one line.
LISTED = ZONE.replace("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "RDATE:20251026T030000,20261025T030000").replace(
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RDATE:20250330T020000,20260329T020000"
)
OLD_LISTED = LISTED.replace("20250330T020000,20260329T020000", "20260329T020000,20270328T020000")
DUBLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Dublin
BEGIN:STANDARD
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "ETag": '"1"',
    "Last-Modified": "Fri, 01 May 2026 12:00:00 GMT",
    "Cache-Control": "max-age=300",
    "Date": "Sat, 02 May 2026 12:00:00 GMT",
}

Short = tuple[str, str, str]


def changed(old: str, new: str) -> bytes:
    """The right file with this put for that, wherever it stands; both are written with LF."""
    before, after = old.replace("\n", "\r\n"), new.replace("\n", "\r\n")
    assert before in RIGHT
    return RIGHT.replace(before, after).encode()


def short(report: Report) -> list[Short]:
    return [(str(finding.severity), finding.code, finding.uid) for finding in report.findings]


def test_a_right_file_gives_no_finding() -> None:
    report = check(RIGHT.encode(), headers=HEADERS, repeated=304)

    assert report.findings == ()
    assert (report.name, report.zone, report.sessions) == ("Summit", "Europe/Berlin", 1)
    assert (report.starts_at, report.ends_at) == (at("2026-07-01 07:00"), at("2026-07-01 08:00"))


OPENING, CLOSING = "opening@example.org", "closing@example.org"
# A finding as severity, code and uid.
OF_FILE = [
    ("PRODID:-//example//EN\n", "", ("error", "missing-prodid", ""), "has no PRODID"),
    ("VERSION:2.0\n", "", ("error", "missing-version", ""), "has no VERSION"),
    ("VERSION:2.0\n", "VERSION:1.0\n", ("error", "version", ""), "VERSION:1.0"),
    ("VERSION:2.0\n", "VERSION:2.0\nVERSION:2.0\n", ("error", "repeated-version", ""), "VERSION 2 times"),
    ("GREGORIAN", "JULIAN", ("error", "calscale", ""), "CALSCALE:JULIAN"),
    (EVENT, "", ("warning", "no-events", ""), "no events"),
    ("X-WR-CALNAME:Summit\n", "", ("note", "no-name", ""), "no X-WR-CALNAME"),
    ("X-PUBLISHED-TTL:PT1H\n", "", ("note", "no-refresh-interval", ""), "has no X-PUBLISHED-TTL:"),
    ("TTL:PT1H", "TTL:often", ("error", "refresh-interval", ""), "X-PUBLISHED-TTL:often is no duration"),
    (";VALUE=DURATION", "", ("warning", "refresh-interval-without-value", ""), "VALUE=DURATION"),
    ("CALSCALE:", "METHOD:REQUEST\nCALSCALE:", ("warning", "method", ""), "METHOD:REQUEST"),
    ("CALSCALE:", "METHOD:PUBLISH\nCALSCALE:", ("error", "method-with-attendee", ""), "forbids ATTENDEE"),
    ("X-WR-TIMEZONE:Europe/Berlin", "X-WR-TIMEZONE:Mars", ("warning", "home-zone-unknown", ""), "says Mars"),
    ("END:VCALENDAR\n", f"END:VCALENDAR\n{HEAD}END:VCALENDAR\n", ("error", "several-calendars", ""), "2 calendars"),
    ("END:VCALENDAR", "BEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR", ("note", "not-events", ""), "1 VTODO"),
    ("STATUS:", "RRULE:FREQ=DAILY;COUNT=2\nSTATUS:", ("note", "repeating", ""), "only their first dates"),
    (EVENT, EVENT.replace("opening@example.org", "7"), ("warning", "uid-is-a-number", ""), "(“7”)"),
]  # fmt: skip
OF_OCTETS = [
    (b"Summit", b"S" * 75, ("warning", "long-line", ""), "the first is line 5 with 88"),
    (b"Welcome\r\n", b"Welcome\n", ("warning", "bare-line-feed", ""), "One line ends with LF alone"),
    (b"Welcome", b"Wel\rcome", ("warning", "bare-carriage-return", ""), "holds a CR without LF"),
    (b"Welcome\r\n", b"Welcome\r\n\r\n", ("warning", "blank-line", ""), "is empty"),
    (b"Welcome", b"Gr\xfc\xdfe", ("error", "not-utf-8", ""), "is not UTF-8"),
    (b"Welcome", b"Gr\xc3\r\n \xbc\xc3\x9fe", ("warning", "folded-inside-character", ""), "inside a character"),
    (b"Welcome", b"Wel\x07come", ("error", "control-character", ""), "(0x07)"),
    (b"Welcome", "Wel\u2028come".encode(), ("warning", "line-separator", ""), "U+2028"),
    (b"Welcome", "Wel\u0085come".encode(), ("warning", "line-separator", ""), "U+0085"),
    (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", ("warning", "byte-order-mark", ""), "byte order mark"),
    (b"Welcome", b"Welcome\r\nand good morning", ("error", "no-property", ""), "(“and good morning”)"),
    (b"Welcome", b"Welcome\r\nNote: bring an iron", ("warning", "unknown-property", ""), "“Note: bring an iron”"),
]
OF_ZONES = [
    (ZONE, "", ("error", "zone-undefined", ""), "has no VTIMEZONE for it"),
    (ZONE, "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nEND:VTIMEZONE\n", ("error", "zone-without-rules", ""), "neither"),
    (ZONE, ZONE + ZONE.replace("TZID:Europe/Berlin\n", ""), ("error", "zone-without-tzid", ""), "no TZID"),
    (ZONE, ZONE + ZONE, ("error", "zone-defined-twice", ""), "defined 2 times"),
    ("TZOFFSETFROM:+0200", "COMMENT:x\nTZOFFSETFROM:+0200", ("warning", "zone-comment", ""), "libical"),
    ("19701025T030000", "19701025T030000Z", ("error", "zone-onset-not-local", ""), "must be local time"),
    ("TZOFFSETFROM:+0200\n", "", ("error", "zone-unreadable", ""), "has no TZOFFSETFROM"),
    (ZONE, ZONE + DUBLIN, ("warning", "zone-daylight-behind", ""), "Dublin"),
    (ZONE, LISTED.replace("20250330T020000,", ""), ("warning", "zone-rdate-list", ""), "read the first only"),
    ("TZOFFSETTO:+0200", "TZOFFSETTO:+0261", ("error", "zone-unreadable", ""), "'+0261' is no offset"),
    ("BYMONTH=10", "BYMONTH=10;BYMONTHDAY=1", ("error", "zone-unreadable", ""), "There is never a day as the rule"),
    (ZONE, ZONE.replace("BEGIN:STANDARD\n", "BEGIN:STANDARD\n" + "RRULE:FREQ=YEARLY\n" * 999),
     ("error", "zone-unreadable", ""), "has more rules and changes than are read here"),
    (ZONE, ZONE + ZONE.replace("Europe/Berlin", "CET"), ("warning", "zone-abbreviated", ""), "CET is an abbreviation"),
]  # fmt: skip
OF_EVENTS = [
    ("UID:opening@example.org\n", "", ("error", "missing-uid", ""), "“Opening” has no UID"),
    ("DTSTAMP:20260501T120000Z\n", "", ("error", "missing-dtstamp", OPENING), "has no DTSTAMP"),
    ("DTSTART;TZID=Europe/Berlin:20260701T090000\n", "", ("error", "missing-dtstart", OPENING), "no program shows it"),
    ("SUMMARY:Opening", "SUMMARY:Opening\nSUMMARY:x", ("error", "repeated-summary", OPENING), "SUMMARY 2 times"),
    (EVENT, EVENT + EVENT, ("error", "duplicate-uid", OPENING), "has the UID of “Opening”"),
    ("SUMMARY:Opening\n", "", ("warning", "no-summary", OPENING), f"The event {OPENING} has no SUMMARY"),
    ("SUMMARY:Opening", "SUMMARY:A\\nB", ("warning", "line-break-in-summary", OPENING), "calcurse drops"),
    ("LOCATION:Hall", "LOCATION:A\\NB", ("warning", "line-break-in-location", OPENING), "in its LOCATION"),
    ("Welcome", "<p>Welcome</p>", ("warning", "html-in-description", OPENING), "(</p>)"),
    ("CONFIRMED", "SURE", ("error", "status", OPENING), "STATUS:SURE"),
    ("SEQUENCE:1", "SEQUENCE:last", ("error", "sequence", OPENING), "no number: last"),
    ("GEO:52.5;13.4", "GEO:152.5;13.4", ("error", "geo", OPENING), "no place on Earth"),
    ("GEO:52.5;13.4", "GEO:52.5,13.4", ("error", "geo", OPENING), "GEO:52.5,13.4"),
    ("URL:https://example.org/1", "URL:/1", ("warning", "url", OPENING), "leads nowhere: /1"),
    ("CONFIRMED\nSEQUENCE:1", "CANCELLED", ("warning", "cancelled-without-sequence", OPENING), "SEQUENCE 0"),
    (";CN=Olga:mailto:olga@example.org", ":Olga", ("error", "organizer-not-an-address", OPENING), "ORGANIZER:Olga"),
    ("mailto:speaker-1@example.org", "mailto:Ann", ("error", "attendee-not-an-address", OPENING), ":mailto:Ann"),
    ("ORGANIZER;CN=Olga:mailto:olga@example.org\n", "", ("warning", "attendee-without-organizer", OPENING), "Add one"),
    ("ATTENDEE;", "ATTENDEE:MAILTO:speaker-1@example.org\nATTENDEE;", ("warning", "attendees-of-one-address", OPENING),
     "one of them only"),
    ("DTSTAMP:20260501T120000Z", "DTSTAMP:20260501T120000", ("error", "dtstamp-not-utc", OPENING), "a time in UTC"),
    ("DTSTAMP:20260501T120000Z", "DTSTAMP:now", ("error", "dtstamp-not-utc", OPENING), "DTSTAMP:now"),
]  # fmt: skip
START, END = "DTSTART;TZID=Europe/Berlin:20260701T090000", "DTEND;TZID=Europe/Berlin:20260701T100000"
BOTH = f"{START}\n{END}"
DAY_WITHOUT_VALUE = "DTSTART:20260701\nDTEND;VALUE=DATE:20260702"
TIME_CALLED_DAY = "DTSTART;VALUE=DATE:20260701T090000Z\nDTEND:20260701T100000Z"
TWICE = BOTH.replace("20260701T09", "20261025T02").replace("20260701T10", "20261025T04")
SKIPPED = BOTH.replace("20260701T09", "20260329T01").replace("20260701T1000", "20260329T0230")
OF_TIMES = [
    (START, "DTSTART:20260701T090000", ("warning", "floating-time", OPENING), "without a zone"),
    (BOTH, BOTH.replace("000\n", "000Z\n") + "Z", ("error", "utc-with-zone", OPENING), "the Z says UTC"),
    (START, "DTSTART:20260701T070000Z", ("warning", "utc-at-one-end", OPENING), "khal"),
    (START, "DTSTART;TZID=Europe/Berlin:noon", ("error", "time-unreadable", OPENING), "'noon' is no time"),
    (BOTH, DAY_WITHOUT_VALUE, ("error", "day-without-value", OPENING), "Add ;VALUE=DATE"),
    (BOTH, TIME_CALLED_DAY, ("error", "time-called-day", OPENING), "Take the parameter out"),
    (START, "DTSTART;VALUE=DATE:20260701", ("error", "end-of-another-kind", OPENING), "Write both alike"),
    (f"{END}\n", f"{END}\nDURATION:PT1H\n", ("error", "end-and-duration", OPENING), "Keep one"),
    (END, END.replace("T100000", "T090000"), ("error", "end-not-after-start", OPENING), "Correct its times"),
    (f"{END}\n", "", ("note", "no-end", OPENING), "has no end"),
    (BOTH, TWICE, ("warning", "time-shown-twice", OPENING), "begins at 02:00 on 2026-10-25, a time that the clocks of"),
    (BOTH, SKIPPED, ("warning", "time-skipped", OPENING), "ends at 02:30 on 2026-03-29, a time that the clocks of"),
]
# What else is there, where something is wrong: without its zone an event cannot be read.
BESIDES = {code: {("error", "time-unreadable", OPENING)} for code in ("zone-without-rules", "zone-unreadable")}


@pytest.mark.parametrize(("old", "new", "found", "words"), OF_FILE + OF_ZONES + OF_EVENTS + OF_TIMES)
def test_a_fault_gives_its_finding_and_no_other(old: str, new: str, found: Short, words: str) -> None:
    report = check(changed(old, new))

    assert set(short(report)) == {found, *BESIDES.get(found[1], set())}
    assert words in next(one.detail for one in report.findings if one.code == found[1])


@pytest.mark.parametrize(("old", "new", "found", "words"), OF_OCTETS)
def test_a_fault_in_the_octets_gives_its_finding(old: bytes, new: bytes, found: Short, words: str) -> None:
    assert old in RIGHT.encode()

    report = check(RIGHT.encode().replace(old, new))

    assert short(report) == [found]
    assert words in report.findings[0].detail


def test_a_finding_is_a_sentence_that_says_what_to_do() -> None:
    report = check(changed("DTSTAMP:20260501T120000Z\n", ""))

    assert report.findings == (
        Finding(
            severity=Severity.ERROR,
            code="missing-dtstamp",
            uid=OPENING,
            detail="“Opening” has no DTSTAMP: nothing says when it was last revised, so programs cannot tell old from "
            "new. Add it.",
        ),
    )
    assert report.count(Severity.ERROR) == 1


@pytest.mark.parametrize("name", ["EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "GMT0", "GMT+0", "UTC", "GB"])
def test_a_name_of_the_database_that_means_one_zone_is_no_abbreviation(name: str) -> None:
    report = check(changed(ZONE, ZONE + ZONE.replace("Europe/Berlin", name)))

    assert short(report) == []


@pytest.mark.parametrize("name", ["CET", "CEST", "PST", "EST5", "CET-1CEST"])
def test_an_abbreviation_is_called_one(name: str) -> None:
    report = check(changed(ZONE, ZONE + ZONE.replace("Europe/Berlin", name)))

    assert short(report) == [("warning", "zone-abbreviated", "")]


PREFIXED = ("/mozilla.org/20050126_1/Europe/Berlin", "/Mars/Olympus", "/Europe/Berlin/x")


@pytest.mark.parametrize("name", ["Europe/Berlin", "EST5EDT", "W. Europe Standard Time", "Mars", "CEST", *PREFIXED])
def test_what_the_check_calls_unknown_cannot_be_imported_and_all_else_can(name: str) -> None:
    data = RIGHT.replace(ZONE.replace("\n", "\r\n"), "").replace("Europe/Berlin", name).encode()

    details = [finding.detail for finding in check(data).findings if finding.code == "zone-undefined"]
    is_home_unknown = any(finding.code == "home-zone-unknown" for finding in check(data).findings)

    read = reading.examine(data, zone="Asia/Manila")
    is_known = bool(read.calendar.entries)
    assert ["no program knows" in detail for detail in details] == [not is_known]
    assert is_home_unknown == (read.calendar.zone == "Asia/Manila") == (not is_known)


def test_a_calendar_of_nothing_but_properties_is_against_the_standard() -> None:
    nothing, zone_only = check(changed(ZONE + EVENT, "")), check(changed(EVENT, ""))

    assert short(nothing) == [("warning", "no-events", ""), ("warning", "nothing-but-properties", "")]
    assert "iCalendar asks for one at least" in nothing.findings[1].detail
    assert short(zone_only) == [("warning", "no-events", "")]


def test_the_property_of_elements_that_xcal_alone_can_say_is_known() -> None:
    assert short(check(changed("STATUS:", "XML:<a xmlns='urn:x'/>\nSTATUS:"))) == []


def test_an_unknown_zone_is_told_once_for_all_events() -> None:
    report = check(changed("TZID=Europe/Berlin", "TZID=CEST"))
    two = check(RIGHT.replace("TZID=Europe/Berlin", "TZID=CEST").replace("END:VCALENDAR", SECOND).encode())

    assert short(report) == [("error", "zone-undefined", ""), ("warning", "zone-abbreviated", "")]
    assert "no program knows" in report.findings[0].detail
    assert [finding.code for finding in two.findings].count("zone-undefined") == 0  # it is no calendar any more
    assert two.findings[0].code == "not-a-calendar"


def test_a_zone_that_differs_from_the_database_is_an_error_with_both_times() -> None:
    """As if Berlin had no summer time."""
    report = check(changed("TZOFFSETTO:+0200", "TZOFFSETTO:+0100"))

    assert short(report) == [("error", "zone-differs", OPENING)] * 2
    assert (
        "begins at 2026-07-01 08:00:00 UTC by the file's VTIMEZONE Europe/Berlin, but at 2026-07-01 07:00:00 UTC"
        in (report.findings[0].detail)
    )


@pytest.mark.parametrize("name", ["W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin"])
def test_zones_of_other_names_are_compared_too(name: str) -> None:
    right = check(RIGHT.replace("Europe/Berlin", name).replace(f"X-WR-TIMEZONE:{name}", "X-WR-TIMEZONE:UTC").encode())
    wrong = check(changed("Europe/Berlin", name).replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"))

    assert short(right) == []
    assert short(wrong) == [("error", "zone-differs", OPENING)] * 2


def test_a_list_of_changes_is_an_error_for_the_events_that_thunderbird_moves() -> None:
    report = check(
        changed(ZONE, LISTED.replace("DTSTART:19701025", "DTSTART:20251026").replace("19700329", "20250330"))
    )
    spared = check(changed(ZONE, OLD_LISTED))

    assert short(report) == [
        *[("error", "zone-differs-in-thunderbird", OPENING)] * 2,
        ("warning", "zone-rdate-list", ""),
    ]
    assert "07:00:00 UTC, but at 2026-07-01 08:00:00 UTC in Thunderbird" in report.findings[0].detail
    assert short(spared) == [("warning", "zone-rdate-list", "")]


def test_two_changed_dates_of_one_repeating_event_share_its_uid() -> None:
    dates = [EVENT.replace("STATUS:", f"RECURRENCE-ID:2026070{day}T070000Z\nSTATUS:") for day in (1, 2)]

    report = check(changed(EVENT, "".join([EVENT, *dates])))

    assert (short(report), report.sessions) == ([], 1)


def test_stamps_that_say_now_are_found() -> None:
    two = RIGHT.replace("END:VCALENDAR", SECOND.replace("\n", "\r\n") + "END:VCALENDAR")
    now = two.replace("DTSTAMP:20260501", "DTSTAMP:20260502").encode()
    alone = changed("DTSTAMP:20260501", "DTSTAMP:20260502")
    unrevised = changed("DTSTAMP:20260501T120000Z\nLAST-MODIFIED:20260501T120000Z", "DTSTAMP:20260502T120100Z")

    assert short(check(two.encode())) == []
    assert short(check(now)) == [("warning", "stamp-is-now", "")]
    assert short(check(alone)) == []
    assert short(check(alone, headers=HEADERS)) == [("warning", "stamp-is-now", "")]
    assert short(check(unrevised, headers=HEADERS)) == [("warning", "stamp-is-now", "")]
    assert short(check(RIGHT.encode(), headers={**HEADERS, "Date": "Fri, 01 May 2026 12:01:00 GMT"})) == []


@pytest.mark.parametrize("data", [b"", b"hello, world", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_calendar_is_said_to_be_none(data: bytes) -> None:
    report = check(data)

    assert report.findings[0].code == "not-a-calendar"
    assert (report.sessions, report.programs, report.starts_at) == (0, (), None)


# --- how it is served -------------------------------------------------------------------------------------------------


OF_HEADERS = [
    ({"Content-Type": "text/html"}, ("error", "content-type", ""), "text/html"),
    ({"Content-Type": ""}, ("error", "content-type", ""), "calls the file nothing"),
    ({"Content-Type": "text/calendar"}, ("warning", "no-charset", ""), "no charset"),
    ({"Content-Type": "text/calendar; charset=latin-1"}, ("error", "charset", ""), "charset=latin-1"),
    ({"Cache-Control": "private, no-store"}, ("warning", "no-store", ""), "no-store"),
    ({"Cache-Control": ""}, ("note", "no-cache-control", ""), "no Cache-Control"),
    ({"Set-Cookie": "session=1"}, ("warning", "sets-cookie", ""), "sets a cookie"),
]


@pytest.mark.parametrize(("headers", "found", "words"), OF_HEADERS)
def test_what_headers_show(headers: dict[str, str], found: Short, words: str) -> None:
    report = check(RIGHT.encode(), headers={**HEADERS, **headers}, repeated=304)

    assert short(report) == [found]
    assert words in report.findings[0].detail


@pytest.mark.parametrize(
    ("missing", "repeated", "found"),
    [
        (("ETag",), 304, [("note", "no-etag", "")]),
        (("Last-Modified",), 304, [("note", "no-last-modified", "")]),
        (("ETag", "Last-Modified"), None, [("warning", "no-validator", "")]),
        ((), 200, [("warning", "not-304", "")]),
    ],
)
def test_what_is_told_of_asking_again(missing: tuple[str, ...], repeated: int | None, found: list[Short]) -> None:
    headers = {name: value for name, value in HEADERS.items() if name not in missing}

    assert short(check(RIGHT.encode(), headers=headers, repeated=repeated)) == found


@pytest.mark.parametrize(
    ("redirects", "found"),
    [
        (("https://example.org/b.ics",), [("note", "redirected", "")]),
        (("http://example.org/b.ics",), [("warning", "redirected-to-http", ""), ("note", "redirected", "")]),
        (("https://example.org/b.ics",) * 4, [("warning", "many-redirects", "")]),
    ],
)
def test_what_is_told_of_redirects(redirects: tuple[str, ...], found: list[Short]) -> None:
    assert short(check(RIGHT.encode(), headers=HEADERS, redirects=redirects)) == found


def test_a_long_file_should_be_compressed() -> None:
    data = changed("Welcome", "Welcome\n ".replace("\n ", "\n  word") * 300)

    plain = check(data, headers=HEADERS)
    packed = check(data, headers={**HEADERS, "Content-Encoding": "gzip"})

    assert [short(plain), short(packed)] == [[("note", "not-compressed", "")], []]


# --- programs ---------------------------------------------------------------------------------------------------------


def test_each_program_says_when_it_asks_and_what_it_leaves_out() -> None:
    shown = {one.program: one for one in check(RIGHT.encode()).programs}

    assert list(shown) == [
        "Google Calendar",
        "Outlook on the web",
        "Outlook (classic)",
        "Apple Calendar",
        "Thunderbird",
    ]
    assert [one.heeds_interval for one in shown.values()] == [False, False, True, True, False]
    assert shown["Google Calendar"].refresh == "Asks every 8 to 24 hours, whatever the calendar says of it."
    assert shown["Google Calendar"].notes == (
        "Does not show places on the map (GEO), links to the sessions' pages (URL).",
    )
    assert (
        shown["Outlook (classic)"].refresh == "Asks with every send and receive; X-PUBLISHED-TTL proposes every hour."
    )
    assert shown["Outlook (classic)"].notes[-1] == "Reads times by the VTIMEZONE in the file."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("PT1H", "hour"), ("PT30M", "30 minutes"), ("P2D", "2 days"), ("PT90S", "90 seconds"), ("P1W", "7 days")],
)
def test_an_interval_is_spoken(written: str, spoken: str) -> None:
    shown = check(
        changed("REFRESH-INTERVAL;VALUE=DURATION:PT1H", f"REFRESH-INTERVAL;VALUE=DURATION:{written}")
    ).programs

    assert shown[3].refresh.endswith(f"REFRESH-INTERVAL proposes every {spoken}.")


def test_what_becomes_of_cancelled_sessions_is_told_where_there_are_any() -> None:
    cancelled = check(changed("STATUS:CONFIRMED", "STATUS:CANCELLED")).programs

    assert [one.program for one in cancelled if "Takes cancelled sessions away." in one.notes] == ["Google Calendar"]
    assert not any("ancelled" in said for one in check(RIGHT.encode()).programs for said in one.notes)


# --- our own, and anything at all -------------------------------------------------------------------------------------


def grave(data: bytes) -> list[Short]:
    return [found for found in short(check(data)) if found[0] != "note"]


def test_our_own_exports_are_right() -> None:
    about = About(refresh=timedelta(hours=1), source="https://example.org/a.ics", url="https://example.org/")

    assert short(check(ics.write(calendar(full_entry(), entry(uid="2-a"), about=about)))) == []
    assert grave(ics.write(calendar(full_entry()))) == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "UTC"])
def test_our_own_exports_are_right_in_the_hours_when_clocks_change(zone: str) -> None:
    hours = [at("2026-01-01 00:30") + timedelta(hours=hour) for hour in range(0, 24 * 365, 7)]
    nights = [at("2026-10-24 20:15") + timedelta(minutes=15 * step) for step in range(60)]
    entries = [
        entry(uid=f"u{number}", starts_at=start, ends_at=start + timedelta(minutes=45))
        for number, start in enumerate([*hours, *nights])
    ]

    assert grave(ics.write(calendar(*entries, zone=zone))) == []


@pytest.mark.parametrize("year", [1975, 2011, 2026, 2037])
def test_our_own_exports_are_right_in_every_zone(year: int) -> None:
    wrong = {}
    for zone in sorted(timezones.names())[year % 4 :: 4]:
        starts = [at(f"{year}-{month:02}-15 09:00") for month in (1, 4, 7, 10)]
        entries = [entry(uid=f"u{start:%m}", starts_at=start, ends_at=start + timedelta(hours=1)) for start in starts]
        if found := set(grave(ics.write(calendar(*entries, zone=zone)))) - {("warning", "zone-abbreviated", "")}:
            wrong[zone] = found

    assert wrong == {}


# What a document may say, though a program had better not write it.
ALLOWED = frozenset(
    {"nothing-but-properties", "no-events", "no-summary",
     "uid-is-a-number", "duplicate-uid", "html-in-description", "zone-abbreviated",
     "attendee-without-organizer", "attendees-of-one-address", "organizer-not-an-address", "attendee-not-an-address",
     "cancelled-without-sequence"}
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(calendars)
def test_whatever_we_write_is_a_right_file(document: object) -> None:
    assert {found[1] for found in grave(ics.write(document))} - ALLOWED == set()  # type: ignore[arg-type]  # hypothesis gives calendars


@settings(max_examples=300, deadline=None)
@given(st.binary() | st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(NASTY), max_size=40).map(
    lambda lines: "\r\n".join(lines).encode(errors="replace")
))  # fmt: skip
def test_anything_at_all_is_checked(data: bytes) -> None:
    assert check(data, headers={}).findings


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS[6:]) | st.sampled_from(NASTY), max_size=20).map("\n".join))
def test_any_lines_in_an_event_are_checked(lines: str) -> None:
    data = RIGHT.replace("SUMMARY:Opening", f"SUMMARY:Opening\n{lines}").encode(errors="replace")

    assert all(finding.detail.endswith(".") for finding in check(data).findings)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_checked(data: st.DataObject) -> None:
    whole = bytearray(RIGHT.encode())
    for _ in range(data.draw(st.integers(min_value=1, max_value=6))):
        place = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
        whole[place : place + data.draw(st.integers(min_value=0, max_value=30))] = data.draw(st.binary(max_size=8))

    assert isinstance(check(bytes(whole)), Report)


STRANGE_HEADERS = ("text/calendar; charset*=x''", "Mon, 99 Foo 0001 00:00:00 +9999", "Mon, 1 Jan 0001 00:00:00 +1200")
names = st.sampled_from(["content-type", "ETAG", "Last-Modified", "Date", "Cache-Control", "Set-Cookie"])


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        names, st.text() | st.sampled_from(["text/calendar; charset*=x''", "Mon, 99 Foo 0001 00:00:00 +9999"])
    )
)
def test_any_headers_are_checked(headers: dict[str, str]) -> None:
    assert isinstance(check(b"", headers=headers), Report)


def test_a_title_cannot_steer_a_terminal() -> None:
    report = check(
        changed("SUMMARY:Opening", "SUMMARY:\x1b[2J" + "x" * 100).replace(b"DTSTAMP:20260501T120000Z\r\n", b"")
    )

    detail = next(finding.detail for finding in report.findings if finding.code == "missing-dtstamp")
    assert detail.startswith("“ [2J" + "x" * 56 + "…”")


def test_a_person_without_an_address_is_no_fault() -> None:
    nobody = Person(name="Ann", address="")

    assert grave(ics.write(calendar(full_entry(attendees=(nobody,), organizer=nobody)))) == []


# --- files that are much work -----------------------------------------------------------------------------------------


class Counted(str):
    """A property's name that counts how often it is compared with another one."""

    __slots__ = ()
    times = 0

    def __eq__(self, other: object) -> bool:
        Counted.times += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def compared(data: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many names of properties are compared to check this."""
    with monkeypatch.context() as patched:
        patched.setattr(Counted, "times", 0)
        read = components._property
        patched.setattr(
            components, "_property", lambda line: (found := read(line)) and replace(found, name=Counted(found.name))
        )
        check(data)
        return Counted.times


def test_the_faults_of_one_event_are_found_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    few, more = (
        compared(changed("SUMMARY:", "ATTENDEE:Ann\n" * times + "SUMMARY:"), monkeypatch) for times in (200, 400)
    )

    assert more < 2.5 * few


def test_a_long_title_is_not_read_again_for_each_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def measured(text: str) -> str:
        read.append(len(text))
        return str(unescape_backslash(text))

    monkeypatch.setattr("openevent.calendars.components.unescape_backslash", measured)
    long = "x" * 100_000
    faults = "ATTENDEE:Ann\n" * 200

    report = check(changed("UID:opening@example.org\n", f"UID:{long}\n{faults}").replace(b"Opening", long.encode()))

    assert sum(read) < 20 * len(long)
    assert max(len(finding.uid) for finding in report.findings) == 255

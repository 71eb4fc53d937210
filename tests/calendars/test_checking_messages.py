"""What a message about an event must have is known, and a file is judged as one where it can be one (RFC 5546, 3.2)."""

import pytest
from hypothesis import given, settings

from openevent.calendars import itip
from openevent.calendars.checking import check
from openevent.calendars.itip import Message, Method

from .documents import message, messages
from .test_checking import ALLOWED, EVENT, HEADERS, OPENING, SECOND, ZONE, Short, short

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\nMETHOD:REQUEST\n"
# As Google, Exchange and others write them: the stamp is after the last change.
REQUEST = f"{HEAD}{ZONE}{EVENT}END:VCALENDAR\n".replace("DTSTAMP:20260501", "DTSTAMP:20260502")
CANCEL = REQUEST.replace("METHOD:REQUEST", "METHOD:CANCEL").replace("CONFIRMED", "CANCELLED").replace("E:1\n", "E:2\n")
# The least that RFC 5546 lets a cancellation be.
BARE_CANCEL = f"""\
{HEAD.replace("REQUEST", "CANCEL")}BEGIN:VEVENT
UID:opening@example.org
DTSTAMP:20260502T120000Z
SEQUENCE:2
ORGANIZER:mailto:olga@example.org
ATTENDEE:mailto:ann@example.org
END:VEVENT
END:VCALENDAR
"""
ORGANIZER, ATTENDEE = "ORGANIZER;CN=Olga:mailto:olga@example.org\n", "ATTENDEE;CN=Ann:mailto:speaker-1@example.org\n"
TODO = "BEGIN:VTODO\nUID:opening@example.org\nDTSTAMP:20260502T120000Z\nEND:VTODO\nBEGIN:VEVENT"
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:Soon\nEND:VALARM\nEND:VEVENT"
CHANGED_DATE = EVENT.replace("STATUS:", "RECURRENCE-ID:20260702T070000Z\nSTATUS:")


def octets(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def changed(whole: str, old: str, new: str) -> bytes:
    """The message with this put for that."""
    assert old in whole
    return octets(whole.replace(old, new))


@pytest.mark.parametrize("right", [REQUEST, CANCEL, BARE_CANCEL])
def test_a_right_message_gives_no_finding(right: str) -> None:
    report = check(octets(right))

    assert report.findings == ()
    assert (report.sessions, report.programs) == (1, ())


@pytest.mark.parametrize(
    ("whole", "old", "new"),
    [
        (REQUEST, "SEQUENCE:1\n", ""),  # is 0
        (REQUEST, "CONFIRMED", "TENTATIVE"),
        (REQUEST, "END:VEVENT", ALARM),
        (REQUEST, "METHOD:REQUEST", "METHOD:Request"),
        (REQUEST, "END:VCALENDAR", f"{CHANGED_DATE}END:VCALENDAR"),
        (CANCEL, "STATUS:CANCELLED\n", ""),  # for some of the attendees
        (CANCEL, "SUMMARY:Opening\n", ""),
    ],
)
def test_what_a_message_may_do_without_or_with_is_no_fault(whole: str, old: str, new: str) -> None:
    assert short(check(changed(whole, old, new))) == []


OF_MESSAGES = [
    (REQUEST, ORGANIZER, "", ("error", "message-without-organizer", OPENING), "whom the message comes from"),
    (CANCEL, ORGANIZER, "", ("error", "message-without-organizer", OPENING), "“Opening” has no ORGANIZER"),
    (REQUEST, ATTENDEE, "", ("error", "message-without-attendee", OPENING), "Add who gets it"),
    (CANCEL, ATTENDEE, "", ("error", "message-without-attendee", OPENING), "has no ATTENDEE"),
    (CANCEL, "SEQUENCE:2\n", "", ("error", "cancel-without-sequence", OPENING), "SEQUENCE 0 or none"),
    (CANCEL, "SEQUENCE:2\n", "SEQUENCE:0\n", ("error", "cancel-without-sequence", OPENING), "an old one"),
    (CANCEL, "STATUS:CANCELLED\nSEQUENCE:2\n", "", ("error", "cancel-without-sequence", OPENING), "Count"),
    (CANCEL, "CANCELLED", "CONFIRMED", ("error", "cancel-not-cancelled", OPENING), "has STATUS:CONFIRMED"),
    (REQUEST, "CONFIRMED", "CANCELLED", ("error", "request-cancelled", OPENING), "Write METHOD:CANCEL"),
    (REQUEST, "STATUS:", "REQUEST-STATUS:2.0;Success\nSTATUS:",
     ("error", "message-with-request-status", OPENING), "belongs into answers only"),
    (CANCEL, "STATUS:", "REQUEST-STATUS:2.0;Success\nSTATUS:",
     ("error", "message-with-request-status", OPENING), "Leave it out"),
    (CANCEL, "END:VEVENT", ALARM, ("error", "cancel-with-alarm", OPENING), "has a VALARM"),
    (REQUEST, "END:VCALENDAR", f"{SECOND}END:VCALENDAR", ("error", "message-about-several", ""), "2 UIDs"),
    (REQUEST, "DTSTAMP:20260502T120000Z\n", "", ("error", "missing-dtstamp", OPENING), "has no DTSTAMP"),
    (CANCEL, "UID:opening@example.org\n", "", ("error", "missing-uid", ""), "has no UID"),
    (REQUEST, "DTSTART;TZID=Europe/Berlin:20260701T090000\n", "", ("error", "missing-dtstart", OPENING), "begins"),
    (REQUEST, "SUMMARY:Opening\n", "", ("warning", "no-summary", OPENING), "without a title"),
    (REQUEST, ZONE, "", ("error", "zone-undefined", ""), "has no VTIMEZONE for it"),
    (REQUEST, "METHOD:REQUEST\n", "METHOD:REQUEST\nMETHOD:CANCEL\n", ("error", "repeated-method", ""), "2 times"),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "old", "new", "found", "words"), OF_MESSAGES)
def test_a_fault_of_a_message_gives_its_finding_and_no_other(
    whole: str, old: str, new: str, found: Short, words: str
) -> None:
    report = check(changed(whole, old, new))

    assert short(report) == [found]
    assert words in report.findings[0].detail


def test_a_message_is_about_one_kind_of_thing() -> None:
    report = check(changed(REQUEST, "BEGIN:VEVENT", TODO))

    assert short(report) == [("error", "message-with-others", ""), ("note", "not-events", "")]


def test_a_method_inside_an_event_is_told() -> None:
    data = changed(REQUEST.replace("METHOD:REQUEST\n", ""), "STATUS:", "METHOD:REQUEST\nSTATUS:")

    assert ("error", "method-in-event", "") in short(check(data))


FOLLOWED = "X-WR-CALNAME:Summit\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\nX-PUBLISHED-TTL:PT1H\n"


@pytest.mark.parametrize("line", [*FOLLOWED.splitlines(), "NAME:Summit", "SOURCE;VALUE=URI:https://example.org/a.ics"])
def test_what_has_a_name_or_is_followed_is_a_calendar_and_should_have_no_method(line: str) -> None:
    report = check(changed(REQUEST, "BEGIN:VTIMEZONE", f"{line}\nBEGIN:VTIMEZONE"))

    assert [found for found in short(report) if found[0] != "note"] == [("warning", "method", "")]
    assert len(report.programs) == 5


def test_what_is_fetched_from_an_address_is_a_calendar_and_should_have_no_method() -> None:
    data = changed(REQUEST, "DTSTAMP:20260502", "DTSTAMP:20260501")

    found = short(check(data, headers=HEADERS, repeated=304))

    assert [one for one in found if one[0] != "note"] == [("warning", "method", "")]


@pytest.mark.parametrize("method", ["REPLY", "ADD", "COUNTER", "REFRESH", "DECLINECOUNTER"])
def test_of_other_messages_it_is_only_told_that_they_are_no_calendars(method: str) -> None:
    found = short(check(changed(REQUEST, "METHOD:REQUEST", f"METHOD:{method}")))

    assert [one for one in found if one[0] != "note"] == [("warning", "method", "")]


def test_our_own_messages_are_right() -> None:
    invitation, cancellation = message(), message(method=Method.CANCEL, sequence=4)

    assert [short(check(itip.write(said))) for said in (invitation, cancellation)] == [[], []]


@settings(max_examples=100, deadline=None)
@given(messages())
def test_whatever_message_we_write_is_right(said: Message) -> None:
    assert {found[1] for found in short(check(itip.write(said)))} - SAID == set()


# Of what a document may say, though a program had better not write it, this much can stand in a message.
SAID = ALLOWED & {"no-summary", "html-in-description", "zone-abbreviated"}

"""Values are cleaned and checked once, when a document is made."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings

from openevent.calendars import timezones
from openevent.calendars.document import (
    Calendar,
    EndsBeforeStart,
    Entry,
    NaiveTime,
    Nonsense,
    NoUid,
    Person,
    SequenceOutOfRange,
    TimeOutOfRange,
    UnknownZone,
)

from .documents import at, calendar, calendars, entry, full_entry


@settings(max_examples=150, deadline=None)
@given(calendars)
def test_what_is_clean_stays_as_it_is(document: Calendar) -> None:
    again = tuple(
        replace(
            old,
            organizer=old.organizer and replace(old.organizer),
            attendees=tuple(replace(person) for person in old.attendees),
        )
        for old in document.entries
    )

    assert replace(document, entries=again) == document


def test_a_clean_document_is_untouched() -> None:
    kept = full_entry()

    assert kept.description == "First line, with commas;\nsecond line\n\nMore: https://example.org/?a=1&b=2\tend"
    assert kept.location == "Room 1, Kongresszentrum; 2. Stock"
    assert kept.attendees[1].name == 'Eve "the ^net^" Moss: tester'


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one two three four"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one two three four five six"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("tab\tstays", "tab\tstays"),
        ("\ufeffno mark, no \ud800 half, no \uffff", "no mark, no  half, no "),
        ("C:\\New", "C:\\new"),  # icalendar would write a line break
        ("\\\x00N", "\\n"),
        ("nbsp\xa0, joiner \u200d, family 👩‍👩‍👧, مرحبا", "nbsp\xa0, joiner \u200d, family 👩‍👩‍👧, مرحبا"),
    ],
)
@pytest.mark.parametrize("field", ["uid", "summary", "location"])
def test_text_of_one_line(field: str, given_text: str, kept: str) -> None:
    assert getattr(entry(**{field: given_text}), field) == kept
    assert entry(categories=(given_text,)).categories == (kept,)
    assert calendar(name=given_text).name == kept


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\u2028two\u2029three\x85four", "one\ntwo\nthree\nfour"),
        ("a\x00b\tc", "ab\tc"),
        ("ü\x00\nb", "ü\nb"),
        ("\\N is no line break", "\\n is no line break"),
        ("a\xa0b\n👩‍👩‍👧", "a\xa0b\n👩‍👩‍👧"),
    ],
)
def test_text_of_several_lines(given_text: str, kept: str) -> None:
    assert entry(description=given_text).description == kept
    assert calendar(description=given_text).description == kept


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Ann Lee", "Ann Lee"),
        ("  Ann\tLee\r\nATTENDEE:mailto:x ", "Ann Lee ATTENDEE:mailto:x"),
        ("AC\\DC", "AC/DC"),
        ("\x00", ""),
        ('"^n"', '"^n"'),
    ],
)
def test_a_name_is_one_line_without_backslashes(given_name: str, kept: str) -> None:
    assert Person(name=given_name, address="a@example.org").name == kept


@pytest.mark.parametrize(
    ("given_address", "kept"),
    [
        ("speaker-1@example.org", "speaker-1@example.org"),
        ("mailto:ann@example.org", "ann@example.org"),
        (" MAILTO:ann@example.org\r\n", "ann@example.org"),
        ("a b;c@example.org", "a%20b%3Bc@example.org"),
        ("ann@example.org\r\nATTENDEE:x", "ann@example.orgATTENDEE%3Ax"),
        ("ü@exämple.org", "%C3%BC@ex%C3%A4mple.org"),
        ("100%@example.org", "100%25@example.org"),
        ('"ann@home"@example.org', "%22ann%40home%22@example.org"),
        ("", ""),
    ],
)
def test_an_address_is_fit_for_a_uri(given_address: str, kept: str) -> None:
    assert Person(name="Ann", address=given_address).address == kept


def test_someone_without_an_address_is_written_as_other_programs_do() -> None:
    assert Person(name="Ann", address="").uri == "invalid:nomail"
    assert Person(name="Ann", address="a@example.org").uri == "mailto:a@example.org"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c,d;e&f=%20#g", "https://example.org/a?b=c,d;e&f=%20#g"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("https://[2001:db8::1]:8000/", "https://[2001:db8::1]:8000/"),
        (" https://example.org/ä b\t", "https://example.org/%C3%A4%20b"),
        ("https://example.org/\r\nATTENDEE:mailto:x", "https://example.org/ATTENDEE:mailto:x"),
        ('https://example.org/"<>\\^`{|}', "https://example.org/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("/sessions/1", ""),
        ("example.org", ""),
        ("https://", ""),
        ("https:///path", ""),
        ("ftp://example.org", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_url_is_an_absolute_address_of_a_page_or_dropped(url: str, kept: str) -> None:
    assert entry(url=url).url == kept


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("https://stream.example.org/1", "https://stream.example.org/1"),
        ("tel:+49-30-1234,,55", "tel:+49-30-1234,,55"),
        ("xmpp:room@chat.example.org?join", "xmpp:room@chat.example.org?join"),
        ("rtmp://live.example.org/a b", "rtmp://live.example.org/a%20b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("no uri", ""),
    ],
)
def test_a_conference_is_a_uri_by_which_one_joins_or_dropped(uri: str, kept: str) -> None:
    assert entry(conference=uri).conference == kept


@pytest.mark.parametrize(
    ("geo", "kept"),
    [
        ((52.520815, 13.416419), (52.520815, 13.416419)),
        ((52.52081549, -13.41641951), (52.520815, -13.41642)),
        ((0.00005, -0.00004), (0.0001, 0.0)),  # never in the notation 5e-05
        ((0, -0.0), (0.0, 0.0)),
        ((90, -180), (90.0, -180.0)),
        ((90.1, 0.0), None),
        ((0.0, 180.5), None),
        ((float("nan"), 0.0), None),
        ((0.0, float("inf")), None),
        (None, None),
    ],
)
def test_a_place_has_six_decimals_or_is_dropped(geo: Any, kept: Any) -> None:
    assert repr(entry(geo=geo).geo) == repr(kept)


def test_empty_categories_and_unknown_colors_are_dropped() -> None:
    made = entry(categories=("", "\x00", "Talk"), color="no color")

    assert made.categories == ("Talk",)
    assert made.color == ""
    assert entry(color="tomato").color == "tomato"


def test_times_are_instants_to_the_second() -> None:
    berlin, fixed = timezones.zone("Europe/Berlin"), timezone(timedelta(hours=-3))
    made = entry(
        revised_at=datetime(2026, 5, 1, 9, 30, 15, 999_999, tzinfo=fixed),
        created_at=datetime(2026, 5, 1, 9, 30, 15, 1, tzinfo=UTC),
        starts_at=datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1),
        ends_at=datetime(2026, 10, 25, 3, 0, tzinfo=berlin),
    )

    assert made.revised_at == datetime(2026, 5, 1, 12, 30, 15, tzinfo=UTC)
    assert made.created_at == datetime(2026, 5, 1, 9, 30, 15, tzinfo=UTC)
    assert (made.starts_at, made.ends_at) == (at("2026-10-25 01:30"), at("2026-10-25 02:00"))
    assert {moment.tzinfo for moment in (made.revised_at, made.starts_at, made.ends_at)} == {UTC}


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "revised_at", "created_at"])
def test_a_time_without_zone_is_refused(field: str) -> None:
    with pytest.raises(NaiveTime):
        entry(**{field: datetime(2026, 7, 1, 9, 30)})  # noqa: DTZ001 - the fault itself


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1899, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2200, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))),
        datetime(2199, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
@pytest.mark.parametrize("field", ["starts_at", "ends_at", "revised_at", "created_at"])
def test_a_time_in_another_age_is_refused(field: str, moment: datetime) -> None:
    with pytest.raises(TimeOutOfRange):
        entry(**{field: moment})


@pytest.mark.parametrize("seconds", [-3600, 0, 0.9])
def test_an_entry_must_end_after_it_starts(seconds: float) -> None:
    with pytest.raises(EndsBeforeStart, match="1-a1b2c3d4"):
        entry(ends_at=entry().starts_at + timedelta(seconds=seconds))


@pytest.mark.parametrize("uid", ["", "\x00", "\ufeff"])
def test_an_entry_needs_a_uid(uid: str) -> None:
    with pytest.raises(NoUid):
        entry(uid=uid)


@pytest.mark.parametrize("sequence", [-1, 2**31])
def test_a_sequence_is_an_integer_that_programs_know(sequence: int) -> None:
    with pytest.raises(SequenceOutOfRange):
        entry(sequence=sequence)


def test_a_calendar_needs_a_zone_of_the_database() -> None:
    with pytest.raises(UnknownZone, match="'Berlin'"):
        calendar(zone="Berlin")


def test_every_refusal_is_nonsense_and_a_value_error() -> None:
    for refusal in (NaiveTime, TimeOutOfRange, EndsBeforeStart, NoUid, SequenceOutOfRange, UnknownZone):
        assert issubclass(refusal, Nonsense)
        assert issubclass(refusal, ValueError)


def test_a_document_is_frozen_and_made_of_named_values() -> None:
    made = entry()

    with pytest.raises(FrozenInstanceError):
        made.summary = "other"  # type: ignore[misc]  # the fault itself
    with pytest.raises(TypeError):
        Entry("1", 0)  # type: ignore[call-arg]  # the fault itself


def test_the_extent_is_from_the_first_start_to_the_last_end() -> None:
    document = calendar(
        entry(starts_at=at("2026-07-02 09:00"), ends_at=at("2026-07-02 10:00")),
        entry(starts_at=at("2026-07-01 09:00"), ends_at=at("2026-07-03 10:00")),
    )

    assert document.extent == (at("2026-07-01 09:00"), at("2026-07-03 10:00"))

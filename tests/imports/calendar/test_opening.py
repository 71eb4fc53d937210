"""Calendar files recognised by what they hold, and our own schedules recognised as such."""

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.calendars import guids
from openevent.calendars.document import Calendar
from openevent.calendars.formats import FORMATS
from openevent.events.models import Event
from openevent.imports.calendar import apply, compare, is_calendar, opened
from openevent.imports.calendar.refusals import NotOneOfOurs, TooMuch
from openevent.program import calendar, scheduling
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at
from tests.imports.calendar.files import ics_file, incoming, vevent

Write = Callable[[Calendar], bytes]
WRITERS = pytest.mark.parametrize("write", [FORMATS[name].write for name in ("schedule.xml", "schedule.json")])


def written(event: Event, write: Write) -> bytes:
    event.refresh_from_db()
    return write(calendar.schedule(event, Session.objects.of_feed()).calendar)


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    """A session without a room, with a long abstract alone, that ends in the middle of a minute."""
    slot = Slot(starts_at=at("2026-10-25 08:00"), ends_at=at("2026-10-25 09:00"))
    made = accepted(event, olga, "Knots", slot, long_abstract="<p>One <em>rope</em>, two ends.</p>", language="English")
    Session.objects.filter(pk=made.pk).update(ends_at=at("2026-10-25 09:00").replace(second=30))
    return made


@WRITERS
def test_an_events_own_schedule_says_nothing_new(event: Event, session: Session, other: Session, write: Write) -> None:
    plan = compare(event, incoming(written(event, write)))

    assert (plan.sentence, plan.counts["same"]) == ("nothing new", 2)


@WRITERS
def test_a_session_is_known_by_its_guid(event: Event, session: Session, olga: User, write: Write) -> None:
    file = written(event, write)
    scheduling.move(session, to=Slot(starts_at=at("2026-10-25 08:00"), ends_at=at("2026-10-25 09:00")), by=olga)

    plan = apply(event, incoming(file), by=olga)

    session.refresh_from_db()
    assert (plan.sentence, session.starts_at) == ("1 moved", at("2026-10-24 08:00"))
    assert Session.objects.count() == 1


@WRITERS
def test_an_emptied_event_has_its_schedule_back(
    event: Event, session: Session, other: Session, olga: User, write: Write
) -> None:
    file = written(event, write)
    # Of a short abstract the format has the words only.
    wanted = {session.title: ("Bring an iron.", ""), "Knots": ("", "<p>One <em>rope</em>, two ends.</p>")}
    guid = str(guids.guid(session.uid))
    Session.objects.all().delete()

    plan = apply(event, incoming(file), by=olga)

    assert plan.sentence == "2 new"
    assert {made.title: (made.short_abstract, made.long_abstract) for made in Session.objects.all()} == wanted
    soldering = Session.objects.get(uid=guid)
    assert (soldering.track and soldering.track.name, [one.name for one in soldering.speakers.all()]) == (
        "Open Hardware",
        ["Ann Onymous"],
    )
    assert compare(event, incoming(file)).sentence == "nothing new"


@pytest.mark.parametrize("start", [b"BEGIN:VCALENDAR\r\n", b"\xef\xbb\xbf\n begin:vcalendar", b"<?xml ", b" {"])
def test_calendars_are_recognised(start: bytes) -> None:
    assert is_calendar(start)


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"BEGIN:VCARD", b"\xff\xfe<\x00"])
def test_other_files_are_not(start: bytes) -> None:
    assert not is_calendar(start)
    with pytest.raises(NotOneOfOurs, match="This is no calendar that this server reads"):
        incoming(start)


def test_a_file_of_too_many_bytes_or_entries_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openevent.imports.calendar.opening.MOST_ENTRIES", 1)
    with pytest.raises(TooMuch, match="holds 2 entries"):
        incoming(ics_file(vevent("a"), vevent("b")))

    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(TooMuch, match="at most"):
        incoming(ics_file(vevent("a")))


@given(data=st.binary(max_size=300), begin=st.sampled_from([b"", b"BEGIN:VCALENDAR\r\n", b"<schedule>", b"{"]))
def test_any_bytes_are_refused_with_a_sentence_or_hold_nothing(data: bytes, begin: bytes) -> None:
    with suppress(NotOneOfOurs):
        assert opened(io.BytesIO(begin + data), zone="UTC").calendar.entries == ()

"""The programme as a calendar document: which sessions are in it, and what it says of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.calendars import guids
from openevent.calendars.document import (
    NO_DETAILS,
    About,
    Calendar,
    Details,
    Entry,
    Link,
    Person,
    Place,
    Status,
)
from openevent.calendars.document import Speaker as SpeakerOfEntry
from openevent.events import creating
from openevent.events import editing as event_editing
from openevent.events.models import Event
from openevent.program import arranging, calendar, editing, removing, scheduling, speaking, submitting
from openevent.program.calendar import Schedule, Skipped
from openevent.program.models import Microlocation, Session, SessionType, Speaker, Track
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at

LINE_FEED = "\n"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"
    settings.NOREPLY_DOMAIN = "events.example.org"


def read(event: Event) -> Schedule:
    return calendar.schedule(Event.objects.get(pk=event.pk))


def entry(event: Event, session: Session) -> Entry:
    """The session's entry."""
    (found,) = (entry for entry in read(event).calendar.entries if entry.uid == session.uid)
    return found


def bare(event: Event, by: User, title: str = "Bare", hour: int = 10) -> Session:
    """A session with a time and nothing else."""
    slot = Slot(starts_at=at(f"2026-10-24 {hour}:00"), ends_at=at(f"2026-10-24 {hour}:30"))
    return accepted(event, by, title, slot)


def test_a_session_with_everything(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    kind = arranging.add(SessionType(event=event, name="Workshop", length="01:00"), by=olga)
    session = editing.change(
        session,
        by=olga,
        session_type=kind,
        subtitle="For beginners",
        language="English",
        stream_url="https://example.org/live",
        slides_url="https://example.org/slides",
    )
    speaking.change(speaker, by=olga, photo_url="https://example.org/ann.png")
    event.refresh_from_db()

    schedule = read(event)

    assert schedule.skipped == ()
    assert schedule.calendar == Calendar(
        name="Autumn Conference",
        description="Schedule for sessions at Autumn Conference",
        zone="Europe/Berlin",
        entries=(
            Entry(
                uid=f"{session.pk}-{event.identifier}",
                sequence=event.sequence + session.sequence,
                revised_at=max(event.revised_at, session.revised_at),
                created_at=session.created_at,
                starts_at=at("2026-10-24 08:00"),
                ends_at=at("2026-10-24 09:00"),
                summary="Soldering for All",
                status=Status.CONFIRMED,
                description="Bring an iron.",
                location="Blue Hall, Old Mill",
                geo=(52.5, 13.4),
                url=f"https://events.example.org/e/{event.identifier}/session/{session.pk}",
                categories=("Open Hardware", "Workshop"),
                color="red",
                conference="https://example.org/live",
                organizer=Person(name="Olga & Friends", address=f"event-{event.identifier}@events.example.org"),
                attendees=(Person(name="Ann Onymous", address=f"speaker-{speaker.pk}@events.example.org"),),
                details=Details(
                    number=session.pk,
                    subtitle="For beginners",
                    html="<p>Bring an <b>iron</b>.</p>",
                    language="English",
                    track="Open Hardware",
                    kind="Workshop",
                    places=(
                        Place(name="Blue Hall", geo=None, is_room=True),
                        Place(name="Old Mill", geo=(52.5, 13.4)),
                    ),
                    speakers=(
                        SpeakerOfEntry(
                            number=speaker.pk,
                            name="Ann Onymous",
                            url=f"https://events.example.org/e/{event.identifier}/speaker/{speaker.pk}",
                            image="https://example.org/ann.png",
                        ),
                    ),
                    links=(Link(url="https://example.org/slides", title="Slides"),),
                ),
            ),
        ),
        about=About(
            uid=guids.of_selection(event.uid, f"/e/{event.identifier}/schedule"),
            event_uid=event.uid,
            identifier=event.identifier,
            url=f"https://events.example.org/e/{event.identifier}",
            starts_at=at("2026-10-24 07:00"),
            ends_at=at("2026-10-26 17:00"),
            revised_at=max(event.revised_at, session.revised_at),
            revision=event.revision,
        ),
    )


def test_without_details_an_entry_says_the_rest(event: Event, session: Session) -> None:
    (detailed,) = read(event).calendar.entries
    (plain,) = calendar.schedule(event, detailed=False).calendar.entries

    assert detailed.details != NO_DETAILS
    assert plain == replace(detailed, details=NO_DETAILS)


def test_a_session_with_nothing_but_a_time(olga: User) -> None:
    event = creating.create(
        by=olga, name="Bare", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )
    session = bare(event, olga)

    schedule = read(event)

    assert schedule.skipped == ()
    assert schedule.calendar.entries == (
        Entry(
            uid=session.uid,
            sequence=session.sequence,
            revised_at=max(event.revised_at, session.revised_at),
            created_at=session.created_at,
            starts_at=at("2026-10-24 10:00"),
            ends_at=at("2026-10-24 10:30"),
            summary="Bare",
            status=Status.CONFIRMED,
            url=f"https://events.example.org/e/{event.identifier}/session/{session.pk}",
            organizer=Person(name="Bare", address=f"event-{event.identifier}@events.example.org"),
            details=Details(number=session.pk),
        ),
    )


def test_an_event_without_sessions_is_an_empty_calendar(event: Event) -> None:
    schedule = read(event)

    assert (schedule.calendar.entries, schedule.skipped) == ((), ())


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_two_queries_whatever_the_number_of_sessions(
    event: Event, session: Session, speaker: Speaker, olga: User, number: int
) -> None:
    for hour in range(10, 9 + number):
        speaking.link(speaker, bare(event, olga, hour=hour), by=olga)

    with CaptureQueriesContext(connection) as captured:
        schedule = calendar.schedule(event)

    assert (len(schedule.calendar.entries), len(captured)) == (number, 2)


# --- which sessions ---


@pytest.mark.parametrize(
    ("state", "number"),
    [
        *(("accepted", 1), ("confirmed", 1)),
        *(("draft", 0), ("pending", 0), ("rejected", 0), ("canceled", 0), ("withdrawn", 0)),
    ],
)
def test_only_what_takes_place_is_in_it(event: Event, session: Session, state: str, number: int) -> None:
    Session.objects.filter(pk=session.pk).update(state=state)

    schedule = read(event)

    assert (len(schedule.calendar.entries), schedule.skipped) == (number, ())


def test_a_deleted_session_is_not_in_it_until_it_is_back(event: Event, session: Session, olga: User) -> None:
    removing.delete(session, by=olga)
    gone = read(event).calendar.entries
    removing.restore(session, by=olga)

    assert (gone, [entry.uid for entry in read(event).calendar.entries]) == ((), [session.uid])


def test_sessions_of_another_event_are_not_in_it(event: Event, session: Session, olga: User) -> None:
    other = creating.create(by=olga, name="Other", timezone="UTC", starts_at=event.starts_at, ends_at=event.ends_at)
    theirs = bare(other, olga)

    assert [entry.uid for entry in read(event).calendar.entries] == [session.uid]
    assert [entry.uid for entry in read(other).calendar.entries] == [theirs.uid]


def test_entries_stand_by_start_and_then_by_age(event: Event, olga: User) -> None:
    late, early, twin = (bare(event, olga, title, hour) for title, hour in (("L", 12), ("E", 9), ("T", 12)))

    assert [entry.uid for entry in read(event).calendar.entries] == [early.uid, late.uid, twin.uid]


NOT_AFTER = "Its end is not after its start."
NO_YEAR = "Its time is in no year that calendars know."


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"starts_at": None}, "It has no start."),
        ({"ends_at": None}, "It has no end."),
        ({"starts_at": None, "ends_at": None}, "It has no start."),
        ({"ends_at": at("2026-10-24 07:00")}, NOT_AFTER),
        ({"ends_at": at("2026-10-24 08:00")}, NOT_AFTER),
        ({"ends_at": datetime(2026, 10, 24, 8, 0, 0, 999_999, tzinfo=UTC)}, NOT_AFTER),
        ({"starts_at": at("0001-01-01 00:00")}, NO_YEAR),
        ({"ends_at": at("9999-12-31 23:59")}, NO_YEAR),
        ({"starts_at": at("0202-10-24 08:00"), "ends_at": at("0202-10-24 09:00")}, NO_YEAR),
    ],
)
def test_what_cannot_stand_in_a_calendar_is_named_with_its_reason(
    event: Event, session: Session, olga: User, times: dict[str, datetime | None], reason: str
) -> None:
    other = bare(event, olga)
    Session.objects.filter(pk=session.pk).update(**times)  # as an import may have brought it

    schedule = read(event)

    assert schedule.skipped == (Skipped(session=session.pk, title="Soldering for All", reason=reason),)
    assert [entry.uid for entry in schedule.calendar.entries] == [other.uid]


# --- what is missing or removed ---


def test_a_removed_room_is_no_place(event: Event, session: Session, room: Microlocation, olga: User) -> None:
    facts = {"latitude": 1.0, "longitude": 2.0, "stream_url": "https://example.org/blue"}
    arranging.change(room, by=olga, **facts)
    before = entry(event, session)

    arranging.remove(room, by=olga)

    after = entry(event, session)
    assert (before.location, before.geo) == ("Blue Hall, Old Mill", (1.0, 2.0))
    assert before.conference == "https://example.org/blue"
    assert (after.location, after.geo, after.conference) == ("Old Mill", (52.5, 13.4), "")


def test_a_removed_track_or_type_is_no_category(event: Event, session: Session, track: Track, olga: User) -> None:
    kind = arranging.add(SessionType(event=event, name="Workshop", length="01:00"), by=olga)
    editing.change(session, by=olga, session_type=kind)

    seen = [entry(event, session)]
    arranging.remove(track, by=olga)
    seen.append(entry(event, session))
    arranging.remove(kind, by=olga)
    seen.append(entry(event, session))

    assert [(one.categories, one.color) for one in seen] == [
        (("Open Hardware", "Workshop"), "red"),
        (("Workshop",), ""),
        ((), ""),
    ]


def test_a_removed_speaker_does_not_speak(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    second = speaking.add(event, by=olga, name="Bo")
    speaking.link(second, session, by=olga)

    speaking.remove(speaker, by=olga)

    assert [person.name for person in entry(event, session).attendees] == ["Bo"]


@pytest.mark.parametrize(
    ("room", "place", "location"),
    [
        ("Blue Hall", "Old Mill", "Blue Hall, Old Mill"),
        ("Blue Hall", "", "Blue Hall"),
        ("Blue Hall", "  ", "Blue Hall"),
        (None, "Old Mill", "Old Mill"),
        (None, "", ""),
    ],
)
def test_the_place_is_the_room_and_the_house(
    event: Event, olga: User, room: str | None, place: str, location: str
) -> None:
    Event.objects.filter(pk=event.pk).update(location_name=place)
    session = bare(event, olga)
    if room is not None:
        made = arranging.add(Microlocation(event=event, name=room), by=olga)
        Session.objects.filter(pk=session.pk).update(microlocation=made)

    assert entry(event, session).location == location


HERE, THERE = {"latitude": 1.0, "longitude": 2.0}, {"latitude": 3.0, "longitude": 4.0}
NOWHERE = {"latitude": None, "longitude": None}


@pytest.mark.parametrize(
    ("of_room", "of_event", "geo"),
    [
        (HERE, THERE, (1.0, 2.0)),
        ({"latitude": 0.0, "longitude": 0.0}, THERE, (0.0, 0.0)),
        (NOWHERE, THERE, (3.0, 4.0)),
        ({"latitude": 1.0, "longitude": None}, THERE, (3.0, 4.0)),
        (NOWHERE, {"latitude": 3.0, "longitude": None}, None),
        (NOWHERE, {"latitude": None, "longitude": 4.0}, None),
        (NOWHERE, NOWHERE, None),
    ],
)
def test_coordinates_are_the_rooms_or_else_the_events(
    event: Event,
    session: Session,
    room: Microlocation,
    of_room: dict[str, float | None],
    of_event: dict[str, float | None],
    geo: tuple[float, float] | None,
) -> None:
    Event.objects.filter(pk=event.pk).update(**of_event)
    Microlocation.objects.filter(pk=room.pk).update(**of_room)

    assert entry(event, session).geo == geo


@pytest.mark.parametrize(
    ("of_session", "of_room", "of_event", "stream"),
    [
        ("https://s.example.org", "https://r.example.org", "https://e.example.org", "https://s.example.org"),
        ("", "https://r.example.org", "https://e.example.org", "https://r.example.org"),
        ("", "", "https://e.example.org", "https://e.example.org"),
        ("", "", "", ""),
    ],
)
def test_the_stream_is_the_nearest_one(
    event: Event, session: Session, room: Microlocation, of_session: str, of_room: str, of_event: str, stream: str
) -> None:
    Session.objects.filter(pk=session.pk).update(stream_url=of_session)
    Microlocation.objects.filter(pk=room.pk).update(stream_url=of_room)
    Event.objects.filter(pk=event.pk).update(public_stream_link=of_event)

    assert entry(event, session).conference == stream


def test_the_long_abstract_stands_in_for_a_missing_short_one(event: Event, session: Session, olga: User) -> None:
    short = entry(event, session).description
    editing.change(session, by=olga, short_abstract="", long_abstract="<p>At length</p>")
    long = entry(event, session).description
    editing.change(session, by=olga, long_abstract="")

    assert (short, long, entry(event, session).description) == ("Bring an iron.", "At length", "")


def test_richer_formats_have_both_abstracts(event: Event, session: Session, olga: User) -> None:
    editing.change(session, by=olga, long_abstract="<p>At length</p>")

    found = entry(event, session)

    assert found.description == "Bring an iron."
    assert (found.details.html, found.details.long_html) == ("<p>Bring an <b>iron</b>.</p>", "<p>At length</p>")


def test_the_organiser_is_the_event_where_nobody_is_named(event: Event, session: Session, olga: User) -> None:
    event_editing.change(event, by=olga, owner_name="")

    organizer = entry(event, session).organizer
    assert organizer == Person(name="Autumn Conference", address=f"event-{event.identifier}@events.example.org")


# --- people ---


def test_nobodys_own_address_is_in_it(event: Event, session: Session, olga: User, ann: User) -> None:
    shown = repr(read(event))

    own = [user.email for user in User.objects.all()] + [speaker.email for speaker in Speaker.objects.all()]
    assert len(own) == 4
    assert [address for address in own if address in shown] == []
    assert "Ann Onymous" in shown


def test_speakers_of_one_name_are_two_people(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    namesake = speaking.add(event, by=olga, name="Ann Onymous", email="other@example.org")
    speaking.link(namesake, session, by=olga)

    attendees = entry(event, session).attendees

    domain = configured.NOREPLY_DOMAIN
    assert attendees == (
        Person(name="Ann Onymous", address=f"speaker-{speaker.pk}@{domain}"),
        Person(name="Ann Onymous", address=f"speaker-{namesake.pk}@{domain}"),
    )


def test_a_speaker_is_the_same_person_in_every_session(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    second = bare(event, olga)
    speaking.link(speaker, second, by=olga)

    assert entry(event, session).attendees == entry(event, second).attendees


def test_speakers_stand_in_the_order_in_which_they_came(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    people = [speaking.add(event, by=olga, name=name) for name in ("Cy", "Bo")]
    for person in people:
        speaking.link(person, session, by=olga)
    speaking.unlink(speaker, session, by=olga)
    speaking.link(speaker, session, by=olga)

    assert [person.name for person in entry(event, session).attendees] == ["Cy", "Bo", "Ann Onymous"]


# --- always the same ---


def test_the_same_rows_are_the_same_document(event: Event, session: Session, olga: User) -> None:
    bare(event, olga)

    assert read(event) == read(event)


def test_control_characters_and_lines_are_put_right(event: Event, session: Session) -> None:
    words = f"Bell\a and{LINE_FEED}line"
    Session.objects.filter(pk=session.pk).update(title=words, short_abstract_text=words)

    seen = entry(event, session)

    assert LINE_FEED not in seen.summary
    assert ("\a" in seen.summary, "\a" in seen.description) == (False, False)
    assert seen.description.splitlines() == ["Bell and", "line"]


def test_a_session_without_a_slot_of_its_own_is_said_to_have_none(event: Event, olga: User) -> None:
    session = bare(event, olga)
    scheduling.unschedule(session, by=olga)
    submitting.submit(event, by=olga, title="Only proposed", state="pending")

    assert read(event).skipped == (Skipped(session=session.pk, title="Bare", reason="It has no start."),)

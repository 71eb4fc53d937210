"""Calendars over CalDAV: found, read, followed and never written (RFC 4791, RFC 6578)."""

from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import creating, editing, publishing
from openevent.events.models import Event
from openevent.program import arranging, removing, reviewing, scheduling, speaking, submitting
from openevent.program import editing as sessions
from openevent.program.models import Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.feeds.calendars import get, instant
from tests.feeds.dav import ANYBODY, NAMES, Answer, signed_in

LATER = Slot(starts_at=at("2026-10-25 14:00"), ends_at=at("2026-10-25 15:00"))


@pytest.fixture
def other(event: Event, olga: User) -> Session:
    return accepted(event, olga, "Other", LATER)


@pytest.fixture
def path(event: Event) -> str:
    return f"/caldav/events/{event.identifier}/"


def item(path: str, session: Session) -> str:
    return f"{path}{session.pk}.ics"


def href_in(answer: Answer, where: str, name: str) -> str | None:
    return answer.properties(where)[f"{{{NAMES[name[0]]}}}{name[2:]}"].findtext("D:href", None, NAMES)


# --- finding calendars ---


def test_everything_else_is_answered_behind(db: None) -> None:
    assert [ANYBODY.ask("GET", path).body for path in ("/", "/caldavx", "/v1/events")] == [
        b"/",
        b"/caldavx",
        b"/v1/events",
    ]


@pytest.mark.parametrize("method", ["GET", "PROPFIND"])
def test_the_well_known_address_leads_there(db: None, method: str) -> None:
    answer = ANYBODY.ask(method, "/.well-known/caldav")

    assert (answer.status, answer.headers["location"]) == (301, "/caldav/")


def test_who_looks_for_calendars_is_asked_to_sign_in(db: None) -> None:
    answer = ANYBODY.propfind("/caldav/", "D:current-user-principal")

    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Basic realm=")


def test_a_program_finds_the_calendar_of_a_token(event: Event, session: Session, ann: User) -> None:
    program, calendar = signed_in(ann, "favourites")

    principal = href_in(
        program.propfind("/caldav/", "D:current-user-principal"), "/caldav/", "D:current-user-principal"
    )
    assert principal is not None
    home = href_in(program.propfind(principal, "C:calendar-home-set"), principal, "C:calendar-home-set")
    assert home is not None
    listed = program.propfind(home, "D:resourcetype", "D:displayname", depth="1")

    assert listed.hrefs == [home, calendar]
    found = listed.properties(calendar)
    assert [kind.tag for kind in found["{DAV:}resourcetype"]] == [f"{{{NAMES['C']}}}calendar", "{DAV:}collection"]
    assert found["{DAV:}displayname"].text == "My favourites"


def test_listed_events_are_found_the_next_one_first(event: Event, olga: User, path: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2026-10-01 00:00"))
    facts: dict[str, Any] = {"by": olga, "ends_at": at("2026-10-12 17:00"), "timezone": "UTC"}
    sooner = publishing.publish(creating.create(name="Sooner", starts_at=at("2026-10-11 07:00"), **facts), by=olga)
    hidden = creating.create(name="Hidden", starts_at=at("2026-10-11 07:00"), **facts)
    publishing.publish(editing.change(hidden, by=olga, privacy="private"), by=olga)
    creating.create(name="Draft", starts_at=at("2026-10-11 07:00"), **facts)

    listed = ANYBODY.propfind("/caldav/events/", "D:displayname", depth="1")

    assert listed.hrefs == ["/caldav/events/", f"/caldav/events/{sooner.identifier}/", path]


def test_nobody_has_to_sign_in_for_what_is_public(session: Session, path: str) -> None:
    answer = ANYBODY.propfind(path, "D:current-user-principal", "D:displayname", "C:supported-calendar-component-set")

    found = answer.properties(path)
    assert found["{DAV:}displayname"].text == "Autumn Conference"
    assert [one.tag for one in found["{DAV:}current-user-principal"]] == ["{DAV:}unauthenticated"]
    assert [one.get("name") for one in found[f"{{{NAMES['C']}}}supported-calendar-component-set"]] == ["VEVENT"]


def test_only_reading_is_offered(session: Session, path: str) -> None:
    options = ANYBODY.ask("OPTIONS", path)
    held = ANYBODY.propfind(path, "D:current-user-privilege-set").properties(path)

    assert options.headers["dav"] == "1, 3, calendar-access"
    assert options.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PROPFIND, REPORT"
    assert [one[0].tag for one in held["{DAV:}current-user-privilege-set"]] == [
        "{DAV:}read",
        f"{{{NAMES['C']}}}read-free-busy",
    ]


# --- reading ---


def test_an_item_is_the_entry_of_the_feed_in_a_calendar_of_its_own(session: Session, other: Session, path: str) -> None:
    answer = ANYBODY.ask("GET", item(path, session))

    [own] = icalendar.Calendar.from_ical(answer.body).events
    feed = icalendar.Calendar.from_ical(get(path.replace("/caldav/events", "/e").rstrip("/") + "/schedule.ics").content)
    assert own.to_ical() == next(event.to_ical() for event in feed.events if event["UID"] == session.uid)
    assert [zone["TZID"] for zone in icalendar.Calendar.from_ical(answer.body).walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["etag"] == ANYBODY.propfind(path, "D:getetag", depth="1").tags[item(path, session)]


def test_the_whole_calendar_is_the_feed(session: Session, other: Session, path: str) -> None:
    feed = get(path.replace("/caldav/events", "/e").rstrip("/") + "/schedule.ics")

    assert ANYBODY.ask("GET", path).body == feed.content


def test_items_are_got_by_name(session: Session, other: Session, path: str) -> None:
    missing = f"{path}999999.ics"

    answer = ANYBODY.multiget(path, item(path, other), missing, f"{path}x.ics")

    assert (answer.hrefs, sorted(answer.gone)) == ([item(path, other)], [missing, f"{path}x.ics"])
    assert list(answer.events) == ["Other"]


def test_a_time_range_is_asked_of_the_database(session: Session, other: Session, path: str) -> None:
    def titles(start: str, end: str) -> list[str]:
        return list(ANYBODY.query(path, f'<C:time-range start="{start}" end="{end}"/>').events)

    assert titles("20261024T000000Z", "20261024T235959Z") == ["Soldering for All"]
    assert titles("20261024T085959Z", "20261025T140001Z") == ["Soldering for All", "Other"]
    # What ends when the range begins, or begins when it ends, is outside (RFC 4791, 9.9).
    assert titles("20261024T090000Z", "20261025T140000Z") == []
    with CaptureQueriesContext(
        connection,
    ) as queries:
        titles("20261024T000000Z", "20261024T235959Z")
    assert any("ends_at" in query["sql"] and "2026-10-24" in query["sql"] for query in queries)


def test_an_item_is_found_by_its_uid(session: Session, other: Session, path: str) -> None:
    wanted = f'<C:prop-filter name="UID"><C:text-match>{other.uid}</C:text-match></C:prop-filter>'

    assert list(ANYBODY.query(path, wanted).events) == ["Other"]


def test_a_cancelled_session_stays_and_says_so(session: Session, olga: User, path: str) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)

    assert [str(event["STATUS"]) for event in ANYBODY.query(path).events.values()] == ["CANCELLED"]


def test_lists_are_read_with_a_constant_number_of_statements(
    event: Event, session: Session, olga: User, path: str
) -> None:
    def statements() -> list[int]:
        counted = []
        for ask in (
            lambda: ANYBODY.propfind(path, "D:getetag", depth="1"),
            lambda: ANYBODY.query(path),
            lambda: ANYBODY.sync(path),
        ):
            with CaptureQueriesContext(connection) as queries:
                ask()
            counted.append(len(queries))
        return counted

    ANYBODY.query(path)  # which notes who follows
    one = statements()
    for title in ("Second", "Third"):
        accepted(event, olga, title, LATER)

    assert statements() == one
    assert max(one) <= 5


# --- following ---


def test_one_moved_session_sends_one_item(session: Session, other: Session, olga: User, path: str) -> None:
    first = ANYBODY.sync(path)
    assert sorted(first.hrefs) == [item(path, session), item(path, other)]
    assert ANYBODY.sync(path, first.token).hrefs == []

    scheduling.move(session, to=Slot(starts_at=at("2026-10-24 10:00"), ends_at=at("2026-10-24 11:00")), by=olga)

    then = ANYBODY.sync(path, first.token)
    assert (then.hrefs, then.gone) == ([item(path, session)], [])
    assert instant(then.events["Soldering for All"].start) == at("2026-10-24 10:00")
    assert ANYBODY.sync(path, then.token).hrefs == []


def test_an_unchanged_item_keeps_its_tag(session: Session, other: Session, olga: User, path: str) -> None:
    before = ANYBODY.propfind(path, "D:getetag", depth="1").tags

    scheduling.move(session, to=LATER, by=olga)

    after = ANYBODY.propfind(path, "D:getetag", depth="1").tags
    assert [one for one, tag in before.items() if after[one] != tag] == [path, item(path, session)]


def test_two_changes_in_one_second_are_told(session: Session, olga: User, path: str) -> None:
    first = sessions.change(session, by=olga, title="First")
    before = ANYBODY.propfind(item(path, first), "D:getetag").tags

    sessions.change(session, by=olga, title="Again")

    assert ANYBODY.propfind(item(path, first), "D:getetag").tags != before


@pytest.mark.parametrize("how", ["cancelled", "deleted"])
def test_what_does_not_take_place_is_told_as_cancelled(session: Session, olga: User, path: str, how: str) -> None:
    token = ANYBODY.sync(path).token

    if how == "deleted":
        removing.delete(session, by=olga)
    else:
        reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)

    then = ANYBODY.sync(path, token)
    assert (then.hrefs, then.gone) == ([item(path, session)], [])
    assert str(then.events["Soldering for All"]["STATUS"]) == "CANCELLED"


def test_a_session_without_a_time_is_removed_and_comes_back(session: Session, olga: User, path: str) -> None:
    slot, token = Slot.of(session), ANYBODY.sync(path).token

    scheduling.unschedule(session, by=olga)
    away = ANYBODY.sync(path, token)
    scheduling.move(session, to=slot, by=olga)
    back = ANYBODY.sync(path, away.token)

    assert (away.hrefs, away.gone) == ([], [item(path, session)])
    assert (back.hrefs, back.gone) == ([item(path, session)], [])


def test_one_that_lost_its_time_and_then_its_place_in_the_programme_is_removed(
    session: Session, olga: User, path: str
) -> None:
    token = ANYBODY.sync(path).token

    reviewing.change_state(scheduling.unschedule(session, by=olga), to="rejected", side=Side.ORGANIZER, by=olga)

    assert ANYBODY.sync(path, token).gone == [item(path, session)]


def test_of_proposals_nobody_learns(event: Event, session: Session, olga: User, ann: User, path: str) -> None:
    token = ANYBODY.sync(path).token

    proposal = submitting.submit(event, by=ann, state="pending", title="Secret")
    reviewing.change_state(proposal, to="rejected", side=Side.ORGANIZER, by=olga)

    then = ANYBODY.sync(path, token)
    assert (then.hrefs, then.gone) == ([], [])
    assert then.token != token


def test_who_renames_a_room_changes_the_items_that_are_in_it(
    session: Session, other: Session, room: Microlocation, olga: User, path: str
) -> None:
    token = ANYBODY.sync(path).token

    arranging.change(room, by=olga, name="Red Hall")

    then = ANYBODY.sync(path, token)
    assert then.hrefs == [item(path, session)]
    assert str(then.events["Soldering for All"]["LOCATION"]) == "Red Hall, Old Mill"


def test_track_and_speaker_change_the_items_that_show_them(
    session: Session, other: Session, track: Track, speaker: Speaker, olga: User, path: str
) -> None:
    token = ANYBODY.sync(path).token

    arranging.change(track, by=olga, name="Soft Hardware")
    tracked = ANYBODY.sync(path, token)
    speaking.change(speaker, by=olga, name="Ann Other")
    spoken = ANYBODY.sync(path, tracked.token)

    assert tracked.hrefs == spoken.hrefs == [item(path, session)]
    assert spoken.events["Soldering for All"]["ATTENDEE"].params["CN"] == "Ann Other"


def test_a_moved_event_changes_every_item(
    event: Event, session: Session, other: Session, olga: User, path: str
) -> None:
    token = ANYBODY.sync(path).token

    editing.change(event, by=olga, location_name="New Mill")

    then = ANYBODY.sync(path, token)
    assert then.hrefs == [item(path, session), item(path, other)]
    assert str(then.events["Other"]["LOCATION"]) == "New Mill"


def test_words_about_the_event_change_no_item(event: Event, session: Session, olga: User, path: str) -> None:
    token = ANYBODY.sync(path).token

    editing.change(event, by=olga, description="Come!")
    reviewing.lock(session, by=olga)

    assert ANYBODY.sync(path, token).hrefs == []


def test_a_month_after_the_event_programs_begin_anew(session: Session, olga: User, path: str, monkeypatch: Any) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    token = ANYBODY.sync(path).token

    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2027-01-01 00:00"))

    answer = ANYBODY.sync(path, token)
    assert (answer.status, answer.xml[0].tag) == (403, "{DAV:}valid-sync-token")
    assert ANYBODY.sync(path).hrefs == []


def test_a_token_of_another_calendar_is_none(
    event: Event, session: Session, ann: User, olga: User, path: str, settings: Any
) -> None:
    program, own = signed_in(ann, "favourites")
    token = ANYBODY.sync(path).token
    scheduling.unschedule(session, by=olga)
    future = ANYBODY.sync(path).token
    Event.objects.filter(pk=event.pk).update(revision=event.revision)  # a backup was restored

    answers = [program.sync(own, token), ANYBODY.sync(path, future), ANYBODY.sync(path, "data:,x")]
    settings.SITE_URL = "https://elsewhere.example"
    answers.append(ANYBODY.sync(path, token))

    assert [(one.status, one.xml[0].tag) for one in answers] == [(403, "{DAV:}valid-sync-token")] * 4


def test_a_sync_reads_no_more_in_a_big_event(event: Event, session: Session, olga: User, path: str) -> None:
    def reads() -> int:
        token = ANYBODY.sync(path).token
        slot = Slot.of(session)
        assert slot.starts_at is not None
        scheduling.unschedule(session, by=olga)
        scheduling.move(session, to=slot, by=olga)
        with CaptureQueriesContext(connection) as queries:
            assert ANYBODY.sync(path, token).hrefs == [item(path, session)]
        return len(queries)

    small = reads()
    now = session.revised_at
    Session.objects.bulk_create(
        Session(event=event, title=f"{number}", state="accepted", uid=f"{number}-x", revised_at=now, created_at=now,
                starts_at=at("2026-10-24 08:00"), ends_at=at("2026-10-24 09:00"))
        for number in range(1000)
    )  # fmt: skip

    assert reads() == small <= 6

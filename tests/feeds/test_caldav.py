"""Calendars over CalDAV: found, read, followed and never written (RFC 4791, RFC 6578)."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis
import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import creating, editing, issuing, publishing, team
from openevent.events.models import Event, EventRole, FeedToken, Poll
from openevent.feeds.caldav import principals
from openevent.imports.calendar import apply
from openevent.program import arranging, favouring, removing, reviewing, scheduling, speaking, submitting
from openevent.program import editing as sessions
from openevent.program.models import FavouriteSession, Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.feeds.calendars import get, instant
from tests.feeds.dav import ANYBODY, DECLARED, NAMES, Answer, Client, basic, signed_in
from tests.imports.calendar.files import brought, vevent

NO_TASKS = '<C:comp-filter name="VTODO"><C:is-not-defined/></C:comp-filter>'
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


# --- where it is ---


@pytest.mark.parametrize(("hidden", "outermost"), [("", "Mount"), ("radicale", "PollsFirst")])
def test_without_the_extra_there_is_nothing_at_its_address(hidden: str, outermost: str) -> None:
    program = (
        f"import sys; sys.modules.update(dict.fromkeys('{hidden}'.split())); from openevent import wsgi; "
        "print(type(wsgi.application).__name__, 'radicale.app' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == [outermost, str(outermost == "Mount")]


# --- finding calendars ---


def test_everything_else_is_answered_behind(db: None) -> None:
    assert [ANYBODY.ask("GET", path).body for path in ("/", "/caldavx", "/v1/events")] == [
        b"/",
        b"/caldavx",
        b"/v1/events",
    ]


@pytest.mark.parametrize(("method", "path"), [("GET", "/.well-known/caldav"), ("PROPFIND", "/.well-known/caldav/")])
def test_the_well_known_address_leads_there(db: None, method: str, path: str) -> None:
    answer = ANYBODY.ask(method, path)

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


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<C:comp-filter name="VCALENDAR"/>',
        '<C:comp-filter name="VCALENDAR"><C:time-range start="20261024T000000Z"/></C:comp-filter>',
        f'<C:comp-filter name="VCALENDAR">{NO_TASKS}</C:comp-filter>',
    ],
)
def test_whoever_names_no_kind_gets_everything(session: Session, other: Session, path: str, inside: str) -> None:
    asked = (
        f"<C:calendar-query {DECLARED}><D:prop><C:calendar-data/></D:prop>"
        f"<C:filter>{inside}</C:filter></C:calendar-query>"
    )

    assert list(ANYBODY.ask("REPORT", path, asked).events) == ["Soldering for All", "Other"]


def test_expanded_an_entry_that_repeats_never_is_what_it_was(session: Session, path: str) -> None:
    asked = (
        f'<C:calendar-query {DECLARED}><D:prop><C:calendar-data><C:expand start="20261024T000000Z" '
        'end="20261025T000000Z"/></C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR">'
        '<C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>'
    )

    [event] = ANYBODY.ask("REPORT", path, asked).events.values()

    assert instant(event.start) == at("2026-10-24 08:00")


def test_there_are_no_tasks(session: Session, path: str) -> None:
    asked = (
        f"<C:calendar-query {DECLARED}><D:prop><C:calendar-data/></D:prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter></C:calendar-query>'
    )

    assert ANYBODY.ask("REPORT", path, asked).hrefs == []


def test_an_item_is_found_by_its_uid_without_reading_the_others(
    session: Session, other: Session, path: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr("openevent.feeds.caldav.items.MOST_PARSED", 1)
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
        for what, words in (("propfind", ["D:getetag"]), ("query", []), ("sync", [])):
            with CaptureQueriesContext(connection) as queries:
                getattr(ANYBODY, what)(path, *words)
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


def test_a_sync_lists_what_it_tells_by_id_and_the_same_twice(
    event: Event, session: Session, other: Session, olga: User, ann: User, path: str
) -> None:
    # What was entered later begins sooner: by time they would come the other way round, and from a set in any order.
    slots = [
        Slot(starts_at=at(f"2026-10-25 {22 - n:02}:00"), ends_at=at(f"2026-10-25 {22 - n:02}:30")) for n in range(18)
    ]
    made = [session, other, *(accepted(event, olga, f"Talk {n}", slot) for n, slot in enumerate(slots))]
    for one in made:
        favouring.add(one, user=ann)
    program, calendar = signed_in(ann, "favourites")
    tokens = ["", program.sync(calendar).token]
    for favourite in FavouriteSession.objects.filter(session__in=made[::7]):
        favouring.remove(favourite)

    whole, since = ([program.sync(calendar, token) for _ in range(2)] for token in tokens)

    assert whole[0].body == whole[1].body
    assert since[0].body == since[1].body
    assert whole[0].hrefs == [item(calendar, one) for one in made if one not in made[::7]]
    assert since[0].gone == [item(calendar, one) for one in made[::7]]
    assert ANYBODY.sync(path).hrefs == [item(path, one) for one in made]


def test_how_often_programs_are_to_ask_changes_the_calendars_tag_and_no_items(
    session: Session, path: str, settings: Any
) -> None:
    def tags() -> dict[str, str]:
        return ANYBODY.propfind(path, "D:getetag", depth="1").tags

    before, token = tags(), ANYBODY.sync(path).token

    settings.FEED_REFRESH = timedelta(minutes=5)

    after = tags()
    assert [one for one in before if after[one] != before[one]] == [path]
    assert (ANYBODY.sync(path, token).hrefs, ANYBODY.sync(path).token) == ([], token)


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


def test_a_session_that_loses_its_time_is_cancelled_and_comes_back(session: Session, olga: User, path: str) -> None:
    slot, token = Slot.of(session), ANYBODY.sync(path).token

    scheduling.unschedule(session, by=olga)
    away = ANYBODY.sync(path, token)
    scheduling.move(session, to=slot, by=olga)
    back = ANYBODY.sync(path, away.token)

    assert (away.hrefs, away.gone) == ([item(path, session)], [])
    assert (back.hrefs, back.gone) == ([item(path, session)], [])


def test_one_that_lost_its_time_and_then_its_place_in_the_programme_stays_cancelled(
    session: Session, olga: User, path: str
) -> None:
    token = ANYBODY.sync(path).token

    reviewing.change_state(scheduling.unschedule(session, by=olga), to="rejected", side=Side.ORGANIZER, by=olga)

    told = ANYBODY.sync(path, token)
    assert (told.hrefs, told.gone) == ([item(path, session)], [])
    assert b"STATUS:CANCELLED" in ANYBODY.ask("GET", item(path, session)).body


def test_a_proposal_that_is_given_a_time_is_told_to_nobody(
    event: Event, session: Session, olga: User, ann: User, path: str
) -> None:
    proposal = submitting.submit(event, by=ann, state="pending", title="Secret")
    token = ANYBODY.sync(path).token

    scheduling.move(proposal, to=Slot.of(session), by=olga)

    then = ANYBODY.sync(path, token)
    assert (then.hrefs, then.gone) == ([], [])


def test_an_import_sends_what_it_changed(event: Event, session: Session, other: Session, olga: User, path: str) -> None:
    token = ANYBODY.sync(path).token

    apply(event, brought(vevent(session.uid, "SEQUENCE:9", summary=session.title)), by=olga)

    assert ANYBODY.sync(path, token).hrefs == [item(path, session)]


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


def test_a_month_after_the_event_programs_begin_anew(
    session: Session, olga: User, path: str, a_month_later: Callable[[], None]
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)
    token = ANYBODY.sync(path).token

    a_month_later()

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


# --- what is somebody's own ---


def test_each_token_opens_its_calendar(
    event: Event, session: Session, other: Session, speaker: Speaker, ann: User, olga: User, tom: User
) -> None:
    favouring.add(other, user=ann)
    waiting = scheduling.move(submitting.submit(event, by=olga, title="Waiting", state="pending"), to=LATER, by=olga)

    def titles(user: User, scope: str, of: Event | None = None) -> list[str]:
        program, calendar = signed_in(user, scope, of)
        return list(program.query(calendar).events)

    assert titles(ann, "favourites") == ["Other"]
    assert titles(ann, "speaking", event) == ["Soldering for All"]
    assert titles(tom, "team") == titles(tom, "team", event) == ["Soldering for All", "Other", waiting.title]
    assert titles(ann, "team") == []


def test_a_draft_is_seen_by_its_team_only(event: Event, session: Session, olga: User, ann: User, path: str) -> None:
    program, run = signed_in(olga, "team", event)
    favouring.add(session, user=ann)
    guest, favourites = signed_in(ann, "favourites")

    publishing.unpublish(event, by=olga)

    assert list(program.query(run).events) == ["Soldering for All"]
    assert list(guest.query(favourites).events) == []
    for who in (ANYBODY, program, guest):
        assert [who.ask(method, path).status for method in ("GET", "PROPFIND", "REPORT")] == [404, 404, 404]
        assert who.ask("GET", item(path, session)).status == 404


@pytest.mark.parametrize("scope", ["favourites", "team"])
def test_a_token_is_read_once_in_a_request(event: Event, session: Session, olga: User, scope: str) -> None:
    favouring.add(session, user=olga)
    program, calendar = signed_in(olga, scope, event)
    asks: tuple[Callable[[], Answer], ...] = (
        lambda: program.propfind(calendar, "D:getetag", depth="1"),
        lambda: program.propfind(calendar.removesuffix(f"{scope}/"), "D:displayname", depth="1"),
        lambda: program.query(calendar),
        lambda: program.sync(calendar),
        lambda: program.ask("GET", item(calendar, session)),
        lambda: program.ask("DELETE", item(calendar, session)),
    )

    seen = []
    for ask in asks:
        with CaptureQueriesContext(connection) as queries:
            status = ask().status
        seen.append((status, len([one for one in queries if f'FROM "{FeedToken._meta.db_table}"' in one["sql"]])))

    deleted = 204 if scope == "favourites" else 403
    assert seen == [(status, 1) for status in (207, 207, 207, 207, 200, deleted)]


def test_who_has_signed_in_is_forgotten_with_the_request(session: Session, ann: User) -> None:
    favouring.add(session, user=ann)
    program, calendar = signed_in(ann, "favourites")

    asked = [who.propfind(calendar, "D:displayname").status for who in (ANYBODY, program, ANYBODY)]

    assert asked == [401, 207, 401]
    assert principals.present() is None


def test_mallory_sees_nothing_of_others(session: Session, ann: User, mallory: User) -> None:
    favouring.add(session, user=ann)
    _, calendar = signed_in(ann, "favourites")
    stranger, own = signed_in(mallory, "favourites")

    asked = [calendar, item(calendar, session), "/caldav/feed-999999/favourites/", "/caldav/feed-999999/"]
    for path in asked:
        assert {stranger.ask(method, path).status for method in ("GET", "PROPFIND", "REPORT", "DELETE", "PUT")} == {403}
        assert {ANYBODY.ask(method, path).status for method in ("GET", "PROPFIND", "REPORT", "DELETE", "PUT")} == {401}
    # A calendar of one's own is under its own name, and no other.
    assert stranger.ask("PROPFIND", own.replace("favourites", "team")).status == 404


def test_who_signs_in_wrong_is_told(event: Event, ann: User, mallory: User) -> None:
    token, secret = issuing.issue(ann, name="Mine", scope="favourites")
    tries = {
        "the right one": basic("ANN@example.org", secret),
        "a wrong password": basic(ann.email, "secret"),
        "another's address": basic(mallory.email, secret),
        "no colon": "Basic " + "YW5u",
        "no base64": "Basic ü*",
        "another way": f"Bearer {secret}",
    }

    statuses = {
        what: Client(authorization=how).propfind("/caldav/", "D:displayname").status for what, how in tries.items()
    }
    issuing.revoke(token)
    revoked = Client(authorization=basic(ann.email, secret)).propfind("/caldav/", "D:displayname")

    assert statuses == {what: 207 if what == "the right one" else 401 for what in tries}
    assert revoked.status == 401
    assert b"revoked" in revoked.body


@pytest.mark.parametrize("fact", [{"is_blocked": True}, {"deleted_at": at("2026-10-01 00:00")}])
def test_whose_account_is_closed_sees_nothing(event: Event, ann: User, fact: dict[str, Any]) -> None:
    program, calendar = signed_in(ann, "favourites")

    User.objects.filter(pk=ann.pk).update(**fact)

    assert program.propfind(calendar, "D:displayname").status == 401


def test_who_left_the_team_sees_its_calendar_no_more(event: Event, session: Session, tom: User, olga: User) -> None:
    one, of_event = signed_in(tom, "team", event)
    every, of_all = signed_in(tom, "team")
    token = every.sync(of_all).token

    team.dismiss(tom, EventRole.Name.COORGANIZER, event, by=olga)

    assert one.propfind(of_event, "D:displayname").status == 401
    assert (every.sync(of_all, token).status, every.query(of_all).hrefs) == (403, [])


def test_marks_are_followed(session: Session, other: Session, ann: User, olga: User) -> None:
    favouring.add(session, user=ann)
    program, calendar = signed_in(ann, "favourites")
    first = program.sync(calendar)

    favouring.add(other, user=ann)
    more = program.sync(calendar, first.token)
    favouring.remove(FavouriteSession.objects.get(session=session, user=ann))
    less = program.sync(calendar, more.token)
    scheduling.move(other, to=Slot(starts_at=at("2026-10-25 15:00"), ends_at=at("2026-10-25 16:00")), by=olga)
    scheduling.unschedule(session, by=olga)
    moved = program.sync(calendar, less.token)

    assert [first.hrefs, more.hrefs, less.hrefs, moved.hrefs] == [
        *([item(calendar, session)], [item(calendar, other)], [], [item(calendar, other)]),
    ]
    assert [first.gone, more.gone, less.gone, moved.gone] == [[], [], [item(calendar, session)], []]
    assert len({answer.token for answer in (first, more, less, moved)}) == 4


def test_of_very_many_marks_a_change_begins_anew(
    session: Session, other: Session, ann: User, olga: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr("openevent.feeds.caldav.syncing.MOST_MARKS", 1)
    for one in (session, other):
        favouring.add(one, user=ann)
    program, calendar = signed_in(ann, "favourites")
    token = program.sync(calendar).token

    scheduling.move(other, to=Slot(starts_at=at("2026-10-25 15:00"), ends_at=at("2026-10-25 16:00")), by=olga)
    then = program.sync(calendar, token)
    favouring.remove(FavouriteSession.objects.get(session=session, user=ann))

    assert then.hrefs == [item(calendar, other)]
    assert program.sync(calendar, then.token).status == 403
    assert program.sync(calendar).hrefs == [item(calendar, other)]


def test_the_team_follows_proposals(event: Event, session: Session, olga: User, tom: User) -> None:
    program, calendar = signed_in(tom, "team")
    token = program.sync(calendar).token

    waiting = scheduling.move(submitting.submit(event, by=olga, title="Waiting", state="pending"), to=LATER, by=olga)

    assert program.sync(calendar, token).hrefs == [item(calendar, waiting)]


def test_sessions_of_events_in_two_zones_keep_their_own(event: Event, session: Session, olga: User, ann: User) -> None:
    made = creating.create(
        by=olga, name="Spring", starts_at=at("2026-11-01 07:00"), ends_at=at("2026-11-02 17:00"), timezone="Asia/Manila"
    )
    publishing.publish(made, by=olga)
    elsewhere = Slot(starts_at=at("2026-11-01 08:00"), ends_at=at("2026-11-01 09:00"))
    for one in (session, accepted(made, olga, "Elsewhere", elsewhere)):
        favouring.add(one, user=ann)
    program, calendar = signed_in(ann, "favourites")

    found = program.query(calendar).events

    assert {title: str(one["DTSTART"].params["TZID"]) for title, one in found.items()} == {
        "Soldering for All": "Europe/Berlin",
        "Elsewhere": "Asia/Manila",
    }
    assert instant(found["Elsewhere"].start) == at("2026-11-01 08:00")


def test_it_is_known_which_program_follows(event: Event, session: Session, ann: User, path: str) -> None:
    program, calendar = signed_in(ann, "favourites")

    program.ask("PROPFIND", calendar, user_agent="DAVx5/4.4")
    ANYBODY.ask("PROPFIND", path, user_agent="Mozilla/5.0 Thunderbird/140.0")

    assert FeedToken.objects.get(user=ann).last_program == "DAVx⁵"
    assert [poll.program for poll in Poll.objects.filter(event=event)] == ["Thunderbird"]


# --- writing ---


@pytest.mark.parametrize("method", ["PUT", "DELETE", "MKCALENDAR", "MKCOL", "PROPPATCH", "MOVE"])
def test_what_would_be_written_is_refused(
    event: Event, session: Session, olga: User, ann: User, path: str, method: str
) -> None:
    favouring.add(session, user=ann)
    helper, run = signed_in(olga, "team", event)
    fan, favourites = signed_in(ann, "favourites")
    before = ANYBODY.query(path).body
    places = [
        *(
            (ANYBODY, path),
            (ANYBODY, item(path, session)),
            (ANYBODY, f"{path}new.ics"),
            (ANYBODY, "/caldav/events/new/"),
        ),
        *((helper, run), (helper, item(run, session)), (helper, "/caldav/"), (helper, path)),
        *((fan, favourites), (fan, f"{favourites}new/new.ics"), (fan, favourites.replace("favourites", "new"))),
    ]

    answers = [who.ask(method, where, "x", destination="/caldav/x", depth="infinity") for who, where in places]

    assert {answer.status for answer in answers} == {403}
    assert {answer.xml[0].tag for answer in answers} == {"{DAV:}need-privileges"}
    assert [answer.texts("D:need-privileges/D:resource/D:href") for answer in answers] == [
        [where] for _, where in places
    ]
    assert ANYBODY.query(path).body == before
    assert FavouriteSession.objects.count() == 1


@pytest.mark.parametrize("method", ["POST", "LOCK", "COPY", "ACL", "MKACTIVITY"])
def test_other_methods_are_not_known(session: Session, path: str, method: str) -> None:
    assert ANYBODY.ask(method, path).status == 405


def test_who_deletes_a_favourite_marks_it_no_more(session: Session, other: Session, ann: User, tom: User) -> None:
    for user in (ann, tom):
        favouring.add(session, user=user)
    favouring.add(other, user=ann)
    program, calendar = signed_in(ann, "favourites")
    token = program.sync(calendar).token
    tag = program.propfind(item(calendar, session), "D:getetag").tags[item(calendar, session)]

    stale = program.ask("DELETE", item(calendar, session), if_match='"other"')
    done = program.ask("DELETE", item(calendar, session), if_match=tag)
    again = program.ask("DELETE", item(calendar, session))

    assert [stale.status, done.status, again.status] == [412, 204, 404]
    assert program.sync(calendar, token).gone == [item(calendar, session)]
    assert [(mark.user, mark.session) for mark in FavouriteSession.objects.order_by("user__email", "pk")] == [
        (ann, other),
        (tom, session),
    ]
    session.refresh_from_db()
    assert session.favourite_count == 1


def test_who_may_take_marks_away_is_told_so(session: Session, ann: User) -> None:
    program, calendar = signed_in(ann, "favourites")

    held = program.propfind(calendar, "D:current-user-privilege-set").properties(calendar)

    assert "{DAV:}unbind" in [one[0].tag for one in held["{DAV:}current-user-privilege-set"]]


def test_what_one_speaks_in_is_not_deleted(session: Session, speaker: Speaker, ann: User) -> None:
    favouring.add(session, user=ann)
    program, calendar = signed_in(ann, "speaking")

    assert program.ask("DELETE", item(calendar, session)).status == 403
    assert program.ask("DELETE", item(calendar.replace("speaking", "favourites"), session)).status == 404
    assert FavouriteSession.objects.count() == 1


# --- what nobody should send ---

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<D:propfind xmlns:D="DAV:"><D:prop>&b;</D:prop></D:propfind>'
)
HOSTILE = {
    "no XML": "x<",
    "an XML bomb": BOMB,
    "an unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
    "no UTF-8": b"<a>\xff</a>",
    "NUL": b"\0",
    "too deep": "<a xmlns='DAV:'>" * 5000 + "</a>" * 5000,
    "no namespace": "<propfind><prop><x/></prop></propfind>",
    "an element in no namespace": '<D:propfind xmlns:D="DAV:"><D:prop><x/></D:prop></D:propfind>',
    "an empty question": '<D:propfind xmlns:D="DAV:"/>',
    "an empty address": f"<C:calendar-multiget {DECLARED}><D:prop/><D:href/></C:calendar-multiget>",
    "no range": f"<C:free-busy-query {DECLARED}/>",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_what_cannot_be_read_is_refused(session: Session, path: str, method: str, body: str | bytes) -> None:
    assert ANYBODY.ask(method, path, body).status == 400


def test_an_impossible_address_is_refused(session: Session, path: str) -> None:
    assert ANYBODY.multiget(path, "http://[").status == 400


FILTERS = [
    '<C:time-range start="now"/>',
    '<C:time-range start="20261024" end="x"/>',
    "<C:prop-filter/>",
    '<C:prop-filter name="SUMMARY"><C:text-match collation="x">a</C:text-match></C:prop-filter>',
    '<C:prop-filter name="SUMMARY"><C:text-match match-type="x">a</C:text-match></C:prop-filter>',
    '<C:prop-filter name="SUMMARY"><C:param-filter/></C:prop-filter>',
    "<C:unknown/>",
    "<C:comp-filter/>",
    '<C:comp-filter name="VALARM"><C:time-range/></C:comp-filter>',
]


@pytest.mark.parametrize("inside", FILTERS)
def test_no_filter_breaks_the_server(session: Session, path: str, inside: str) -> None:
    assert ANYBODY.query(path, inside).status in {207, 400}


@pytest.mark.parametrize(
    "where",
    [
        *("/caldav//", "/caldav/../etc/passwd", "/caldav/events/..", "/caldav/events/%00", "/caldav/events/\0"),
        *("/caldav/events/\xff\xfe/x", "/caldav/events/" + "a/" * 500, "/caldav/.web", "/caldav/.mobileconfig"),
        *("/caldav/.sharing/v1", "/caldav/.well-known/caldav", "/caldav/events/00000000", "/caldav/feed-0/"),
        "/caldav/*",
        *("/caldav/feed-" + "9" * 30 + "/x", "/caldav/events/abcdefgh/" + "9" * 30 + ".ics"),
    ],
)  # fmt: skip
def test_no_path_breaks_the_server(session: Session, ann: User, where: str) -> None:
    program, _ = signed_in(ann, "favourites")

    for who in (ANYBODY, program):
        for method in ("GET", "HEAD", "PROPFIND", "REPORT", "DELETE", "PUT", "POST", "OPTIONS", "MKCOL", "MOVE"):
            assert who.ask(method, where).status < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"content_length": "x"},
        {"content_length": "9" * 30},
        {"content_type": "text/xml; charset=none"},
        {"depth": "infinity"},
        {"depth": "x"},
        {"x_script_name": "evil"},
        {"x_forwarded_host": "evil:80:80"},
        {"destination": "http://["},
        {"accept_encoding": "gzip"},
    ],
)  # fmt: skip
def test_no_header_breaks_the_server(session: Session, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "PROPFIND", "REPORT", "MOVE", "PUT"):
        assert ANYBODY.ask(method, path, "<D:propfind xmlns:D='DAV:'><D:prop/></D:propfind>", **headers).status < 500


def test_too_big_a_body_is_not_read(session: Session, path: str) -> None:
    assert ANYBODY.ask("REPORT", path, b" " * (2 * 1024 * 1024 + 1)).status == 413


def test_a_filter_that_needs_every_item_read_has_an_end(
    session: Session, other: Session, path: str, monkeypatch: Any
) -> None:
    word = '<C:prop-filter name="SUMMARY"><C:text-match>Other</C:text-match></C:prop-filter>'
    assert list(ANYBODY.query(path, word).events) == ["Other"]

    monkeypatch.setattr("openevent.feeds.caldav.items.MOST_PARSED", 1)

    assert ANYBODY.query(path, word).status == 400


def test_nothing_secret_is_logged(session: Session, ann: User, caplog: Any) -> None:
    token, secret = issuing.issue(ann, name="Mine", scope="favourites")

    for authorization in (basic(ann.email, secret), basic(ann.email, f"wrong{secret}"), basic("x", secret)):
        Client(authorization=authorization).propfind(f"/caldav/feed-{token.pk}/", "D:displayname")

    assert secret not in caplog.text
    assert ann.email not in caplog.text


@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], deadline=None)
@hypothesis.given(
    method=st.sampled_from(["GET", "PROPFIND", "REPORT", "DELETE", "PUT", "MOVE", "MKCOL", "PROPPATCH"]),
    below=st.sampled_from(["", "events/", "feed-1/", "feed-1/favourites/"]),
    rest=st.binary(max_size=40),
    body=st.binary(max_size=80),
    authorization=st.one_of(st.just(""), st.text(st.characters(max_codepoint=255), max_size=20).map("Basic {}".format)),
)
def test_whatever_is_sent_the_server_stays(
    db: None, method: str, below: str, rest: bytes, body: bytes, authorization: str
) -> None:
    answer = Client(authorization=authorization).ask(method, f"/caldav/{below}{rest.decode('latin-1')}", body)

    assert answer.status < 500

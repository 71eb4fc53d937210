"""Calendars over CalDAV are found and read (RFC 4791)."""

import subprocess
import sys
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import creating, editing, publishing
from openevent.events.models import Event
from openevent.program import reviewing
from openevent.program.models import Session
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.feeds.calendars import LATER, get, instant
from tests.feeds.dav import ANYBODY, DECLARED, NAMES, href_in, item, signed_in

NO_TASKS = '<C:comp-filter name="VTODO"><C:is-not-defined/></C:comp-filter>'


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

"""GET /v1/events/{identifier}/calendar-check: for the team, of the calendar as it is now."""

from collections.abc import Callable

import jsonschema
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.api.resources.calendar_check import CHECK
from openevent.events import publishing, removing
from openevent.events.models import Event
from openevent.feeds import following
from openevent.program import reviewing, scheduling
from openevent.program.models import Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.api.defects.documents import get, read, refusal
from tests.conftest import accepted, as_user, at

AFTERNOON = Slot(starts_at=at("2026-10-24 12:00"), ends_at=at("2026-10-24 13:00"))


def address(event: Event) -> str:
    return f"/v1/events/{event.identifier}/calendar-check"


def test_the_team_reads_what_is_in_the_calendar_and_what_is_not(olga: User, session: Session, event: Event) -> None:
    nowhere = accepted(event, olga, "Nowhere", None)

    check = read(get(olga, address(event)))

    attributes = check["attributes"]
    programs, findings = attributes.pop("programs"), attributes.pop("findings")
    assert (check["type"], check["id"]) == ("calendar-check", str(event.pk))
    assert attributes == {
        "sessions": 1,
        "starts-at": "2026-10-24T08:00:00+00:00",
        "ends-at": "2026-10-24T09:00:00+00:00",
        "timezone": "Europe/Berlin",
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "polls": [],
        "skipped": [{"session": str(nowhere.pk), "title": "Nowhere", "reason": "It has no start."}],
    }
    assert findings == []
    assert [program["name"] for program in programs] == [
        "Google Calendar",
        "Outlook on the web",
        "Outlook (classic)",
        "Apple Calendar",
        "Thunderbird",
    ]
    assert programs[0] == {
        "name": "Google Calendar",
        "refresh": "Asks every 8 to 24 hours, whatever the calendar says of it.",
        "heeds-interval": False,
        "notes": [
            (
                "Does not show tracks and types (CATEGORIES), colours of sessions (COLOR), places on the map (GEO), links to "
                "the sessions' pages (URL)."
            )
        ],
    }


def test_the_answer_is_as_described(olga: User, session: Session, event: Event) -> None:
    accepted(event, olga, "Nowhere", None)

    jsonschema.validate(get(olga, address(event)).json(), CHECK)


def test_an_organiser_s_own_fault_is_found(olga: User, session: Session, event: Event) -> None:
    Session.objects.filter(pk=session.pk).update(short_abstract_text="Write <br> for a new line.")

    attributes = read(get(olga, address(event)))["attributes"]

    assert attributes["warnings"] == 1
    assert attributes["findings"][0] == {
        "severity": "warning",
        "code": "html-in-description",
        "uid": session.uid,
        "detail": "“Soldering for All” has HTML in its DESCRIPTION (<br>): most programs show the tags as text. Write "
        "plain text, with links written out.",
    }


def test_an_event_without_sessions_says_that_there_is_nothing_to_show(olga: User, event: Event) -> None:
    attributes = read(get(olga, address(event)))["attributes"]

    assert (attributes["sessions"], attributes["starts-at"], attributes["ends-at"]) == (0, None, None)
    assert attributes["findings"][0]["code"] == "no-events"


def test_it_is_for_coorganizers_and_up(
    olga: User, tom: User, mallory: User, staff: User, session: Session, event: Event
) -> None:
    answers = {name: get(who, address(event)) for name, who in {"olga": olga, "tom": tom, "staff": staff}.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == {"olga": 200, "tom": 200, "staff": 200}
    assert refusal(get(mallory, address(event)))[0] == 403
    assert refusal(get(None, address(event)))[0] == 401


def test_of_a_draft_strangers_are_told_nothing(olga: User, mallory: User, session: Session, event: Event) -> None:
    publishing.unpublish(event, by=olga)

    assert [get(who, address(event)).status_code for who in (olga, mallory, None)] == [200, 404, 404]


def test_of_a_deleted_event_nobody_is_told_anything(olga: User, mallory: User, event: Event) -> None:
    removing.delete(event, by=olga)

    assert [get(who, address(event)).status_code for who in (olga, mallory, None)] == [404, 404, 404]


def test_it_is_of_the_present_moment(olga: User, session: Session, event: Event) -> None:
    get(olga, address(event))

    scheduling.move(session, to=AFTERNOON, by=olga)

    assert read(get(olga, address(event)))["attributes"]["starts-at"] == "2026-10-24T12:00:00+00:00"


def test_the_team_sees_which_programs_follow_the_event(olga: User, session: Session, event: Event) -> None:
    following.forget()
    for agent in ("Google-Calendar-Importer", "Mozilla/5.0 (X11) Thunderbird/140.0"):
        as_user(None).get(f"/e/{event.identifier}/schedule.ics", headers={"User-Agent": agent})

    polls = read(get(olga, address(event)))["attributes"]["polls"]

    assert {poll["program"] for poll in polls} == {"Google Calendar", "Thunderbird"}
    assert all(poll["first-at"] == poll["last-at"] for poll in polls)


def test_a_cancelled_session_is_in_it_as_long_as_in_the_feed(
    olga: User, session: Session, event: Event, a_month_later: Callable[[], None]
) -> None:
    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)
    at_first = read(get(olga, address(event)))["attributes"]["sessions"]

    a_month_later()

    assert (at_first, read(get(olga, address(event)))["attributes"]["sessions"]) == (1, 0)


def test_it_is_made_once_for_one_revision_and_kept_by_nobody_else(
    olga: User, session: Session, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(olga, address(event))
    monkeypatch.setattr("openevent.exports.diagnosing.check", None)

    again = get(olga, address(event))

    assert again.json() == first.json()
    assert first["Cache-Control"] == "no-store"


def test_of_a_fault_of_every_session_a_few_are_told_and_all_are_counted(
    olga: User, session: Session, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openevent.exports.diagnosing.MOST_OF_A_KIND", 2)
    for number in range(3):
        accepted(event, olga, f"Talk {number}", AFTERNOON)
    Session.objects.update(short_abstract_text="Write <br> for a new line.")

    attributes = read(get(olga, address(event)))["attributes"]

    assert (attributes["warnings"], [one["code"] for one in attributes["findings"]]) == (4, ["html-in-description"] * 2)


def counted(olga: User, event: Event) -> tuple[int, int]:
    """How many sessions were checked, and how often the database was asked."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        sessions = read(get(olga, address(event)))["attributes"]["sessions"]
    return sessions, len(queries)


@pytest.mark.usefixtures("session")
def test_three_sessions_take_as_many_questions_as_one(olga: User, event: Event) -> None:
    get(olga, address(event))  # what is asked once per process
    one, asked = counted(olga, event)
    for hour in (14, 15):
        slot = Slot(starts_at=at(f"2026-10-24 {hour}:00"), ends_at=at(f"2026-10-24 {hour}:30"))
        accepted(event, olga, f"Talk at {hour}", slot)

    three, asked_again = counted(olga, event)

    assert (one, three) == (1, 3)
    assert asked == asked_again
    assert asked <= 8

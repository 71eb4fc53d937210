"""Calendars over CalDAV that are somebody's own, opened by a feed token."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import creating, issuing, publishing, team
from openevent.events.models import Event, EventRole, FeedToken, Poll
from openevent.feeds.caldav import principals
from openevent.program import favouring, scheduling, submitting
from openevent.program.models import FavouriteSession, Session, Speaker
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at
from tests.feeds.calendars import LATER, instant
from tests.feeds.dav import ANYBODY, Answer, Client, basic, item, signed_in


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

"""Calendars over CalDAV are followed: a sync tells what changed (RFC 6578)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event
from openevent.imports.calendar import apply
from openevent.program import arranging, favouring, removing, reviewing, scheduling, speaking, submitting
from openevent.program import editing as sessions
from openevent.program.models import FavouriteSession, Microlocation, Session, Speaker, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.feeds.calendars import LATER, instant
from tests.feeds.dav import ANYBODY, item, signed_in
from tests.imports.calendar.files import brought, vevent


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

"""Calendars that are somebody's own: what a token opens, and that it can be taken back."""

from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.testing import capture_logs

from openevent.accounts.models import User
from openevent.calendars.formats import FORMATS
from openevent.events import creating, issuing, publishing, team
from openevent.events.models import Event, EventRole, FeedToken
from openevent.lib.errors import Forbidden, Refused
from openevent.program import favouring, reviewing, scheduling, speaking, submitting
from openevent.program.models import Session, Speaker
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.feeds.calendars import LATER, get, shown, titles


@pytest.fixture
def elsewhere(olga: User) -> Session:
    """A session of another published event."""
    made = creating.create(
        by=olga, name="Spring", starts_at=at("2026-11-01 07:00"), ends_at=at("2026-11-02 17:00"), timezone="Asia/Manila"
    )
    publishing.publish(made, by=olga)
    return accepted(made, olga, "Elsewhere", Slot(starts_at=at("2026-11-01 08:00"), ends_at=at("2026-11-01 09:00")))


def issue(user: User, scope: str, event: Event | None = None, extension: str = "ics") -> str:
    """The path that a new token opens."""
    return f"/feeds/{issuing.issue(user, name='Mine', scope=scope, event=event)[1]}.{extension}"


# --- what it shows ---


def test_favourites_of_an_event_are_what_i_marked_there(
    event: Event, session: Session, other: Session, elsewhere: Session, ann: User, tom: User
) -> None:
    path = issue(ann, "favourites", event)
    assert titles(path) == []

    for one in (session, elsewhere):
        favouring.add(one, user=ann)
    favouring.add(other, user=tom)

    assert titles(path) == ["Soldering for All"]


def test_favourites_in_all_events_are_in_one_calendar(
    event: Event, session: Session, elsewhere: Session, ann: User
) -> None:
    for one in (session, elsewhere):
        favouring.add(one, user=ann)

    seen = shown(get(issue(ann, "favourites")))

    assert [entry.summary for entry in seen.values()] == ["Soldering for All", "Elsewhere"]
    assert [entry.starts_at for entry in seen.values()] == [at("2026-10-24 08:00"), at("2026-11-01 08:00")]
    assert list(seen) == [session.uid, elsewhere.uid]


def test_favourites_that_are_cancelled_say_so(event: Event, session: Session, ann: User, olga: User) -> None:
    favouring.add(session, user=ann)
    path = issue(ann, "favourites", event)
    tag = get(path)["ETag"]

    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)

    again = get(path, **{"If-None-Match": tag})
    assert [entry.status for entry in shown(again).values()] == ["CANCELLED"]


def test_sessions_i_speak_in_are_there_before_they_are_public(
    event: Event, session: Session, other: Session, speaker: Speaker, ann: User, olga: User
) -> None:
    waiting = submitting.submit(event, by=olga, title="Waiting", state="pending")
    scheduling.move(waiting, to=LATER, by=olga)
    speaking.link(speaker, waiting, by=olga)
    path = issue(ann, "speaking")

    seen = shown(get(path))
    publishing.unpublish(event, by=olga)

    assert [(entry.summary, entry.status) for entry in seen.values()] == [
        ("Soldering for All", "CONFIRMED"),
        ("Waiting", "TENTATIVE"),
    ]
    assert titles(path) == ["Soldering for All", "Waiting"]


def test_the_team_sees_all_that_has_a_time_drafts_too(event: Event, session: Session, tom: User, olga: User) -> None:
    publishing.unpublish(event, by=olga)
    waiting = submitting.submit(event, by=olga, title="Waiting", state="pending")
    scheduling.move(waiting, to=LATER, by=olga)
    path = issue(tom, "team", event)

    assert titles(path) == ["Soldering for All", "Waiting"]
    assert titles(f"{path}?state=pending") == ["Waiting"]
    assert titles(f"{path}?track={session.track_id}") == ["Soldering for All"]
    assert titles(issue(tom, "team")) == ["Soldering for All", "Waiting"]


def test_a_team_s_calendar_is_made_for_the_team_only(event: Event, mallory: User) -> None:
    with pytest.raises(Forbidden):
        issuing.issue(mallory, name="Mine", scope="team", event=event)

    assert titles(issue(mallory, "team")) == []


def test_staff_follow_a_team_that_they_are_not_of(event: Event, session: Session, staff: User, olga: User) -> None:
    publishing.unpublish(event, by=olga)
    scheduling.move(submitting.submit(event, by=olga, title="Waiting", state="pending"), to=LATER, by=olga)
    path = issue(staff, "team", event)

    assert titles(path) == ["Soldering for All", "Waiting"]
    assert titles(f"{path}?state=pending") == ["Waiting"]
    assert titles(issue(staff, "team")) == []  # of all events, their own
    User.objects.filter(pk=staff.pk).update(is_admin=False)
    assert get(path).status_code == 404


def test_a_favourite_without_a_time_is_as_unknown_as_none(
    event: Event, session: Session, ann: User, olga: User
) -> None:
    untimed = accepted(event, olga, "Some day", None)
    for one in (session, untimed):
        favouring.add(one, user=ann)
    path = issue(ann, "favourites", event)

    assert titles(path) == ["Soldering for All"]
    assert get(f"{path}?session={untimed.pk}").status_code == get(f"{path}?session=999999").status_code == 404


def test_who_leaves_the_team_has_its_calendar_no_more(event: Event, session: Session, tom: User, olga: User) -> None:
    one, all_events = issue(tom, "team", event), issue(tom, "team")
    get(one)

    EventRole.objects.filter(event=event, user=tom).delete()

    assert get(one).status_code == 404
    assert titles(all_events) == []
    EventRole.objects.create(event=event, user=tom, role=EventRole.Name.ORGANIZER)
    assert titles(one) == ["Soldering for All"]  # who is back finds the subscription as it was


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_there(event: Event, session: Session, ann: User, name: str) -> None:
    favouring.add(session, user=ann)
    written = FORMATS[name]

    answer = get(issue(ann, "favourites", event, written.extension))

    assert (answer.status_code, answer["Content-Type"]) == (200, written.media_type)
    assert b"Soldering for All" in answer.content


def test_it_is_called_what_it_is(event: Event, session: Session, ann: User) -> None:
    favouring.add(session, user=ann)

    path = issue(ann, "favourites", event)

    made = icalendar.Calendar.from_ical(get(path).content)
    assert str(made["NAME"]) == "My favourites at Autumn Conference"
    assert str(made["SOURCE"]).endswith(path)


# --- HTTP ---


def test_it_is_not_modified_until_marks_or_sessions_change(
    event: Event, session: Session, other: Session, ann: User, olga: User
) -> None:
    mark = favouring.add(session, user=ann)
    path = issue(ann, "favourites", event)
    tag = get(path)["ETag"]

    def is_known() -> bool:
        return bool(get(path, **{"If-None-Match": tag}).status_code == 304)

    seen = [is_known()]
    second = favouring.add(other, user=ann)
    seen.append(is_known())
    favouring.remove(second)
    seen.append(is_known())
    scheduling.move(session, to=LATER, by=olga)
    seen.append(is_known())
    favouring.remove(mark)
    seen.append(is_known())

    assert seen == [True, False, True, False, False]


def test_it_is_kept_by_nobody_else_and_found_by_no_search_engine(event: Event, ann: User) -> None:
    answer = get(issue(ann, "favourites", event))

    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")


def test_an_unknown_secret_opens_nothing(event: Event, ann: User) -> None:
    path = issue(ann, "favourites", event)

    assert get(path.replace("/feeds/", "/feeds/x")).status_code == get("/feeds/short.ics").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_statements_whatever_is_marked(
    event: Event, session: Session, ann: User, olga: User, number: int
) -> None:
    for hour in range(number):
        slot = Slot(starts_at=at(f"2026-10-24 1{hour}:00"), ends_at=at(f"2026-10-24 1{hour}:30"))
        favouring.add(accepted(event, olga, f"Session {hour}", slot), user=ann)
    path = issue(ann, "favourites", event)

    with CaptureQueriesContext(connection) as first:
        tag = get(path)["ETag"]
    with CaptureQueriesContext(connection) as poll:
        get(path, **{"If-None-Match": tag})

    assert [len(first), len(poll)] == [6, 3]  # token, its use noted, marks, events, sessions, speakers; then three


# --- its life ---


def test_a_revoked_token_answers_410_with_an_empty_calendar_that_says_so(
    event: Event, session: Session, ann: User
) -> None:
    favouring.add(session, user=ann)
    path = issue(ann, "favourites", event)
    tag = get(path)["ETag"]

    issuing.revoke(FeedToken.objects.get())

    answer = get(path, **{"If-None-Match": tag})
    made = icalendar.Calendar.from_ical(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/calendar; charset=utf-8")
    assert (made.events, str(made["NAME"])) == ([], "Revoked calendar")
    assert "This calendar was revoked." in str(made["X-WR-CALDESC"])
    assert answer["Cache-Control"] == "private, no-store"


def test_a_rotated_token_opens_by_its_new_secret_only_and_the_former_one_is_told_so(event: Event, ann: User) -> None:
    token, first = issuing.issue(ann, name="Mine", scope="favourites", event=event)

    secrets = [first, issuing.rotate(token, by=ann), issuing.rotate(token, by=ann)]

    oldest, former, new = (get(f"/feeds/{secret}.ics") for secret in secrets)
    assert (oldest.status_code, former.status_code, new.status_code) == (404, 410, 200)
    told = icalendar.Calendar.from_ical(former.content)
    assert (told.events, str(told["NAME"])) == ([], "Renewed calendar")
    assert "was renewed" in str(told["X-WR-CALDESC"])
    assert former["Cache-Control"] == "private, no-store"


def test_of_what_was_revoked_the_last_ones_are_kept(
    event: Event, ann: User, tom: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "MOST", 3)
    others = issue(tom, "favourites")
    issuing.revoke(FeedToken.objects.get())
    kept, gone = issuing.issue(ann, name="Kept", scope="favourites"), []

    for _ in range(5):
        token, secret = issuing.issue(ann, name="Mine", scope="favourites")
        issuing.revoke(token)
        gone.append(f"/feeds/{secret}.ics")

    assert [get(path).status_code for path in gone] == [404, 404, 410, 410, 410]
    assert [get(path).status_code for path in (others, f"/feeds/{kept[1]}.ics")] == [410, 200]
    assert ann.feed_tokens.exclude(revoked_at=None).count() == 3


def test_nobody_else_rotates_a_token_not_even_staff(event: Event, ann: User, mallory: User, staff: User) -> None:
    token, secret = issuing.issue(ann, name="Mine", scope="favourites", event=event)

    for user in (mallory, staff):
        with pytest.raises(Forbidden):
            issuing.rotate(token, by=user)

    assert get(f"/feeds/{secret}.ics").status_code == 200


def test_only_the_hash_of_a_secret_is_kept(event: Event, ann: User) -> None:
    token, secret = issuing.issue(ann, name="Mine", scope="favourites", event=event)

    (row,) = FeedToken.objects.filter(pk=token.pk).values()
    assert secret not in repr(row)
    assert row["digest"] == issuing.digest(secret)


def test_a_closed_account_has_no_calendars(event: Event, ann: User) -> None:
    path = issue(ann, "favourites", event)

    User.objects.filter(pk=ann.pk).update(is_blocked=True)

    assert get(path).status_code == 404


def test_a_deleted_event_has_no_calendars_of_its_own(event: Event, session: Session, ann: User) -> None:
    favouring.add(session, user=ann)
    one, all_events = issue(ann, "favourites", event), issue(ann, "favourites")

    Event.objects.filter(pk=event.pk).update(deleted_at=timezone.now())

    assert get(one).status_code == 404
    assert titles(all_events) == []


def test_its_owner_sees_when_which_program_fetched_it(event: Event, ann: User) -> None:
    path = issue(ann, "favourites", event)
    get(path, **{"User-Agent": "Mozilla/5.0 (X11; Linux) Thunderbird/140.1"})

    token = FeedToken.objects.get()
    assert token.last_program == "Thunderbird"
    assert token.last_fetched_at is not None


def test_of_several_programs_that_ask_often_one_is_noted_seldom(event: Event, ann: User) -> None:
    path = issue(ann, "favourites", event)

    def noted(*agents: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            for agent in agents:
                get(path, **{"User-Agent": agent})
        return len([one for one in queries if one["sql"].startswith("UPDATE")]), FeedToken.objects.get().last_program

    assert noted("curl/8.5.0", "vdirsyncer/0.20.0", "curl/8.5.0", "vdirsyncer/0.20.0") == (1, "curl")
    FeedToken.objects.update(last_fetched_at=timezone.now() - issuing.NOTED)
    assert noted("vdirsyncer/0.20.0", "curl/8.5.0") == (1, "vdirsyncer")


READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_hands_out_calendars_all_the_same(
    event: Event, session: Session, ann: User
) -> None:
    favouring.add(session, user=ann)
    paths = [issue(ann, "favourites", event), f"/e/{event.identifier}/schedule.ics"]
    on, off = READ_ONLY[connection.vendor]

    with connection.cursor() as cursor, capture_logs() as logs:
        cursor.execute(on)
        try:
            seen = [titles(path) for path in paths]
        finally:
            cursor.execute(off)

    assert seen == [["Soldering for All"]] * 2
    assert [one["event"] for one in logs] == [
        "it was not noted who uses a feed token",
        "it was not noted who follows a calendar",
    ]
    assert titles(paths[0]) == ["Soldering for All"]
    assert FeedToken.objects.get().last_fetched_at is not None


def test_nobody_has_more_tokens_than_can_be_kept_an_eye_on(
    event: Event, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "MOST", 2)
    tokens = [issuing.issue(ann, name="Mine", scope="speaking")[0] for _ in range(2)]

    with pytest.raises(Refused, match="You have 2 feed tokens"):
        issuing.issue(ann, name="Mine", scope="speaking")

    issuing.revoke(tokens[0])
    assert issuing.issue(ann, name="Mine", scope="speaking")[0].pk


@pytest.mark.parametrize("name", ["", "  ", "x" * 256])
def test_a_token_has_a_name(ann: User, name: str) -> None:
    with pytest.raises(Refused, match="1 to 255 characters"):
        issuing.issue(ann, name=name, scope="speaking")


def test_an_organizer_invited_later_has_the_event_in_the_calendar_at_once(
    event: Event, session: Session, mallory: User, olga: User
) -> None:
    path = issue(mallory, "team")
    before = get(path)

    team.appoint(mallory, EventRole.Name.COORGANIZER, event, by=olga)

    after: Any = get(path, **{"If-None-Match": before["ETag"]})
    assert (before.content.count(b"BEGIN:VEVENT"), after.content.count(b"BEGIN:VEVENT")) == (0, 1)

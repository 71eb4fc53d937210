"""Calendars of whole events: the site's, and an organiser's."""

from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import creating, editing, publishing
from openevent.events.models import Event
from openevent.feeds import overview
from tests.conftest import at
from tests.feeds.calendars import events, get, titles

SITE = "/v1/events.ics"
KEPT = overview.KEPT  # as it is without the tests, in which no event is over for long


def another(by: User, name: str, **facts: object) -> Event:
    made = creating.create(
        by=by,
        name=name,
        starts_at=at("2026-11-01 07:00"),
        ends_at=at("2026-11-02 17:00"),
        timezone="Asia/Manila",
        **facts,
    )
    return publishing.publish(made, by=by)


def public(user: User) -> str:
    """The path of the calendar of this organiser, whose profile is public from now on."""
    User.objects.filter(pk=user.pk).update(is_profile_public=True, public_name="Olga & Friends")
    return f"/v1/users/{user.pk}/events.ics"


def test_the_site_s_calendar_has_every_listed_event(event: Event, olga: User, mallory: User) -> None:
    another(mallory, "Spring")
    another(olga, "Hidden", privacy="private")
    publishing.unpublish(another(olga, "Draft"), by=olga)

    assert titles(SITE) == ["Autumn Conference", "Spring"]


def test_an_event_leaves_it_a_year_after_its_end(monkeypatch: pytest.MonkeyPatch, olga: User) -> None:
    monkeypatch.setattr(overview, "KEPT", KEPT)
    for name, days in (("Almost a year ago", 364), ("More than a year ago", 366)):
        ended = timezone.now() - timedelta(days=days)
        made = another(olga, name)
        Event.objects.filter(pk=made.pk).update(starts_at=ended - timedelta(days=1), ends_at=ended)

    assert titles(SITE) == titles(public(olga)) == ["Almost a year ago"]


def test_an_organiser_s_calendar_has_the_events_of_one_owner(
    event: Event, olga: User, tom: User, mallory: User
) -> None:
    another(mallory, "Spring")
    another(olga, "Winter")

    assert titles(public(olga)) == ["Autumn Conference", "Winter"]
    assert titles(public(tom)) == []
    assert str(icalendar.Calendar.from_ical(get(public(olga)).content)["NAME"]) == "Events of Olga & Friends"


def test_an_organiser_whose_profile_is_not_public_has_none(event: Event, olga: User) -> None:
    path = f"/v1/users/{olga.pk}/events.ics"

    assert get(path).status_code == get(path, olga).status_code == get("/v1/users/999999/events.ics").status_code == 404


def test_what_changes_enters_or_leaves_gives_another_answer(event: Event, olga: User, mallory: User) -> None:
    def known(tag: str) -> bool:
        return bool(get(SITE, **{"If-None-Match": tag}).status_code == 304)

    seen = []
    acts: tuple[Callable[[], Event], ...] = (
        lambda: editing.change(event, by=olga, name="Autumn"),
        lambda: another(mallory, "Spring"),
        lambda: publishing.unpublish(event, by=olga),
    )
    for act in acts:
        tag = get(SITE)["ETag"]
        before = known(tag)
        act()
        seen.append((before, known(tag)))

    assert seen == [(True, False)] * 3


def test_a_revision_alone_gives_another_tag(event: Event, olga: User) -> None:
    """What is saved later may have been begun earlier: the newest change stays the same then."""
    another(olga, "Winter")
    Event.objects.update(changed_at=at("2025-10-01 12:00"))
    tag = get(SITE)["ETag"]

    Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1)

    assert get(SITE, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "query", ["track=1", "session=1", "speaker=1", "language=de", "day=2026-10-24", "state=pending"]
)
def test_it_cannot_be_narrowed_by_sessions(event: Event, olga: User, query: str) -> None:
    for path in (SITE, public(olga)):
        answer = get(f"{path}?{query}")

        assert answer.status_code == 400
        assert "cannot be narrowed by their sessions" in answer.json()["errors"][0]["detail"]


def test_times_of_several_zones_are_right(event: Event, mallory: User) -> None:
    other = another(mallory, "Spring")

    seen = events(get(SITE).content)

    assert {uid: (found.start, found.end) for uid, found in seen.items()} == {
        one.uid: (one.starts_at, one.ends_at) for one in (event, other)
    }


def test_formats_of_one_conference_hold_no_list_of_events(event: Event) -> None:
    assert [get(f"/v1/events.{extension}").status_code for extension in ("ics", "atom", "xml", "json")] == [
        *(200, 200, 404, 404)
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_statements_whatever_the_number_of_events(event: Event, olga: User, number: int) -> None:
    for place in range(number - 1):
        another(olga, f"Event {place}")

    with CaptureQueriesContext(connection) as first:
        tag = get(SITE)["ETag"]
    with CaptureQueriesContext(connection) as poll:
        get(SITE, **{"If-None-Match": tag})

    assert [len(first), len(poll)] == [2, 1]

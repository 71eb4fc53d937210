"""Stars on sessions, and the schedule that they make."""

import re

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import publishing
from openevent.events.models import Event, FeedToken
from openevent.program import favouring, reviewing
from openevent.program.models import FavouriteSession, Session
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import accepted, at
from tests.web.pages import read, signed_in, statements


@pytest.fixture
def here(event: Event) -> str:
    return f"/e/{event.identifier}"


@pytest.fixture
def later(event: Event, olga: User) -> Session:
    """A session that begins while the other one is still on."""
    slot = Slot(starts_at=at("2026-10-24 08:30"), ends_at=at("2026-10-24 09:30"), room=None)
    return accepted(event, olga, "Brazing", slot)


def starred(user: User) -> list[int]:
    return sorted(FavouriteSession.objects.filter(user=user).values_list("session_id", flat=True))


def test_a_star_is_given_and_taken_back(here: str, session: Session, ann: User) -> None:
    client = signed_in(ann)

    given = client.post(f"{here}/stars", {"add": session.pk, "next": f"{here}/schedule?track=1"})
    assert (given.status_code, given["Location"], starred(ann)) == (302, f"{here}/schedule?track=1", [session.pk])
    again = client.post(f"{here}/stars", {"add": session.pk, "next": "https://elsewhere.example.org/"})
    assert (again["Location"], starred(ann)) == (f"{here}/schedule", [session.pk])
    live = client.post(f"{here}/stars", {"remove": session.pk}, headers={"HX-Request": "true"})
    assert (live.status_code, starred(ann)) == (204, [])


def test_the_page_of_a_session_has_its_star(here: str, session: Session, ann: User, mallory: User) -> None:
    favouring.add(session, ann)
    path = f"{here}/session/{session.pk}"

    assert [_star(path, user) for user in (ann, mallory, None)] == [("remove", "true"), *[("add", "false")] * 2]
    signed_in(ann).post(f"{here}/stars", {"remove": session.pk, "next": path})
    assert _star(path, ann) == ("add", "false")


def _star(path: str, user: User | None) -> tuple[str, str]:
    page = signed_in(user).get(path).content.decode()
    ((name, pressed),) = re.findall(r'name="(\w+)" value="\d+" aria-pressed="(\w+)">', page)
    return name, pressed


def test_who_is_not_signed_in_does_that_first(here: str, session: Session) -> None:
    answer = signed_in(None).post(f"{here}/stars", {"add": session.pk})

    assert answer["Location"] == f"/account/sign-in?next=%2Fe%2F{here[3:]}%2Fstars"
    assert FavouriteSession.objects.count() == 0


def test_only_what_the_public_sees_gets_a_star(
    here: str, event: Event, session: Session, olga: User, ann: User
) -> None:
    reviewing.change_state(session, to="canceled", side=Side.ORGANIZER, by=olga)

    numbers = [session.pk, "0", "-1", "x", "9" * 30, "\x00", "٣"]
    assert signed_in(ann).post(f"{here}/stars", {"add": numbers, "remove": numbers}).status_code == 302
    assert starred(ann) == []


def test_nobody_takes_somebody_else_s_star(here: str, session: Session, ann: User, mallory: User) -> None:
    favouring.add(session, ann)

    signed_in(mallory).post(f"{here}/stars", {"remove": session.pk})
    page = signed_in(mallory).get(f"{here}/my-schedule").content.decode()

    assert starred(ann) == [session.pk]
    assert "Nothing is starred yet." in page
    assert session.title not in page


def test_stars_of_a_browser_are_taken_over_together(here: str, session: Session, later: Session, ann: User) -> None:
    favouring.add(session, ann)

    signed_in(ann).post(f"{here}/stars", {"add": [session.pk, later.pk]})

    assert starred(ann) == [session.pk, later.pk]


def test_ones_own_schedule_says_what_is_at_the_same_time(
    here: str, session: Session, later: Session, ann: User
) -> None:
    for one in (session, later):
        favouring.add(one, ann)

    page = signed_in(ann).get(f"{here}/my-schedule").content.decode()

    assert re.findall(r'class="clash"><strong>At the same time:</strong> <a href="[^"]*/(\d+)"', page) == [
        str(later.pk),
        str(session.pk),
    ]
    assert f"/my-schedule?session={session.pk},{later.pk}" in page


def test_three_stars_are_asked_for_as_often_as_one(
    here: str, event: Event, session: Session, later: Session, ann: User, olga: User
) -> None:
    client = signed_in(ann)

    favouring.add(session, ann)
    one = statements(client, f"{here}/my-schedule")
    for other in (later, accepted(event, olga, "Bending", None)):
        favouring.add(other, ann)

    assert statements(client, f"{here}/my-schedule") == one


def test_a_list_of_sessions_is_shown_to_whoever_has_its_address(here: str, session: Session, later: Session) -> None:
    page = signed_in(None).get(f"{here}/my-schedule?session={later.pk},999999").content.decode()

    assert (later.title in page, session.title in page) == (True, False)
    (feed,) = re.findall(rf'value="http[^"]*({here}/schedule.ics\?session=[0-9,]+)"', page)
    assert Client().get(feed).content.count(b"BEGIN:VEVENT") == 1
    assert "noindex" in page


def test_stars_become_a_calendar_by_an_address_that_is_told_once(here: str, session: Session, ann: User) -> None:
    favouring.add(session, ann)
    client = signed_in(ann)

    by_one_click = read(client, f"{here}/my-schedule").xpath("//main//form[@data-once]/@action")
    told = client.post(f"{here}/my-schedule/feed")
    assert by_one_click == [f"{here}/my-schedule/feed"]

    (path,) = set(re.findall(r'value="[^"]*(/feeds/[\w-]+\.ics)"', told.content.decode()))
    assert "no-store" in told["Cache-Control"]
    assert session.title in Client().get(path).content.decode()
    token = FeedToken.objects.get()
    assert (token.user, token.scope, token.event) == (ann, "favourites", session.event)
    assert "/feeds/" not in client.get(f"{here}/my-schedule").content.decode()
    assert client.get(f"{here}/my-schedule/feed")["Location"] == f"{here}/my-schedule"
    assert signed_in(None).post(f"{here}/my-schedule/feed")["Location"].startswith("/account/sign-in")


def test_of_a_draft_there_is_no_schedule_of_one_s_own(
    here: str, event: Event, session: Session, ann: User, olga: User
) -> None:
    favouring.add(session, ann)
    publishing.unpublish(event, by=olga)

    assert signed_in(ann).get(f"{here}/my-schedule").status_code == 404
    assert signed_in(ann).post(f"{here}/my-schedule/feed").status_code == 404


@pytest.mark.parametrize("query", ["session=x", "session=%00", "sessions=1", "session=" + "1," * 200])
def test_what_means_nothing_is_refused_with_a_sentence(here: str, query: str) -> None:
    assert signed_in(None).get(f"{here}/my-schedule?{query}").status_code == 400

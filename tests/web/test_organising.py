"""What organisers do with an event itself: making, looking, publishing, deleting."""

import pytest

from openevent.accounts.models import User
from openevent.events import publishing, team
from openevent.events.models import Event, EventRole
from openevent.program.models import Microlocation, Session, Track
from tests.conftest import accepted, at
from tests.web.pages import errors, read, signed_in, statements
from tests.web.team import send

NEW = {
    "name": "Winter Conference",
    "timezone": "europe/berlin",
    "starts_at": "2027-01-10T09:00",
    "ends_at": "2027-01-11T18:00",
    "location_name": "Town Hall",
    "is_sessions_speakers_enabled": "on",
}


def pages(event: Event, track: Track, room: Microlocation) -> list[str]:
    """Every page of the team's that this file and its neighbours are about."""
    here = f"/manage/{event.identifier}"
    settings = ("", "/place", "/organiser", "/features", "/payment", "/selling", "/zone", "/pictures", "/stripe")
    parts = ("/sponsors", "/links", "/questions", "/groups", "/licence")
    held = EventRole.objects.get(event=event, role="coorganizer")
    return [
        *("/manage", "/manage/new", here, f"{here}/delete", f"{here}/team", f"{here}/team/{held.pk}/remove"),
        *(f"{here}/settings{path}" for path in settings + parts),
        *(f"{here}/{path}" for path in ("tracks", "rooms", "types")),
        *(f"{here}/tracks/{track.pk}", f"{here}/rooms/{room.pk}/remove"),
    ]


def test_every_page_is_there_for_the_owner_and_asks_no_other_host(
    event: Event, track: Track, room: Microlocation, olga: User
) -> None:
    for path in pages(event, track, room):
        page = read(olga, path)
        loaded = [*page.xpath("//*/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
        assert [one for one in loaded if not one.startswith("/")] == []
        assert page.xpath("//*/@style | //style | //*/@onclick") == []
        assert page.xpath("//h1"), path


def test_strangers_find_none_of_them_and_nobody_signs_in_first(
    event: Event, track: Track, room: Microlocation, mallory: User
) -> None:
    for path in pages(event, track, room)[2:]:
        assert signed_in(mallory).get(path).status_code == 404, path
        assert send(mallory, path, NEW).status_code == 404, path
        answer = signed_in(None).get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/sign-in"), path
    here = f"/manage/{event.identifier}"
    for path in ("publish", "unpublish", "restore", "leave", "team/owner"):
        assert send(mallory, f"{here}/{path}").status_code == 404, path
        assert send(None, f"{here}/{path}").status_code == 302, path
    event.refresh_from_db()
    assert (event.state, event.deleted_at) == ("published", None)


def test_reading_changes_nothing(event: Event, track: Track, room: Microlocation, olga: User) -> None:
    before = Event.objects.get(pk=event.pk).revision
    for path in pages(event, track, room):
        signed_in(olga).get(path)

    assert Event.objects.get(pk=event.pk).revision == before


def test_whoever_keeps_tracks_sees_the_tracks_and_nothing_else(
    event: Event, track: Track, room: Microlocation, ann: User, olga: User
) -> None:
    team.appoint(ann, EventRole.Name.TRACK_ORGANIZER, event, by=olga)
    here = f"/manage/{event.identifier}"

    seen = [path for path in pages(event, track, room) if signed_in(ann).get(path).status_code == 200]

    assert seen == ["/manage", "/manage/new", here, f"{here}/tracks", f"{here}/tracks/{track.pk}"]
    assert read(ann, here).xpath("//main//button") == []


# --- making -----------------------------------------------------------------------------------------------------------


def test_an_event_is_made_by_one_form(olga: User) -> None:
    answer = send(olga, "/manage/new", NEW)

    made = Event.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/manage/{made.identifier}")
    assert (made.name, made.state, made.timezone) == ("Winter Conference", "draft", "Europe/Berlin")
    assert (made.starts_at, made.ends_at) == (at("2027-01-10 08:00"), at("2027-01-11 17:00"))
    assert made.roles.get().user == olga


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\x00"},
        {"name": "x" * 300},
        {"timezone": "Mars/Olympus"},
        {"starts_at": "yesterday"},
        {"starts_at": "99999-01-01T00:00"},
        {"starts_at": ""},
        {"ends_at": "2027-01-10T09:00"},
        {"ends_at": "2027-06-10T09:00"},
        {"public_stream_link": "javascript:alert(1)", "online": "on"},
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_made(olga: User, wrong: dict[str, str]) -> None:
    answer = send(olga, "/manage/new", {**NEW, **wrong})

    assert answer.status_code == 200
    assert len(errors(answer)) == 1
    assert not Event.objects.exists()


def test_all_that_is_wrong_is_said_at_once_and_in_words(olga: User) -> None:
    wrong = {"name": "", "timezone": "Mars", "ends_at": "2027-01-10T09:00", "public_stream_link": "nowhere"}

    said = errors(send(olga, "/manage/new", {**NEW, **wrong}))

    assert [len([one for one in said if words in one]) for words in ("required", "Mars", "nowhere")] == [1, 1, 1]
    assert (len(said), "That is too early: an event ends after it begins." in said) == (4, True)


@pytest.mark.parametrize(
    ("city", "zone"), [("berlin", "Europe/Berlin"), ("New York", "America/New_York"), ("utc", "UTC")]
)
def test_a_time_zone_is_found_by_its_city(olga: User, city: str, zone: str) -> None:
    send(olga, "/manage/new", {**NEW, "timezone": city})

    assert Event.objects.get().timezone == zone


@pytest.mark.parametrize("city", ["louisville", "erlin", "/", "%", "\0"])
def test_a_city_of_several_zones_or_none_is_no_time_zone(olga: User, city: str) -> None:
    assert len(errors(send(olga, "/manage/new", {**NEW, "timezone": city}))) == 1


def test_who_has_not_proven_an_address_is_told_to(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_verified=False)

    assert "confirmed e-mail address" in read(olga, "/manage/new").text_content()
    assert send(olga, "/manage/new", NEW).status_code == 200
    assert not Event.objects.exists()


# --- one's own --------------------------------------------------------------------------------------------------------


def test_one_s_own_events_are_listed_with_one_s_roles(event: Event, olga: User, tom: User, mallory: User) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=at("2036-10-26 17:00"))

    assert "You: Owner" in read(olga, "/manage").text_content()
    assert "/manage/import" in read(olga, "/manage").xpath("//main//a/@href")
    assert "You: Co-organiser" in read(tom, "/manage").text_content()
    assert event.name not in read(tom, "/manage?show=past").text_content()
    assert event.name not in read(mallory, "/manage").text_content()


def test_three_are_asked_for_as_often_as_one(event: Event, olga: User) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=at("2036-10-26 17:00"))

    one = statements(olga, "/manage")
    for number in range(2):
        send(olga, "/manage/new", {**NEW, "name": f"Number {number}"})

    assert statements(olga, "/manage") == one


# --- the overview -----------------------------------------------------------------------------------------------------


def test_the_overview_says_how_things_are(event: Event, session: Session, olga: User) -> None:
    accepted(event, olga, "Nowhere", None)

    page = read(olga, f"/manage/{event.identifier}")
    figures = [" ".join(one.text_content().split()) for one in page.xpath("//ul[@class='figures']/li")]
    todo = [" ".join(one.text_content().split()) for one in page.xpath("//li[@class='todo']//a")]

    assert figures[:3] == ["2 sessions take place", "0 proposals wait for a decision", "1 session has no time"]
    assert todo == ["A description", "A picture", "Times", "Tickets"]


def test_the_overview_costs_the_same_for_one_session_and_three(event: Event, session: Session, olga: User) -> None:
    one = statements(olga, f"/manage/{event.identifier}")
    for number in range(2):
        accepted(event, olga, f"Another {number}", None)

    assert statements(olga, f"/manage/{event.identifier}") == one


def test_a_team_is_left_by_who_is_in_it(event: Event, olga: User, tom: User, staff: User) -> None:
    leads = {
        user.email: f"/manage/{event.identifier}/leave" in read(user, f"/manage/{event.identifier}").xpath("//a/@href")
        for user in (olga, tom, staff)
    }

    assert leads == {olga.email: False, tom.email: True, staff.email: False}


def test_an_event_is_published_and_taken_back(event: Event, olga: User) -> None:
    here = f"/manage/{event.identifier}"
    taken_back = send(olga, f"{here}/unpublish")
    event.refresh_from_db()
    as_draft = event.state
    published = send(olga, f"{here}/publish")
    event.refresh_from_db()

    assert (taken_back.status_code, taken_back["Location"], as_draft) == (302, here, "draft")
    assert (published.status_code, published["Location"], event.state) == (302, here, "published")
    assert signed_in(olga).get(f"{here}/publish")["Location"] == here


def test_who_has_not_proven_an_address_publishes_nothing(event: Event, olga: User) -> None:
    publishing.unpublish(event, by=olga)
    User.objects.filter(pk=olga.pk).update(is_verified=False)
    client = signed_in(olga)

    answer = client.post(f"/manage/{event.identifier}/publish", follow=True, headers={"accept": "text/html"})

    event.refresh_from_db()
    assert event.state == "draft"
    assert "verify your Email" in answer.content.decode()


def test_an_event_is_deleted_after_a_question_and_comes_back(event: Event, olga: User, mallory: User) -> None:
    here = f"/manage/{event.identifier}"

    asked = read(olga, f"{here}/delete").text_content()
    answer = send(olga, f"{here}/delete")

    assert "bring it back" in asked
    assert answer["Location"] == "/manage?show=deleted"
    assert signed_in(olga).get(here).status_code == 404
    assert event.name in read(olga, "/manage?show=deleted").text_content()
    assert event.name not in read(mallory, "/manage?show=deleted").text_content()
    assert send(mallory, f"{here}/restore").status_code == 404
    assert send(olga, f"{here}/restore")["Location"] == here
    event.refresh_from_db()
    assert (event.deleted_at, event.state) == (None, "published")


def test_a_helper_leaves_and_the_owner_does_not(event: Event, olga: User, tom: User) -> None:
    here = f"/manage/{event.identifier}"

    assert send(tom, f"{here}/leave")["Location"] == "/manage"
    refused = send(olga, f"{here}/leave")

    assert refused.status_code == 200
    assert "Hand the ownership over" in refused.content.decode()
    assert [role.user for role in event.roles.all()] == [olga]


def test_zones_are_offered_by_the_city_that_a_reader_writes(olga: User) -> None:
    page = read(olga, "/manage/new", headers={"accept-language": "de"})

    (words,) = page.xpath("//datalist[@id='zones']/option[@value='Europe/Vienna']/text()")
    assert words == "Mitteleuropäische Zeit (Wien)"

"""The public pages: what everybody sees, without an inline script and without another host."""

import json

import pytest
from django.test import Client

from openevent.accounts.models import User
from openevent.events import editing, publishing, removing
from openevent.events.models import Event, EventCopyright
from openevent.lib import media
from openevent.program.models import Session, Speaker
from openevent.program.scheduling import Slot
from tests.conftest import accepted, at
from tests.web.pages import got as got_by
from tests.web.pages import read as read_by
from tests.web.pages import statements
from tests.web.visits import got, read


def pages(event: Event, session: Session, speaker: Speaker) -> list[str]:
    here = f"/e/{event.identifier}"
    return ["/", here, f"{here}/schedule", f"{here}/session/{session.pk}", f"{here}/speaker/{speaker.pk}"]


def test_every_page_asks_no_other_host_for_anything_and_runs_no_inline_script(
    event: Event, session: Session, speaker: Speaker, olga: User
) -> None:
    Event.objects.filter(pk=event.pk).update(
        large_image_url="https://elsewhere.example.org/picture.png", description='<img src="https://x.example.org/1">'
    )

    for path in pages(event, session, speaker):
        answer, page = got(path), read(path)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        loaded = [*page.xpath("//*/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
        assert [one for one in loaded if not one.startswith("/")] == []
        inline = [one for one in page.xpath("//script[not(@src)]") if one.get("type") != "application/ld+json"]
        assert inline == []
        assert page.xpath("//*/@style | //*/@onclick") == []


@pytest.mark.parametrize(("licence", "told"), [("Unspecified", "2018 Ann"), ("CC BY 4.0", "2018 Ann · CC BY 4.0")])
def test_a_licence_that_nobody_named_is_not_told(event: Event, licence: str, told: str) -> None:
    EventCopyright.objects.create(event=event, licence=licence, holder="Ann", year=2018)

    (line,) = read(f"/e/{event.identifier}").xpath("//p[@class='licence']")

    assert line.text_content() == told


def test_staff_alone_are_led_to_the_administration(ann: User, mallory: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_admin=True)

    led = {}
    for name, user in {"ann": ann, "mallory": mallory}.items():
        led[name] = b'href="/admin/"' in got_by(user, "/").content
    assert led == {"ann": True, "mallory": False}
    assert b"/admin/" not in got("/").content


def test_who_is_not_signed_in_is_led_to_an_account_and_to_an_event_of_their_own(event: Event, olga: User) -> None:
    front, sign_in = read("/"), read("/account/sign-in?next=/orders")

    assert front.xpath("//header//a[text()='Make an account']/@href") == ["/account/sign-up?next=%2F"]
    assert sign_in.xpath("//header//a[text()='Make an account']/@href") == ["/account/sign-up?next=%2Forders"]
    assert front.xpath("//main//a[text()='Run an event of your own']/@href") == ["/manage"]
    assert got("/manage")["Location"] == "/account/sign-in?next=%2Fmanage"
    assert "Run an event of your own" not in got_by(olga, "/").content.decode()


def test_the_team_finds_the_way_from_the_event_to_its_work(event: Event, olga: User, tom: User, mallory: User) -> None:
    def ways(user: User) -> list[str]:
        return list(read_by(user, f"/e/{event.identifier}").xpath("//main//a[text()='Manage this event']/@href"))

    here = [f"/manage/{event.identifier}"]
    assert (ways(olga), ways(tom), ways(mallory)) == (here, here, [])
    assert "Manage this event" not in got(f"/e/{event.identifier}").content.decode()


def test_an_uploaded_picture_is_shown(event: Event) -> None:
    url = media.keep(media.Upload(files={"original.jpg": b"x"}, shown_as="original.jpg"))
    Event.objects.filter(pk=event.pk).update(original_image_url=url)

    assert read(f"/e/{event.identifier}").xpath("//article//img/@src")[:1] == [url[url.index("/media/") :]]


def test_what_is_not_public_is_nobody_s_page(event: Event, session: Session, speaker: Speaker, olga: User) -> None:
    paths = pages(event, session, speaker)[1:]
    publishing.unpublish(event, by=olga)
    as_draft = [got(path).status_code for path in paths]
    publishing.publish(Event.objects.get(pk=event.pk), by=olga)
    removing.delete(Event.objects.get(pk=event.pk), by=olga)

    answer = got(paths[0])

    assert (as_draft, [got(path).status_code for path in paths]) == ([404] * 4, [404] * 4)
    assert "There is nothing at this address." in answer.content.decode()
    assert event.name not in read("/").text_content()


def test_a_private_event_is_listed_nowhere_and_opened_by_its_address(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(privacy="private")

    assert event.name not in read("/?past=1").text_content() + read("/").text_content()
    assert event.name in read(f"/e/{event.identifier}").text_content()


def test_programs_read_what_is_here_at_the_same_address(event: Event) -> None:
    assert Client().get("/").json()["name"] == "Open Event Server"


def test_times_are_shown_as_clocks_there_have_them_in_the_reader_s_words(event: Event) -> None:
    english, german = read(f"/e/{event.identifier}"), read(f"/e/{event.identifier}", **{"accept-language": "de"})

    assert "Saturday, October 24, 2026 – Monday, October 26, 2026" in english.text_content()
    assert "Samstag, 24. Oktober 2026" in german.text_content()
    assert english.xpath("//dd/time/@datetime") == ["2026-10-24T09:00:00+02:00"]


def test_search_engines_read_the_event(event: Event, olga: User) -> None:
    editing.change(event, by=olga, name="</script><b>Fair</b>")

    page = read(f"/e/{event.identifier}")
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")

    found = json.loads(data)
    assert (found["@type"], found["name"], found["startDate"]) == (
        "Event",
        "</script><b>Fair</b>",
        "2026-10-24T09:00:00+02:00",
    )
    assert found["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize("page", ["schedule", "front"])
def test_three_are_asked_for_as_often_as_one(event: Event, olga: User, session: Session, page: str) -> None:
    path = "/?past=1" if page == "front" else f"/e/{event.identifier}/schedule"

    one = statements(None, path)
    for number in range(2):
        slot = Slot(starts_at=at("2026-10-25 10:00"), ends_at=at("2026-10-25 11:00"), room=None)
        accepted(event, olga, f"Another {number}", slot)

    assert statements(None, path) == one


def test_words_are_searched_and_nothing_breaks(event: Event) -> None:
    found = [
        event.name in read(f"/?past=1&q={words}").text_content() for words in ("autumn", "mill", "spring", "%00", "%25")
    ]

    assert found == [True, True, False, True, False]
    assert [got(f"/?page={page}").status_code for page in ("0", "-1", "x", "9999999999999")] == [200] * 4

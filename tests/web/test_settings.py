"""What an event says of itself, as its team changes it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Event, EventSubTopic, EventTopic, EventType
from openevent.program.models import Session
from tests.conftest import at
from tests.web.pages import errors, german, read, signed_in
from tests.web.pictures import picture
from tests.web.team import fields, send

GROUPS = ["", "/place", "/organiser", "/features", "/payment", "/selling"]


@pytest.mark.parametrize("group", GROUPS)
def test_a_form_that_is_sent_as_it_is_changes_nothing(event: Event, olga: User, group: str) -> None:
    here = f"/manage/{event.identifier}/settings{group}"
    before: Any = Event.objects.values().get(pk=event.pk)

    answer = send(olga, here, fields(olga, here))

    assert (answer.status_code, answer.headers.get("Location")) == (302, here), errors(answer)
    # Nobody had said whether a map is shown: now somebody has.
    unsaid = {"is_map_shown", "has_owner_info", "revision", "changed_at"}
    after: Any = Event.objects.values().get(pk=event.pk)
    assert {name for name in before if before[name] != after[name]} <= unsaid


def test_facts_are_changed_in_the_event_s_own_time(event: Event, olga: User) -> None:
    here = f"/manage/{event.identifier}/settings"
    sent = fields(olga, here)
    shown = sent["starts_at"]

    answer = send(olga, here, {**sent, "name": "Renamed", "starts_at": "2026-10-24T10:00", "description": "One\n\nTwo"})

    event.refresh_from_db()
    assert (shown, answer.status_code) == ("2026-10-24T09:00", 302)
    assert (event.name, event.starts_at) == ("Renamed", at("2026-10-24 08:00"))
    assert event.description == "<p>One</p>\n\n<p>Two</p>"


@pytest.mark.parametrize(
    ("group", "wrong"),
    [
        ("", {"ends_at": "2026-10-24T01:00"}),
        ("", {"privacy": "secret"}),
        ("", {"event_type": "999999999999999999999"}),
        ("", {"external_event_url": "nowhere"}),
        ("", {"version": ""}),
        ("", {"version": "-1"}),
        ("", {"version": "9" * 30}),
        ("/place", {"latitude": "91"}),
        ("/place", {"latitude": "nan"}),
        ("/place", {"longitude": "1e400"}),
        ("/place", {"location_name": "x" * 501}),
        ("/payment", {"payment_currency": "XXX"}),
        ("/payment", {"payment_country": "de"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    event: Event, olga: User, group: str, wrong: dict[str, str]
) -> None:
    here = f"/manage/{event.identifier}/settings{group}"
    sent, before = fields(olga, here), Event.objects.get(pk=event.pk).revision

    answer = send(olga, here, {**sent, **wrong})

    assert answer.status_code == 200
    assert errors(answer) != [] or "Hidden field" in answer.content.decode()
    assert Event.objects.get(pk=event.pk).revision == before


def test_currencies_are_offered_that_people_pay_with_and_the_one_that_there_is(event: Event, olga: User) -> None:
    here = f"/manage/{event.identifier}/settings/payment"
    offered = "//select[@name='payment_currency']/option/@value"
    today = set(read(olga, here).xpath(offered))
    Event.objects.filter(pk=event.pk).update(payment_currency="DEM")

    page = read(olga, here)

    assert {"", "EUR", "USD", "JPY", "INR", "CHF"} < today
    assert today.isdisjoint({"AFA", "DEM", "XAU", "CHE"})
    assert set(page.xpath(offered)) == today | {"DEM"}
    assert page.xpath("//select[@name='payment_currency']/option[@selected]/@value") == ["DEM"]
    assert send(olga, here, fields(olga, here)).status_code == 302


def test_what_others_wrote_meanwhile_is_shown_and_not_overwritten_unseen(event: Event, olga: User, tom: User) -> None:
    here = f"/manage/{event.identifier}/settings"
    sent = {**fields(olga, here), "name": "Olga's name"}
    editing.change(event, by=tom, name="Tom's name")

    answer = send(olga, here, sent)

    event.refresh_from_db()
    assert event.name == "Tom's name"
    assert "Somebody changed this while you wrote" in errors(answer)[0]
    assert "It says now: Tom's name" in errors(answer)
    assert f'name="version" value="{event.revision}"' in answer.content.decode()

    again = send(olga, here, {**sent, "version": str(event.revision)})

    event.refresh_from_db()
    assert (again.status_code, event.name) == (302, "Olga's name")


def test_what_others_changed_elsewhere_stands_in_nobody_s_way(event: Event, olga: User, tom: User) -> None:
    here = f"/manage/{event.identifier}/settings"
    sent = {**fields(olga, here), "name": "Olga's name"}
    editing.change(event, by=tom, location_name="Elsewhere")

    assert send(olga, here, sent).status_code == 302
    event.refresh_from_db()
    assert (event.name, event.location_name) == ("Olga's name", "Elsewhere")


def test_what_is_said_about_the_organiser_is_shown_until_somebody_hides_it(event: Event, olga: User) -> None:
    here, public = f"/manage/{event.identifier}/settings/organiser", f"/e/{event.identifier}"
    sent = {**fields(olga, here), "owner_description": "<p>Two watchmakers.</p>"}

    send(olga, here, sent)
    shown = "Two watchmakers." in read(None, public).text_content()
    hidden = {name: value for name, value in fields(olga, here).items() if name != "has_owner_info"}
    send(olga, here, hidden)

    assert (sent["has_owner_info"], shown) == ("on", True)
    assert "Two watchmakers." not in read(None, public).text_content()


# --- the zone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keeps", "starts_at", "session_at"),
    [("clocks", "2026-10-24 13:00", "2026-10-24 14:00"), ("instants", "2026-10-24 07:00", "2026-10-24 08:00")],
)
def test_who_changes_the_zone_says_what_stays(
    event: Event, session: Session, olga: User, keeps: str, starts_at: str, session_at: str
) -> None:
    here = f"/manage/{event.identifier}/settings/zone"
    page = read(olga, f"{here}?timezone=America/New_York")
    words = " ".join(page.text_content().split())

    sent = {"timezone": "America/New_York", "keeps": keeps, "version": page.xpath("//input[@name='version']/@value")[0]}
    answer = send(olga, here, sent)

    event.refresh_from_db()
    session.refresh_from_db()
    assert "9:00 AM" in words
    assert "3:00 AM" in words
    assert answer.status_code == 302, errors(answer)
    assert (event.timezone, event.starts_at, session.starts_at) == ("America/New_York", at(starts_at), at(session_at))


@pytest.mark.parametrize("keeps", ["clocks", "instants"])
def test_who_has_not_proven_an_address_leaves_the_zone(event: Event, tom: User, keeps: str) -> None:
    User.objects.filter(pk=tom.pk).update(is_verified=False)

    sent = {"timezone": "America/New_York", "keeps": keeps, "version": str(event.revision)}
    answer = send(tom, f"/manage/{event.identifier}/settings/zone", sent)

    event.refresh_from_db()
    assert errors(answer) == ["Please verify your Email: only verified accounts change events."]
    assert event.timezone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Mars", "", "\x00", "x" * 100, "europe/berlin"])
def test_a_zone_that_is_none_changes_nothing(event: Event, olga: User, zone: str) -> None:
    here = f"/manage/{event.identifier}/settings/zone"

    assert signed_in(olga).get(here, {"timezone": zone}).status_code == 200
    sent = {"timezone": zone, "keeps": "neither", "version": "1"}
    assert send(olga, here, sent).status_code == 200
    assert Event.objects.get(pk=event.pk).timezone == "Europe/Berlin"


# --- pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["original_image_url", "logo_url"])
def test_a_picture_is_uploaded_and_taken_away(event: Event, olga: User, column: str) -> None:
    here = f"/manage/{event.identifier}/settings/pictures"

    answer = send(olga, here, {"spot": column, "picture": picture()})

    event.refresh_from_db()
    url = getattr(event, column)
    assert (answer.status_code, "/media/" in url) == (302, True)
    assert url[url.index("/media/") :] in read(olga, here).xpath("//main//img/@src")

    send(olga, here, {"spot": column, "remove": "1"})

    event.refresh_from_db()
    assert getattr(event, column) == ""


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken", b"GIF89a" + b"x" * 6_000_000])
def test_what_is_no_picture_is_refused(event: Event, olga: User, content: bytes) -> None:
    here = f"/manage/{event.identifier}/settings/pictures"

    answer = send(olga, here, {"spot": "logo_url", "picture": SimpleUploadedFile("x.png", content)})

    event.refresh_from_db()
    assert (answer.status_code, len(errors(answer)), event.logo_url) == (200, 1, "")


def test_nothing_but_the_spots_is_set_by_an_upload(event: Event, olga: User) -> None:
    here = f"/manage/{event.identifier}/settings/pictures"

    send(olga, here, {"spot": "name", "picture": picture()})

    event.refresh_from_db()
    assert event.name == "Autumn Conference"


# --- Stripe -----------------------------------------------------------------------------------------------------------


def test_the_page_about_stripe_is_for_organisers(event: Event, olga: User, tom: User) -> None:
    here = f"/manage/{event.identifier}/settings/stripe"

    assert "switched off" in read(olga, here).text_content()
    refused = send(olga, here, {"stripe_auth_code": "ac_123"})

    assert (refused.status_code, len(errors(refused))) == (200, 1)
    assert signed_in(tom).get(here).status_code == 404
    assert "Stripe" not in [one.text for one in read(tom, f"/manage/{event.identifier}/settings").xpath("//nav//a")]


# --- what it is about -------------------------------------------------------------------------------------------------


def test_kinds_and_topics_are_offered_in_the_reader_s_language_and_in_its_order(event: Event, olga: User) -> None:
    EventType.objects.create(name="Watch Fair", slug="watch-fair")
    page = read(german(olga), f"/manage/{event.identifier}/settings")

    def offered(name: str) -> list[str]:
        return list(page.xpath(f"//select[@name='{name}']/option/text()"))

    assert offered("event_topic")[:3] == ["–", "Auto, Boot & Luftfahrt", "Darstellende & bildende Kunst"]
    assert offered("event_type").index("Kurs, Schulung oder Workshop") < offered("event_type").index("Watch Fair")
    assert "Conference" not in offered("event_type")


def test_sub_topics_stand_below_their_topics(event: Event, olga: User) -> None:
    gone = EventTopic.objects.create(name="Gone", slug="gone", deleted_at=at("2026-01-01 00:00"))
    EventSubTopic.objects.create(name="Gone, too", slug="gone-too", event_topic=gone)
    page = read(olga, f"/manage/{event.identifier}/settings")

    groups = page.xpath("//select[@name='event_sub_topic']/optgroup")
    below = {group.get("label"): group.xpath("option/text()") for group in groups}
    assert below["Auto, Boat & Air"] == ["Air", "Boat", "Cars & Motorcycles"]
    assert list(below) == sorted(below)
    assert "Gone" not in below
    assert page.xpath("//select[@name='event_sub_topic']/option/text()") == ["–"]


def test_the_public_page_says_what_an_event_is_as_its_reader_does(event: Event, olga: User) -> None:
    kind, topic = EventType.objects.get(name="Conference"), EventTopic.objects.create(name="Tides", slug="tides")
    editing.change(event, by=olga, event_type=kind, event_topic=topic)

    def badges(by: Client) -> set[str]:
        return set(read(by, f"/e/{event.identifier}").xpath("//*[@class='badge']/text()"))

    assert badges(german(olga)) >= {"Konferenz", "Tides"}
    assert badges(signed_in(olga)) >= {"Conference", "Tides"}

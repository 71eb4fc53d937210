"""The event's own entry in a calendar."""

from typing import Any

import pytest

from openevent.accounts.models import User
from openevent.calendars.document import Details, Entry, Link, Person, Place, Status
from openevent.events import calendar, creating, editing
from openevent.events.models import Event
from openevent.program import copying
from tests.conftest import at


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://events.example.org"
    settings.NOREPLY_DOMAIN = "events.example.org"


def test_it_says_when_where_and_who(event: Event, olga: User) -> None:
    event = editing.change(
        event, by=olga, description="<p>Come <b>all</b></p>", external_event_url="https://example.org/"
    )

    assert calendar.entry(event) == Entry(
        uid=event.uid,
        sequence=event.sequence,
        revised_at=event.own_revised_at or event.revised_at,
        created_at=event.created_at,
        starts_at=at("2026-10-24 07:00"),
        ends_at=at("2026-10-26 17:00"),
        summary="Autumn Conference",
        status=Status.CONFIRMED,
        description="Come all",
        location="Old Mill",
        geo=(52.5, 13.4),
        url=f"https://events.example.org/e/{event.identifier}",
        organizer=Person(name="Olga & Friends", address=f"event-{event.identifier}@events.example.org"),
        details=Details(
            html="<p>Come <b>all</b></p>",
            places=(Place(name="Old Mill", geo=(52.5, 13.4)),),
            links=(Link(url="https://example.org/", title="Website"),),
        ),
    )


def test_an_event_with_nothing_optional_has_an_entry(olga: User) -> None:
    event = creating.create(
        by=olga, name="Bare", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )

    entry = calendar.entry(event)

    assert (entry.summary, entry.location, entry.geo, entry.description) == ("Bare", "", None, "")


def test_its_dates_are_its_own_and_its_place_is_everybodys(event: Event, olga: User) -> None:
    first = calendar.entry(event)

    event = editing.change(event, by=olga, ends_at=at("2026-10-26 18:00"))
    longer = calendar.entry(event)
    event = editing.change(event, by=olga, location_name="New Mill")
    elsewhere = calendar.entry(event)
    event = editing.change(event, by=olga, owner_description="Nothing that a calendar shows")

    assert [entry.sequence - first.sequence for entry in (longer, elsewhere, calendar.entry(event))] == [1, 2, 2]
    assert {first.uid, longer.uid, elsewhere.uid} == {event.uid}
    assert event.sequence == 1


def test_a_copy_is_another_event_to_calendars(event: Event, olga: User) -> None:
    copied = copying.copy(editing.change(event, by=olga, ends_at=at("2026-10-26 18:00")), by=olga)

    assert copied.uid != event.uid
    assert calendar.entry(copied).sequence == 0


def test_an_event_in_no_year_that_calendars_know_does_not_spoil_the_others(event: Event, olga: User) -> None:
    odd = copying.copy(event, by=olga)
    Event.objects.filter(pk=odd.pk).update(starts_at=at("0202-10-24 08:00"))

    found = calendar.overview(Event.objects.order_by("pk"), name="All", description="")

    assert [entry.uid for entry in found.entries] == [event.uid]
    assert found.zone == "Europe/Berlin"


def test_events_of_several_zones_are_shown_in_utc(event: Event, olga: User) -> None:
    editing.change(copying.copy(event, by=olga), by=olga, timezone="Asia/Manila")

    assert calendar.overview(Event.objects.all(), name="All", description="").zone == "UTC"

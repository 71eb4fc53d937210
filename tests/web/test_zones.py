"""In which time zone a page shows times."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from openevent.events.models import Event
from openevent.web import zones


@pytest.mark.parametrize(
    ("query", "cookie", "shown"),
    [
        ("", "", "Europe/Berlin"),
        ("?zone=Asia/Kolkata", "", "Asia/Kolkata"),
        ("?zone=Asia/Kolkata", "America/New_York", "Asia/Kolkata"),
        ("", "America/New_York", "America/New_York"),
        ("?zone=", "America/New_York", "America/New_York"),
        ("?zone=Europe/Berlin", "America/New_York", "Europe/Berlin"),
        ("?zone=../../etc/passwd", "", "Europe/Berlin"),
        ("?zone=%00", "Nowhere/At_All", "Europe/Berlin"),
    ],
)
def test_the_address_says_the_zone_else_the_cookie_else_the_event(query: str, cookie: str, shown: str) -> None:
    request = RequestFactory().get(f"/{query}")
    if cookie:
        request.COOKIES["zone"] = cookie

    assert zones.shown_zone(request, Event(timezone="Europe/Berlin")) == shown


def test_one_chooses_among_clocks_by_what_they_are_called() -> None:
    found = zones.choices("Europe/Berlin", "Asia/Kolkata", "Europe/Berlin")

    assert found[0] == ("Europe/Berlin", "Central European Time (Berlin)")
    assert found[1][0] == "Asia/Kolkata"
    assert len(found) == len({name for name, _ in found})
    assert 60 < len(found) < 150
    with translation.override("de"):
        assert zones.choices("Europe/Berlin")[0] == ("Europe/Berlin", "Mitteleuropäische Zeit (Berlin)")


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("Europe/Vienna", "Central European Time (Vienna)", "Mitteleuropäische Zeit (Wien)"),
        ("Europe/Moscow", "Moscow Time", "Moskauer Zeit"),
        ("Asia/Calcutta", "India (Kolkata)", "Indien (Kalkutta)"),
        ("Asia/Kolkata", "India (Kolkata)", "Indien (Kalkutta)"),
        ("Pacific/Honolulu", "United States (Honolulu)", "Vereinigte Staaten (Honolulu)"),
        ("Asia/Singapore", "Singapore", "Singapur"),
        ("Antarctica/Troll", "Troll Station", "Troll"),
        ("UTC", "Coordinated Universal Time (UTC)", "Koordinierte Weltzeit (UTC)"),
    ],
)
def test_a_zone_and_its_city_are_called_as_readers_call_them(name: str, english: str, german: str) -> None:
    with translation.override("en"):
        assert zones.called(name) == english
    with translation.override("de"):
        assert zones.called(name) == german

"""Names of time zones as people and other programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.calendars import timezones, zonedata
from openevent.events.zones import UnknownZone, recognised


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/BERLIN ", "Europe/Berlin"),
        ("America / New York", "America/New_York"),
        ("US / Eastern", "America/New_York"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Singapore", "Asia/Singapore"),
        ("singapore", "Asia/Singapore"),
        ("Zulu", "UTC"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("UCT", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("GB", "Europe/London"),
    ],
)
def test_what_people_write_is_understood(written: str, name: str) -> None:
    assert recognised(written) == name


@pytest.mark.parametrize(
    "written", ["", " ", "Mars/Olympus", "Europe", "../etc/passwd", "Europe/Berlin\0", "+02:00", "CEST"]
)
def test_what_is_no_zone_is_refused(written: str) -> None:
    with pytest.raises(UnknownZone) as refusal:
        recognised(written)

    assert (refusal.value.status, refusal.value.pointer) == (422, "/data/attributes/timezone")
    assert str(refusal.value) == (
        f"“{written}” is no time zone. Use a name of the IANA database, such as Europe/Berlin or America/New_York."
    )


def test_a_long_name_is_not_said_again_in_full() -> None:
    assert len(str(UnknownZone("x" * 10_000))) < 200


def test_every_name_of_the_database_leads_to_a_zone() -> None:
    meant = {name: recognised(name) for name in timezones.names()}

    assert len(meant) > 500
    assert {name: zonedata.zone(zone).key for name, zone in meant.items()} == meant
    assert {name: recognised(name.lower()) for name in meant} == meant
    assert {name: recognised(zone) for name, zone in meant.items()} == meant


@given(st.text())
def test_any_text_is_a_zone_or_refused(written: str) -> None:
    try:
        meant = recognised(written)
    except UnknownZone:
        return
    assert meant in timezones.names()


def test_a_name_with_blanks_on_and_on_is_read_in_time() -> None:
    assert recognised(f"US{' ' * 500_000}/ Eastern") == "America/New_York"
    with pytest.raises(UnknownZone):
        recognised(f"US{' ' * 500_000}Eastern")

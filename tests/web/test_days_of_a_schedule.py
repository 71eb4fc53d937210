"""The days of a schedule in minutes: to scale when clocks are set, and back to what clocks show."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from openevent.calendars.timezones import zone
from openevent.lib.errors import Malformed
from openevent.web.organising.scheduling import days
from openevent.web.organising.scheduling.days import Day, instant, minute
from tests.conftest import at

BERLIN = zone("Europe/Berlin")
ZONES = some.sampled_from(
    [
        *("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "UTC"),
        *(
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Africa/Casablanca",
            "Pacific/Apia",
            "Pacific/Chatham",
            "America/Santiago",
        ),
    ]
).map(zone)
PATIENTLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DATES = some.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


@PATIENTLY
@given(ZONES, DATES)
def test_days_follow_each_other_without_a_gap(here: ZoneInfo, when: date) -> None:
    assert Day.of(when, here).end == Day.of(when + timedelta(days=1), here).start


@PATIENTLY
@given(ZONES, DATES, some.integers(min_value=0, max_value=26 * 60))
def test_every_minute_of_a_day_is_shown_as_clocks_show_it_and_found_again(
    here: ZoneInfo, when: date, after: int
) -> None:
    day = Day.of(when, here)
    number = min(day.start + after, day.end - 1)
    if day.start == day.end:  # Samoa had no 30 December 2011
        return

    there = instant(number).astimezone(here)

    assert (there.date(), day.shown(number)) == (when, there.hour * 60 + there.minute)
    assert number in day.minutes_at(time(there.hour, there.minute))


@given(some.timedeltas(min_value=timedelta(0), max_value=days.LAST - days.FIRST))
def test_an_instant_is_kept_to_the_minute(after: timedelta) -> None:
    moment = days.FIRST + after

    assert instant(minute(moment)) == moment.replace(second=0, microsecond=0)


def test_the_day_back_to_winter_time_has_an_hour_more_and_one_that_comes_twice() -> None:
    day = Day.of(date(2026, 10, 25), BERLIN)

    assert (day.end - day.start, day.clocks) == (25 * 60, ((day.start, 120), (day.start + 180, 60)))
    assert [number - day.start for number in day.minutes_at(time(2, 30))] == [150, 210]
    assert [number - day.start for number in day.minutes_at(time(23))] == [24 * 60]


def test_the_day_of_summer_time_has_an_hour_less_and_one_that_never_comes() -> None:
    day = Day.of(date(2026, 3, 29), BERLIN)

    assert (day.end - day.start, day.minutes_at(time(2, 30))) == (23 * 60, [])
    assert [number - day.start for number in day.minutes_at(time(3))] == [120]


def test_the_days_are_those_of_the_event_and_of_what_begins_besides() -> None:
    found = days.days(at("2026-10-24 07:00"), at("2026-10-25 17:00"), [at("2026-10-31 23:30")], BERLIN)

    assert [day.when.isoformat() for day in found] == ["2026-10-24", "2026-10-25", "2026-11-01"]


def test_an_event_of_years_has_no_thousand_days() -> None:
    assert len(days.days(at("2026-01-01 07:00"), at("2036-10-25 17:00"), [], BERLIN)) == days.MOST


@pytest.mark.parametrize("number", [10**17, -(10**17), minute(days.LAST) + 1])
def test_there_are_times_that_no_calendar_has(number: int) -> None:
    with pytest.raises(Malformed):
        instant(number)

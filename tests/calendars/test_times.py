"""Start and end as programs understand them, on ordinary days and when clocks change."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from openevent.calendars import ics, reading, timezones, wallclock

from .documents import at, calendar, entry

BERLIN = timezones.zone("Europe/Berlin")


def written(starts: str, ends: str, zone: str = "Europe/Berlin") -> list[str]:
    """The lines with the times of an entry."""
    data = ics.write(calendar(entry(starts_at=at(starts), ends_at=at(ends)), zone=zone)).decode()
    return [line for line in data[data.index("BEGIN:VEVENT") :].split("\r\n") if line.startswith(("DTSTART", "DTEND"))]


def test_times_are_in_the_zone_of_the_calendar() -> None:
    assert written("2026-07-01 09:00", "2026-07-01 10:30") == [
        "DTSTART;TZID=Europe/Berlin:20260701T110000",
        "DTEND;TZID=Europe/Berlin:20260701T123000",
    ]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-10-25 00:30", "2026-10-25 04:00"),  # 02:30, the first time
        ("2026-10-25 01:30", "2026-10-25 04:00"),  # 02:30, the second time
        ("2026-10-24 22:00", "2026-10-25 00:00"),  # ends at 02:00, the first time
        ("2026-10-24 22:00", "2026-10-25 01:59"),  # ends at 02:59, the second time
    ],
)
def test_an_entry_with_a_doubled_time_has_both_times_in_utc(starts: str, ends: str) -> None:
    assert written(starts, ends) == [f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(ends)}"]


def _utc(text: str) -> str:
    return at(text).strftime("%Y%m%dT%H%M%SZ")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-10-24 20:00", "2026-10-24 23:59"),  # ends one minute before the doubled hour
        ("2026-10-25 02:00", "2026-10-25 03:00"),  # starts as it ends
        ("2026-10-24 20:00", "2026-10-25 09:00"),  # lasts through it
        ("2026-03-29 00:30", "2026-03-29 01:30"),  # lasts through the skipped hour
    ],
)
def test_an_entry_near_a_doubled_time_is_in_local_time(starts: str, ends: str) -> None:
    assert all("TZID=Europe/Berlin" in line for line in written(starts, ends))


def test_times_that_happen_twice_or_never_are_doubled() -> None:
    twice, never, once = (
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
        datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN),
        datetime(2026, 7, 1, 2, 30, tzinfo=BERLIN),
    )

    assert wallclock.is_doubled(twice)
    assert wallclock.is_doubled(twice.replace(fold=1))
    assert wallclock.is_doubled(never)
    assert not wallclock.is_doubled(once)


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Dublin", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca", "Antarctica/Troll"),
        *("Pacific/Apia", "Asia/Kathmandu", "America/Los_Angeles", "Asia/Gaza", "Africa/Monrovia"),
    ],
)
@pytest.mark.parametrize("year", [1971, 2011, 2026, 2060])
def test_every_half_hour_around_a_change_is_read_at_the_right_instant(zone: str, year: int) -> None:
    here, start = timezones.zone(zone), datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(8784)]
    changes = [
        hour for hour in hours if hour.astimezone(here).utcoffset() != (hour + HOUR).astimezone(here).utcoffset()
    ]
    instants = [change + HALF * number for change in (changes or hours[:1]) for number in range(-6, 9)]
    document = calendar(
        *(entry(uid=str(n), starts_at=at_, ends_at=at_ + HALF) for n, at_ in enumerate(instants)), zone=zone
    )

    data = ics.write(document).replace(f"TZID:{zone}\r\n".encode(), f"TZID:{zone} {year}\r\n".encode())
    data = data.replace(f"TZID={zone}:".encode(), f"TZID={zone} {year}:".encode())
    events = icalendar.Calendar.from_ical(data).events

    assert [event.decoded("DTSTART").astimezone(UTC) for event in events] == instants
    assert [event.decoded("DTEND").astimezone(UTC) for event in events] == [instant + HALF for instant in instants]
    assert reading.read(ics.write(document)) == document


HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)

"""Every zone of the tz database, read back by a library that knows no more of it than the VTIMEZONE says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from openevent.calendars import ics, reading, timezones, wallclock, zonedata

from .documents import at, calendar, entry

YEARS = (1971, 2011, 2026, 2037, 2060)
NAMES = sorted(timezones.names())
HOUR = timedelta(hours=1)


def private_zone(name: str, text: str) -> tzinfo:
    """The zone as dateutil reads it from this VTIMEZONE, under a name that no database knows."""
    assert f"TZID:{name}\r\n" in text
    component = icalendar.Timezone.from_ical(text.replace(f"TZID:{name}\r\n", "TZID:Private\r\n"))
    assert isinstance(component, icalendar.Timezone)
    zone = component.to_tz(lookup_tzid=False)
    assert isinstance(zone, tzinfo)
    return zone


def moments(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    """Instants all over the year, and at each hour of every day in which the zone's offset changes."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(366)]
    yield from days[::31]
    yield start + timedelta(days=365) - timedelta(seconds=1)
    for day in days:
        if day.astimezone(zone).utcoffset() != (day + 24 * HOUR).astimezone(zone).utcoffset():
            yield from (day + number * HOUR + second for number in range(24) for second in _AROUND)


_AROUND = (timedelta(seconds=-1), timedelta(0), timedelta(minutes=30))


def misread(name: str, text: str, year: int) -> list[datetime]:
    """The instants of a year that come out wrong when their local time is read by this VTIMEZONE."""
    zone, found = zonedata.zone(name), private_zone(name, text)
    return [
        moment
        for moment in moments(zone, year)
        if not wallclock.is_doubled(local := moment.astimezone(zone))
        and local.replace(tzinfo=found).utcoffset() != local.utcoffset()
    ]


def onsets(text: str) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """The instants at which this VTIMEZONE changes the offset, with the offsets before and after."""
    for part in icalendar.Timezone.from_ical(text).subcomponents:
        before, after = part.decoded("TZOFFSETFROM"), part.decoded("TZOFFSETTO")
        if before != after:
            yield part.decoded("DTSTART").replace(tzinfo=UTC) - before, before, after


def untrue(name: str, text: str) -> list[datetime]:
    """The onsets in this VTIMEZONE at which the zone changes nothing, or something else."""
    zone, second = zonedata.zone(name), timedelta(seconds=1)
    return [
        moment
        for moment, before, after in onsets(text)
        if (moment.astimezone(zone).utcoffset(), (moment - second).astimezone(zone).utcoffset()) != (after, before)
    ]


def vtimezone(name: str, *years: int) -> str:
    return timezones.vtimezone(name, datetime(years[0], 1, 1, tzinfo=UTC), datetime(years[-1], 12, 31, 23, tzinfo=UTC))


def test_the_names_are_those_of_the_database() -> None:
    assert set(NAMES) == available_timezones() - {"localtime"}
    assert len(NAMES) > 590


@pytest.mark.parametrize("year", YEARS)
def test_every_zone_is_read_back_right(year: int) -> None:
    named = [name for name in NAMES if not timezones.is_utc(name)]

    wrong = {name: found for name in named if (found := misread(name, vtimezone(name, year), year))}
    false_onsets = {name: found for name in named if (found := untrue(name, vtimezone(name, year)))}

    assert wrong == {}
    assert false_onsets == {}


def test_a_century_in_one_vtimezone_is_read_back_right() -> None:
    names = ("Europe/Dublin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza")

    wrong = {(name, year): misread(name, vtimezone(name, 1971, 2060), year) for name in names for year in YEARS}

    assert set(map(tuple, wrong.values())) == {()}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("DTSTART:20260329T020000", "DTSTART:20260329T030000"),  # the onset by the clock after the change
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+0100"),
        (
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000",
            "BEGIN:DAYLIGHT\r\nDTSTART:20270329T020000",
        ),  # a change is missing
    ],
)
def test_a_wrong_vtimezone_is_noticed(right: str, wrong: str) -> None:
    text = vtimezone("Europe/Berlin", 2026)

    assert right in text
    assert not misread("Europe/Berlin", text, 2026)
    assert not untrue("Europe/Berlin", text)
    assert misread("Europe/Berlin", text.replace(right, wrong), 2026) or untrue(
        "Europe/Berlin", text.replace(right, wrong)
    )


def test_no_change_is_missed_however_short_its_effect() -> None:
    for name in NAMES:
        zone = zonedata.zone(name)
        within = range(int(at("1971-01-01 00:00").timestamp()), int(at("2012-01-01 00:00").timestamp()))
        listed = {
            moment
            for moment in zonedata.listed_changes(name)
            if moment in within
            and datetime.fromtimestamp(moment - 1, zone).utcoffset() != datetime.fromtimestamp(moment, zone).utcoffset()
        }
        if listed:
            assert listed <= {int(moment.timestamp()) for moment, *_ in onsets(vtimezone(name, 1971, 2011))}


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "Zulu", "Etc/UCT", "Universal"])
def test_utc_needs_no_vtimezone(name: str) -> None:
    data = ics.write(calendar(entry(), zone=name)).decode()

    assert "VTIMEZONE" not in data
    assert "DTSTART:20260701T090000Z\r\nDTEND:20260701T100000Z\r\n" in data


def test_a_zone_that_equals_utc_today_is_a_zone() -> None:
    data = ics.write(calendar(entry(), zone="Africa/Accra")).decode()

    assert "DTSTART;TZID=Africa/Accra:20260701T090000\r\n" in data
    assert "TZID:Africa/Accra\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZNAME:GMT\r\n" in data


def test_a_zone_whose_clocks_stay_has_one_standard_time() -> None:
    for name in NAMES:
        text = vtimezone(name, 2026)
        if text.count("BEGIN:") == 2:
            assert "BEGIN:STANDARD" in text


def test_summer_in_dublin_is_daylight_time() -> None:
    text = vtimezone("Europe/Dublin", 2026)

    assert (
        "BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nTZNAME:IST\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n" in text
    )
    assert (
        "BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZNAME:GMT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n" in text
    )


def test_offsets_may_have_seconds() -> None:
    assert "TZOFFSETTO:-004430\r\n" in vtimezone("Africa/Monrovia", 1971)


def test_a_vtimezone_holds_nothing_that_programs_stumble_over() -> None:
    for name in NAMES:
        text = vtimezone(name, 2026)
        assert not {"RDATE", "RRULE", "COMMENT", "EXDATE"} & set(text.replace(":", "\r\n").split("\r\n"))
        assert all(len(line) <= 75 for line in text.split("\r\n"))


def test_the_first_onset_is_before_the_first_date() -> None:
    for name in NAMES:
        if text := vtimezone(name, 2026):
            assert text.split("DTSTART:")[1] < "20260101"


def test_zones_in_one_process_do_not_influence_each_other() -> None:
    manila = calendar(entry(uid="1"), zone="Asia/Manila")
    los_angeles = calendar(entry(uid="2"), zone="America/Los_Angeles")

    first = [ics.write(manila), ics.write(los_angeles)]
    second = [ics.write(los_angeles), ics.write(manila)]

    assert first == second[::-1]
    for data in (*first, *second):
        (event,) = icalendar.Calendar.from_ical(data).events
        assert event.decoded("DTSTART").astimezone(UTC) == at("2026-07-01 09:00")
        assert reading.read(data).entries[0].starts_at == at("2026-07-01 09:00")


def test_every_neighbour_of_a_zone_is_written_and_read_right() -> None:
    """All zones one after the other, by way of a whole file and icalendar's process-wide registry of zones."""
    starts = at("2026-10-25 12:00")
    for number, name in enumerate(NAMES):
        data = ics.write(calendar(entry(starts_at=starts, ends_at=starts + HOUR), zone=name))
        private = data.replace(b"TZID:" + name.encode() + b"\r\n", b"TZID:Private%d\r\n" % number)
        private = private.replace(b"TZID=" + name.encode() + b":", b"TZID=Private%d:" % number)

        (event,) = icalendar.Calendar.from_ical(private).events

        assert event.decoded("DTSTART").astimezone(UTC) == starts
        assert event.decoded("DTEND").astimezone(UTC) == starts + HOUR


def test_an_unknown_zone_is_refused_by_name() -> None:
    for name in ("Mars/Olympus", "", "../../etc/passwd", "europe/berlin", "Europe"):
        with pytest.raises(timezones.UnknownZone, match="There is no time zone named"):
            timezones.zone(name)

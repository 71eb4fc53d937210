"""Times in words, as clocks of a zone show them."""

import pytest
from django.utils import translation

from openevent.web.clocks import Span, short_day
from tests.conftest import at


@pytest.mark.parametrize(
    ("zone", "begin", "end", "hours", "name"),
    [
        (
            "Europe/Berlin",
            "2026-07-01 08:00",
            "2026-07-01 09:00",
            "10:00 – 11:00 AM",
            "Central European Summer Time",
        ),
        (
            "Europe/Berlin",
            "2026-12-01 08:00",
            "2026-12-01 09:00",
            "9:00 – 10:00 AM",
            "Central European Standard Time",
        ),
        (
            "Europe/Berlin",
            "2026-07-01 09:30",
            "2026-07-01 10:00",
            "11:30 AM – 12:00 PM",
            "Central European Summer Time",
        ),
        # Clocks are set back meanwhile: of neither time alone is it the name.
        (
            *("Africa/Cairo", "2026-10-29 19:00", "2026-10-29 23:00"),
            *("Thu 10:00 PM – Fri 1:00 AM", "Eastern European Time"),
        ),
    ],
)
def test_a_span_is_told_with_the_name_of_its_zone(zone: str, begin: str, end: str, hours: str, name: str) -> None:
    span = Span.of(at(begin), at(end), zone)

    assert (span.hours.replace("\u202f", " "), span.zone_name) == (hours, name)


@pytest.mark.parametrize(
    ("language", "hours", "day"), [("en", "2:00 – 2:45 PM", "Sat, Oct 24"), ("de", "14:00 – 14:45", "Sa., 24. Okt.")]
)
def test_hours_and_days_are_short_in_small_places(language: str, hours: str, day: str) -> None:
    span = Span.of(at("2026-10-24 12:00"), at("2026-10-24 12:45"), "Europe/Berlin")

    with translation.override(language):
        told = (span.hours.replace("\u202f", " "), short_day(span.begin.date()))

    assert told == (hours, day)

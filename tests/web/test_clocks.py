"""Times in words, as clocks of a zone show them."""

import pytest

from openevent.web.clocks import Span
from tests.conftest import at


@pytest.mark.parametrize(
    ("zone", "begin", "end", "hours", "name"),
    [
        (
            "Europe/Berlin",
            "2026-07-01 08:00",
            "2026-07-01 09:00",
            "10:00 AM – 11:00 AM",
            "Central European Summer Time",
        ),
        (
            "Europe/Berlin",
            "2026-12-01 08:00",
            "2026-12-01 09:00",
            "9:00 AM – 10:00 AM",
            "Central European Standard Time",
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

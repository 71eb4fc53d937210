"""The registry of formats."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openevent.calendars.document import NO_DETAILS
from openevent.calendars.formats import FORMATS

from .documents import ABOUT, at, calendar, entry, published_entry

HOUR = timedelta(hours=1)


def test_there_are_four_spellings_of_icalendar_two_for_apps_and_one_of_changes() -> None:
    assert {name: (written.media_type, written.extension) for name, written in FORMATS.items()} == {
        "ics": ("text/calendar; charset=utf-8", "ics"),
        "jcal": ("application/calendar+json", "jcal"),
        "xcal": ("application/calendar+xml; charset=utf-8", "xcs"),
        "jscalendar": ("application/jscalendar+json; type=group", "jscal"),
        "schedule.xml": ("application/xml", "xml"),
        "schedule.json": ("application/json", "json"),
        "atom": ("application/atom+xml", "atom"),
    }


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("is_rich", [False, True])
def test_no_format_holds_the_whole_file_at_once(name: str, is_rich: bool) -> None:
    written = FORMATS[name]
    # Each on a day of its own: some formats have a piece a day.
    days = [at("2026-07-01 09:00") + timedelta(days=number) for number in range(20)]
    document = calendar(*(published_entry(uid=f"{day}", starts_at=day, ends_at=day + HOUR) for day in days))

    pieces = list((written.rich if is_rich and written.rich else written.stream)(document))

    assert len(pieces) >= len(days)
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 5


@pytest.mark.parametrize("name", FORMATS)
def test_the_rich_way_says_more_where_there_is_one(name: str) -> None:
    written, document = FORMATS[name], calendar(published_entry(), about=ABOUT)

    plain, rich = written.write(document), written.write(document, rich=True)

    assert (len(rich) > len(plain)) if written.rich else (rich == plain)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("is_rich", [False, True])
def test_a_format_that_shows_no_details_is_the_same_without_them(name: str, is_rich: bool) -> None:
    written, detailed = FORMATS[name], published_entry()
    documents = [calendar(made, about=ABOUT) for made in (detailed, replace(detailed, details=NO_DETAILS))]

    is_same = len({written.write(document, rich=is_rich) for document in documents}) == 1

    assert is_same is not written.shows_details(rich=is_rich)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("is_rich", [False, True])
def test_equal_documents_give_identical_bytes(name: str, is_rich: bool) -> None:
    one, other = (calendar(published_entry(), entry(uid="2"), about=ABOUT) for _ in range(2))

    assert FORMATS[name].write(one, rich=is_rich) == FORMATS[name].write(other, rich=is_rich)

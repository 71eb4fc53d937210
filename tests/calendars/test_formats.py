"""The registry of formats."""

import pytest

from openevent.calendars.formats import FORMATS

from .documents import ABOUT, calendar, entry, full_entry, published_entry

DOCUMENT = calendar(full_entry(), entry(uid="2"))


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
def test_every_format_streams_what_it_writes(name: str) -> None:
    written = FORMATS[name]

    assert b"".join(written.stream(DOCUMENT)) == written.write(DOCUMENT)
    assert written.write(calendar())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("is_rich", [False, True])
def test_equal_documents_give_identical_bytes(name: str, is_rich: bool) -> None:
    one, other = (calendar(published_entry(), entry(uid="2"), about=ABOUT) for _ in range(2))

    assert FORMATS[name].write(one, rich=is_rich) == FORMATS[name].write(other, rich=is_rich)

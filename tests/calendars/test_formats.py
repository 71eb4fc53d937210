"""The registry of formats."""

import pytest

from openevent.calendars.formats import FORMATS

from .documents import calendar, entry, full_entry

DOCUMENT = calendar(full_entry(), entry(uid="2"))


def test_there_is_icalendar() -> None:
    ics = FORMATS["ics"]

    assert (ics.media_type, ics.extension) == ("text/calendar; charset=utf-8", "ics")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_streams_what_it_writes(name: str) -> None:
    written = FORMATS[name]

    assert b"".join(written.stream(DOCUMENT)) == written.write(DOCUMENT)
    assert written.write(calendar())

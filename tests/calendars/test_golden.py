"""Whole files as they should be, kept beside this test and looked at by eye."""

from pathlib import Path

import icalendar
import pytest

from openevent.calendars import ics, reading
from openevent.calendars.document import Calendar, Status
from openevent.calendars.formats import FORMATS

from .composing import compose
from .documents import ABOUT, at, calendar, entry, full_entry, published_entry

GOLDEN = Path(__file__).parent / "golden"
CALENDARS = {
    "everything": calendar(full_entry()),
    "nothing-optional": calendar(entry(), name="", description=""),
    "empty": calendar(),
    "utc": calendar(full_entry(), zone="UTC"),
    "dublin": calendar(entry(starts_at=at("2026-07-01 18:00"), ends_at=at("2026-07-01 19:00")), zone="Europe/Dublin"),
    "across-midnight": calendar(entry(starts_at=at("2026-12-31 20:00"), ends_at=at("2027-01-01 01:00"))),
    "doubled-hour": calendar(
        entry(uid="before", starts_at=at("2026-10-24 22:00"), ends_at=at("2026-10-24 23:00")),
        entry(uid="first", starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 00:45")),
        entry(uid="second", starts_at=at("2026-10-25 01:30"), ends_at=at("2026-10-25 01:45")),
        entry(uid="after", starts_at=at("2026-10-25 02:00"), ends_at=at("2026-10-25 03:00")),
    ),
    "cancelled": calendar(entry(status=Status.CANCELLED, sequence=2)),
}


@pytest.mark.parametrize("name", CALENDARS)
def test_the_file_is_as_it_was(name: str) -> None:
    assert ics.write(CALENDARS[name]) == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", CALENDARS)
def test_icalendar_agrees_with_the_file(name: str) -> None:
    assert compose(CALENDARS[name]).to_ical() == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize(("name", "document"), CALENDARS.items())
def test_the_file_says_what_the_document_says(name: str, document: Calendar) -> None:
    data = (GOLDEN / f"{name}.ics").read_bytes()

    assert reading.read(data) == document
    assert len(icalendar.Calendar.from_ical(data).events) == len(document.entries)


# What is written in every format, in its plain and its rich way.
PUBLISHED = {
    "published": calendar(
        published_entry(),
        entry(uid="withdrawn", status=Status.CANCELLED, sequence=2),
        entry(uid="doubled", starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 01:30")),
        about=ABOUT,
    ),
    "unpublished": calendar(name="", description=""),
}
FILES = {
    f"{name}{'.rich' if is_rich else ''}.{written.extension}": written.write(document, rich=is_rich)
    for name, document in PUBLISHED.items()
    for written in FORMATS.values()
    for is_rich in ((False, True) if written.rich else (False,))
}


@pytest.mark.parametrize("name", FILES)
def test_the_file_of_every_format_is_as_it_was(name: str) -> None:
    assert FILES[name] == (GOLDEN / name).read_bytes()


def test_every_file_belongs_to_a_document() -> None:
    others = {"conference", "nothing-optional", "messages"}  # in tests of their own
    files = {path.name for path in GOLDEN.iterdir() if path.suffix == ".ics" or path.name.split(".")[0] not in others}

    assert files == {f"{name}.ics" for name in CALENDARS} | FILES.keys()

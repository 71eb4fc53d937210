"""Writing an .ics file: this package against icalendar, from the same plain rows."""

import io
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from statistics import median
from typing import BinaryIO

import icalendar
from icalendar.prop import vCalAddress, vText, vUri

from benchmarks.programme import Row, sessions
from benchmarks.table import Ratio, show
from openevent.calendars import ics, timezones
from openevent.calendars.document import CALSCALE, PRODID, VERSION, Calendar, Entry, Person, Status

SIZES = (100, 1_000, 10_000)
ROUNDS = 7
# Both sides write this many sessions a round, or one calendar if that holds more: small ones would measure the timer.
SESSIONS_A_ROUND = 1_000

TIMES_FASTER = 20
TIMES_SMALLER = 3
SLOWER_WHEN_LARGE = 1.5

NAME = "Wikimania, Nairobi & online"
DESCRIPTION = f"Schedule for sessions at {NAME}"
ZONE = "Europe/Berlin"
ORGANIZER = Person(name="Wikimedia Kenya", address="noreply@example.org")


def write_ours(rows: list[Row], file: BinaryIO) -> None:
    """Make the document and write it, piece by piece."""
    calendar = Calendar(name=NAME, description=DESCRIPTION, zone=ZONE, entries=tuple(map(_entry, rows)))
    file.writelines(ics.stream(calendar))


def _entry(row: Row) -> Entry:
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        revised_at=row.revised_at,
        created_at=row.created_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title,
        status=Status.CONFIRMED,
        description=row.abstract,
        location=row.room,
        geo=(row.latitude, row.longitude),
        url=row.url,
        categories=row.labels,
        color=row.color,
        conference=row.stream,
        organizer=ORGANIZER,
        attendees=tuple([Person(name=name, address=address) for name, address in row.speakers]),
    )


def write_with_icalendar(rows: list[Row], file: BinaryIO) -> None:
    """Make icalendar's objects, as its documentation shows, and write them."""
    calendar = icalendar.Calendar()
    calendar.add("version", VERSION)
    calendar.add("prodid", PRODID)
    calendar.add("calscale", CALSCALE)
    calendar.add("x-wr-caldesc", vText(DESCRIPTION))
    calendar.add("name", vText(NAME))
    calendar.add("x-wr-calname", vText(NAME))
    calendar.add("x-wr-timezone", vText(ZONE))
    first, last = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    calendar.add_component(icalendar.Timezone.from_ical(timezones.vtimezone(ZONE, first, last)))
    for row in rows:
        calendar.add_component(_event(row))
    file.write(calendar.to_ical())


def _event(row: Row) -> icalendar.Event:
    event, zone = icalendar.Event(), timezones.zone(ZONE)
    event.add("summary", row.title)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("dtstamp", row.revised_at)
    event.add("uid", row.uid)
    event.add("sequence", row.sequence)
    for name, address in row.speakers:
        event.add("attendee", vCalAddress(f"mailto:{address}"), parameters={"CN": name, "ROLE": "NON-PARTICIPANT"})
    event.add("categories", row.labels)
    event.add("color", vText(row.color))
    if row.stream:
        event.add("conference", vUri(row.stream), parameters={"VALUE": "URI"})
    event.add("created", row.created_at)
    event.add("description", row.abstract)
    event.add("geo", (row.latitude, row.longitude))
    event.add("last-modified", row.revised_at)
    event.add("location", row.room)
    event.add("organizer", vCalAddress(ORGANIZER.uri), parameters={"CN": ORGANIZER.name})
    event.add("status", "CONFIRMED")
    event.add("url", row.url)
    return event


Writer = Callable[[list[Row], BinaryIO], None]


def rows() -> list[Ratio]:
    """Everything that is measured here; raises AssertionError if the two sides do not write the same."""
    times = {size: _seconds(size) for size in SIZES}
    speed = [_speed(size, ours, other) for size, (ours, other) in times.items()]
    return [*speed, _linearity(times[SIZES[0]][0] / SIZES[0], times[SIZES[-1]][0] / SIZES[-1]), _memory(SIZES[-1])]


def _seconds(size: int) -> tuple[float, float]:
    """Median seconds for one calendar of this size, ours and icalendar's, measured in turns."""
    data = sessions(size)
    assert _written(write_ours, data) == _written(write_with_icalendar, data), "the two sides write different files"
    rounds = [(_one_round(write_ours, data), _one_round(write_with_icalendar, data)) for _ in range(ROUNDS)]
    return median(ours for ours, _ in rounds), median(other for _, other in rounds)


def _written(write: Writer, data: list[Row]) -> bytes:
    file = io.BytesIO()
    write(data, file)
    return file.getvalue()


def _one_round(write: Writer, data: list[Row]) -> float:
    """Seconds for one calendar."""
    count = max(1, SESSIONS_A_ROUND // len(data))
    began = time.perf_counter()
    for _ in range(count):
        write(data, io.BytesIO())
    return (time.perf_counter() - began) / count


def _peak(write: Writer, data: list[Row]) -> int:
    """The most memory that writing to a file took, in octets."""
    with tempfile.TemporaryFile() as file:
        tracemalloc.start()
        write(data, file)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def _speed(size: int, ours: float, other: float) -> Ratio:
    return Ratio(
        what=f"write {size:,} sessions (icalendar)",
        ours=f"{ours * 1e3:.2f} ms",
        other=f"{other * 1e3:.2f} ms",
        ratio=other / ours,
        wanted=f"≥ {TIMES_FASTER}",
        met=other / ours >= TIMES_FASTER,
    )


def _linearity(small: float, large: float) -> Ratio:
    return Ratio(
        what=f"time a session, {SIZES[-1]:,} (of {SIZES[0]:,})",
        ours=f"{large * 1e6:.1f} µs",
        other=f"{small * 1e6:.1f} µs",
        ratio=large / small,
        wanted=f"≤ {SLOWER_WHEN_LARGE}",
        met=large / small <= SLOWER_WHEN_LARGE,
    )


def _memory(size: int) -> Ratio:
    data = sessions(size)
    ours, other = _peak(write_ours, data), _peak(write_with_icalendar, data)
    return Ratio(
        what=f"peak memory, {size:,} sessions (icalendar)",
        ours=f"{ours / 2**20:.1f} MiB",
        other=f"{other / 2**20:.1f} MiB",
        ratio=other / ours,
        wanted=f"≥ {TIMES_SMALLER}",
        met=other / ours >= TIMES_SMALLER,
    )


def main() -> int:
    """Print the table; 1 if a promise is missed."""
    ratios = rows()
    show(ratios)
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Calendars that are followed: polls, bodies, the first request after a change, a hundred at the same moment."""

import gzip
import os
import statistics
import threading

from django.test import Client

from benchmarks import polling, syncing
from benchmarks.answering import seconds
from benchmarks.exporting import read_rows
from benchmarks.installation import FOLDER, event_of, organiser, prepare
from benchmarks.table import Ratio, show
from openevent.calendars import ics
from openevent.events import revising
from openevent.events.models import Event
from openevent.program import calendar

OURS, BARE = 8767, 8768
ROUNDS, REPEATS, CROWD = 5, 25, 100


def compared(what: str, ours: bytes, bare: bytes, *, batch: int, batches: int) -> Ratio:
    """Rates of the two, in turns."""
    rates: dict[int, list[float]] = {OURS: [], BARE: []}
    for _ in range(ROUNDS):
        for port, asked in ((OURS, ours), (BARE, bare)):
            rates[port].append(polling.rate(port, asked, batch=batch, batches=batches))
    mine, other = statistics.median(rates[OURS]), statistics.median(rates[BARE])
    return Ratio(
        what=what,
        ours=f"{mine:,.0f}/s",
        other=f"{other:,.0f}/s",
        ratio=mine / other,
        wanted="at least 0.60",
        met=mine / other >= 0.6,
    )


def polls_and_bodies(event: Event) -> list[Ratio]:
    """304 and 200, against views that answer nothing and the same bytes from memory."""
    path = f"/e/{event.identifier}/schedule.ics"
    plain, packed = polling.request(path), polling.request(path, **{"Accept-Encoding": "gzip"})
    with polling.serving("openevent.wsgi:application", OURS):
        head, body = polling.answered(OURS, plain)
        bodies = {"plain": body, "gzip": polling.answered(OURS, packed)[1]}
        tag = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"etag:")).split(b":", 1)[1]
        poll = polling.request(path, **{"If-None-Match": tag.decode().strip()})
        assert polling.answered(OURS, poll)[0].startswith(b"HTTP/1.1 304")
        assert gzip.decompress(bodies["gzip"]) == body
        for kind, found in bodies.items():
            (FOLDER / kind).write_bytes(found)
        os.environ["BODIES"] = str(FOLDER)
        with polling.serving("benchmarks.bare:application", BARE):
            return [
                compared(
                    "304 of a feed : an empty view without middleware",
                    *(poll, polling.request("/empty")), batch=50, batches=20,
                ),
                compared(
                    f"200 of a feed of {len(body) / 1000:,.0f} kB : the same from memory",
                    *(plain, polling.request("/bytes/plain")), batch=5, batches=20,
                ),
                compared(
                    f"200 of its gzip, {len(bodies['gzip']) / 1000:,.0f} kB : the same from memory",
                    *(packed, polling.request("/bytes/gzip")), batch=10, batches=20,
                ),
            ]  # fmt: skip


def change(event: Event) -> None:
    """Whatever somebody changes: the feed is to be made anew."""
    with revising.locked(event.pk) as locked:
        revising.bump(locked, revising.Kind.CHANGED, locked, by=organiser())


def first_request(event: Event, client: Client) -> float:
    """How long the first request after a change takes, once."""
    change(event)
    return seconds(lambda: client.get(f"/e/{event.identifier}/schedule.ics"))


def after_a_change(event: Event, big: Event) -> list[Ratio]:
    """The first request after a change, against its parts, and how it grows."""
    document = calendar.schedule(event, detailed=False).calendar
    client = Client()
    first_request(event, client)  # which loads what every server has loaded
    times: list[tuple[float, float, float]] = []
    for _ in range(REPEATS):
        writing, reading = seconds(lambda: ics.write(document)), seconds(lambda: read_rows(event))
        times.append((writing, reading, first_request(event, client)))
    writing, reading, whole = (statistics.median(column) for column in zip(*times, strict=True))
    parts, grown = writing + reading, statistics.median(first_request(big, client) for _ in range(5))
    return [
        Ratio(
            what="first request after a change, 1,000 sessions : writing + reading alone",
            ours=f"{whole * 1000:.1f} ms",
            other=f"{parts * 1000:.1f} ms",
            ratio=whole / parts,
            wanted="at most 1.5",
            met=whole / parts <= 1.5,
        ),
        Ratio(
            what="a session of it, 10,000 sessions : 1,000",
            ours=f"{grown * 100:.1f} µs",
            other=f"{whole * 1000:.1f} µs",
            ratio=grown / 10 / whole,
            wanted="at most 1.3",
            met=grown / 10 / whole <= 1.3,
        ),
    ]


def crowd(event: Event) -> list[Ratio]:
    """A hundred first requests at the same moment: how many of them the server made the calendar for."""
    path = f"/e/{event.identifier}/schedule.ics"
    heads: list[bytes] = []
    with polling.serving("openevent.wsgi:application", OURS):
        polling.answered(OURS, polling.request("/health"))
        gate = threading.Barrier(CROWD)

        def ask() -> None:
            gate.wait()
            heads.append(polling.answered(OURS, polling.request(path))[0])

        threads = [threading.Thread(target=ask) for _ in range(CROWD)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    made = sum(b"server-timing: made" in head.lower() for head in heads)
    assert len(heads) == CROWD
    return [
        Ratio(
            what="calendars made for 100 first requests at the same moment",
            ours=str(made),
            other="1",
            ratio=float(made),
            wanted="1",
            met=made == 1,
        )
    ]


def measure() -> list[Ratio]:
    """All of it."""
    prepare()
    event, big = event_of(1000), event_of(10_000)
    return [
        *polls_and_bodies(event_of(470)),
        *after_a_change(event, big),
        *crowd(event),
        *syncing.one_change(event_of(100), big),
    ]


if __name__ == "__main__":
    show(measure())

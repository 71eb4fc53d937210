"""Pages: a schedule of 1,000 sessions as it is kept, against the same page written for each reader."""

import statistics

from django.core.cache import cache
from django.test import Client

from benchmarks.answering import seconds
from benchmarks.installation import event_of, prepare
from benchmarks.table import Ratio, show
from openevent.lib import addresses

REPEATS = 15
BROWSER = {"accept": "text/html", "accept-encoding": "gzip"}


def schedule() -> list[Ratio]:
    """The page packed for a browser, as it goes over the network; its form, menus and stars are written each time."""
    event, client = event_of(1000), Client(headers=BROWSER)
    path = addresses.schedule(event.identifier)
    assert client.get(path).status_code == 200
    kept, made = [], []
    for _ in range(REPEATS):
        cache.clear()
        made.append(seconds(lambda: client.get(path)))
        kept.append(seconds(lambda: client.get(path)))
    ours, other = statistics.median(kept), statistics.median(made)
    return [
        Ratio(
            what="page of a schedule of 1,000 sessions, kept : written for each reader",
            ours=f"{1 / ours:.0f}/s", other=f"{1 / other:.1f}/s", ratio=other / ours,
            wanted="at least 3", met=other / ours >= 3,
        )
    ]  # fmt: skip


def measure() -> list[Ratio]:
    """All of it."""
    prepare()
    return schedule()


if __name__ == "__main__":
    show(measure())

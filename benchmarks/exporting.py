"""A whole export of 1,000 sessions against its parts, and the queue against the work."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import requests
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.installation import event_of, organiser, prepare
from benchmarks.table import Ratio, show
from openevent import demonstration
from openevent.accounts import tokens
from openevent.calendars import ics
from openevent.cli import main as command
from openevent.events import revising
from openevent.events.models import Event
from openevent.exports import building, requesting
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.program import calendar

SESSIONS = 1000
REPEATS = 15
PORT = 8765
PATIENCE = 30.0


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_rows(event: Event) -> None:
    """Read the rows of the export, and make nothing of them."""
    list(calendar.rows(event))
    list(calendar.links(event))


def new_job(event: Event) -> str:
    """The id of a job that nobody has begun."""
    now = timezone.now()
    return str(Job.objects.create(task=requesting.TASK, kind="ical", event=event, asked_at=now, sent_at=now).pk)


def export(event: Event) -> float:
    """How long the export takes, from its claim to its finish, file and all."""
    job_id = new_job(event)
    return seconds(lambda: running.run(job_id, building.build))


def whole_against_parts() -> tuple[list[Ratio], float]:
    """The ratios, and how long the export of 1,000 sessions takes."""
    event = event_of(SESSIONS)
    document = calendar.schedule(event).calendar
    wholes, writing, reading = [], [], []
    for _ in range(REPEATS):
        wholes.append(export(event))
        writing.append(seconds(lambda: [piece for piece in ics.stream(document)]))  # noqa: C416 - as a file takes them
        reading.append(seconds(lambda: read_rows(event)))
    whole, parts = statistics.median(wholes), statistics.median(writing) + statistics.median(reading)
    job_id = new_job(event)
    with CaptureQueriesContext(connection) as queries:
        running.run(job_id, building.build)
    ratios = [
        Ratio(
            what=f"export of {SESSIONS:,} sessions : writing + reading alone",
            ours=f"{whole * 1000:.1f} ms",
            other=f"{parts * 1000:.1f} ms",
            ratio=whole / parts,
            wanted="at most 2",
            met=whole / parts <= 2,
        ),
        Ratio(
            what=f"export of {SESSIONS:,} sessions: statements",
            ours=str(len(queries)),
            other="6",
            ratio=len(queries) / 6,
            wanted="at most 6",
            met=len(queries) <= 6,
        ),
    ]
    return ratios, whole


def queue_against_work(export_of_thousand: float) -> list[Ratio]:
    """From request to SUCCESS through the embedded queue, less the work itself, against an export of 1,000 sessions."""
    command(["demonstration"], standalone_mode=False)
    event = Event.objects.get(identifier=demonstration.IDENTIFIER)
    work = statistics.median(export(event) for _ in range(REPEATS))
    server = subprocess.Popen(
        [sys.executable, "-m", "openevent", "serve", f"--port={PORT}"], env=os.environ, stderr=subprocess.DEVNULL
    )
    try:
        totals = [round_trip(event) for _ in range(REPEATS + 2)][2:]  # the first ones wait for the start
    finally:
        server.terminate()
        server.wait()
    added = statistics.median(totals) - work
    return [
        Ratio(
            what=f"queue's share of a demonstration export : export of {SESSIONS:,} sessions",
            ours=f"{added * 1000:.1f} ms",
            other=f"{export_of_thousand * 1000:.1f} ms",
            ratio=added / export_of_thousand,
            wanted="less than 1",
            met=added < export_of_thousand,
        )
    ]


def round_trip(event: Event) -> float:
    """Seconds from the request's row to the finished one, for a revision that nobody has exported."""
    with transaction.atomic():
        revising.bump(event, revising.Kind.CHANGED, event, by=None)
    headers = {"Authorization": f"JWT {tokens.access_token(organiser(), fresh=True)}"}
    url = f"http://127.0.0.1:{PORT}"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            path = f"/v1/events/{event.identifier}/export/ical"
            job_id = requests.get(url + path, headers=headers, timeout=5).json()["task_url"].rsplit("/", 1)[1]
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    while time.monotonic() < end:
        job = Job.objects.get(pk=job_id)
        if job.finished_at is not None:
            return (job.finished_at - job.asked_at).total_seconds()
        time.sleep(0.05)  # seldom: asking must not slow the answer down
    raise SystemExit("the server did not answer in time")


def measure() -> list[Ratio]:
    """All ratios of this file."""
    prepare()
    ratios, export_of_thousand = whole_against_parts()
    return [*ratios, *queue_against_work(export_of_thousand)]


if __name__ == "__main__":
    show(measure())

"""Importing an archive: statements that do not grow with its sessions, and where the time goes."""

import io
import json
import zipfile
from collections import Counter
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import installation
from benchmarks.table import Ratio, show
from openevent.events.models import Event
from openevent.imports import archive
from openevent.imports.archive.progress import READ

# FOSSASIA Summit 2018: the biggest genuine archive that we know. A tenth of it must need as many statements.
SESSIONS, FEW_SESSIONS = 371, 37
REPEATS = 5
SHARE_OF_SAVING = 1.0  # writing the rows takes no longer than reading them and cleaning their texts
ABSTRACT = (
    '<p style="">How do we keep a schedule right when <b>everything</b> changes every hour? Let us look at three years '
    'of running a volunteer event.</p><ul><li style="">what broke,</li><li>what we fixed &amp; what we would do again'
    '</li></ul><p><span style="font-size: 18pt">See <a href="https://example.org/a?b=1&amp;c=2">notes</a>.</span></p>'
)


def packed(sessions: int, identifier: str) -> io.BytesIO:
    """An archive with so many sessions and speakers, texts of usual length, and few tracks, rooms and types."""
    people = [
        {"id": number, "name": f"Speaker {number}", "email": f"{number}@x.example", "short-biography": ABSTRACT}
        for number in range(sessions)
    ]
    files = {
        "event": {
            "identifier": identifier,
            "name": "Benchmark",
            "timezone": "Asia/Singapore",
            "starts-at": "2027-03-22T09:30:00+08:00",
            "ends-at": "2027-03-25T19:00:00+08:00",
        },
        "tracks": [{"id": number, "name": f"Track {number}", "color": "#c62874"} for number in range(14)],
        "microlocations": [{"id": number, "name": f"Room {number}"} for number in range(17)],
        "session_types": [{"id": number, "name": f"Type {number}", "length": "00:25"} for number in range(7)],
        "speakers": people,
        "sessions": [
            {
                "id": number,
                "title": f"Session {number}",
                "state": "accepted",
                "starts-at": f"2027-03-2{number % 4 + 2}T1{number % 8}:00:00+08:00",
                "ends-at": f"2027-03-2{number % 4 + 2}T1{number % 8}:25:00+08:00",
                "short-abstract": ABSTRACT * 3,
                "track": {"id": number % 14},
                "microlocation": {"id": number % 17},
                "session-type": {"id": number % 7},
                "speakers": [people[number]],
            }
            for number in range(sessions)
        ],
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, json.dumps(content))
    return file


def statements(sessions: int, identifier: str) -> Counter[str]:
    """The statements of one import, by their verb and table."""
    with CaptureQueriesContext(connection) as queries:
        archive.take_over(packed(sessions, identifier), owner=None, by=None)
    return Counter(" ".join(query["sql"].split("(")[0].split()[:3]) for query in queries.captured_queries)


def times(sessions: int) -> tuple[float, float]:
    """How long reading with cleaning and how long saving takes, in milliseconds."""
    file, reached = packed(sessions, "0000000a"), {0: perf_counter()}

    def reach(percent: int) -> None:
        reached[percent] = perf_counter()

    archive.take_over(file, owner=None, by=None, progress=reach)
    Event.objects.filter(source="0000000a").delete()
    return (reached[READ] - reached[0]) * 1000, (reached[100] - reached[READ]) * 1000


def measure() -> list[Ratio]:
    """Statements of a big and a small import; saving against reading."""
    installation.prepare()
    many, few = statements(SESSIONS, "0000000b"), statements(FEW_SESSIONS, "0000000c")
    runs = [times(SESSIONS) for _ in range(REPEATS)]
    reading, saving = median(run[0] for run in runs), median(run[1] for run in runs)
    return [
        Ratio(
            what=f"statements of an import: {SESSIONS} sessions against {FEW_SESSIONS}",
            ours=f"{many.total()} statements",
            other=f"{few.total()} statements",
            ratio=many.total() / few.total(),
            wanted="1, table by table",
            met=many == few,
        ),
        Ratio(
            what=f"an import of {SESSIONS} sessions: saving against reading and cleaning",
            ours=f"{saving:.0f} ms",
            other=f"{reading:.0f} ms",
            ratio=saving / reading,
            wanted=f"at most {SHARE_OF_SAVING:g}",
            met=saving <= SHARE_OF_SAVING * reading,
        ),
    ]


if __name__ == "__main__":
    show(measure())

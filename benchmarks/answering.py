"""Answers of the API: a page remembered, made, and as the library renders it; a 304; an event of 10,000 sessions."""

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.installation import START, event_of, organiser, prepare
from benchmarks.library import PlainSessions
from benchmarks.table import Ratio, show
from openevent.accounts import tokens
from openevent.events.models import Event
from openevent.lib import ports
from openevent.program.models import Session

QUERY = "?include=speakers,track,microlocation&page[size]=100"
MEDIA_TYPE = "application/vnd.api+json"
REPEATS, REQUESTS, ROUNDS = 15, 1500, 5
PORT = 8766


def seconds(work: Callable[[], Any]) -> float:
    """How long the work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def page() -> list[Ratio]:
    """A page of 100 sessions with speakers, track and room, for an anonymous reader."""
    event = event_of(1000)
    client, path = Client(), f"/v1/events/{event.identifier}/sessions{QUERY}"
    plain = PlainSessions.as_view({"get": "list"}, event=event.pk)
    request = RequestFactory().get(f"/plain{QUERY}")

    def library() -> Any:
        response = plain(request)
        response.render()
        return response

    ours, theirs = client.get(path), library()
    assert ours.status_code == theirs.status_code == 200
    same = [[one["id"] for one in json.loads(body)["data"]] for body in (ours.content, theirs.content)]
    assert same[0] == same[1]
    assert len(same[0]) == 100
    cold, warm, other = [], [], []
    for _ in range(REPEATS):
        other.append(seconds(library))
        cache.clear()
        cold.append(seconds(lambda: client.get(path)))
        warm.append(seconds(lambda: client.get(path)))
    made, kept, rendered = map(statistics.median, (cold, warm, other))
    return [
        Ratio(
            what="page of 100 sessions, unchanged : the library's rendering",
            ours=f"{kept * 1000:.2f} ms", other=f"{rendered * 1000:.1f} ms", ratio=rendered / kept,
            wanted="at least 15", met=rendered / kept >= 15,
        ),
        Ratio(
            what="page of 100 sessions, made : the library's rendering",
            ours=f"{made * 1000:.1f} ms", other=f"{rendered * 1000:.1f} ms", ratio=rendered / made,
            wanted="at least 1", met=rendered / made >= 1,
        ),
    ]  # fmt: skip


def ask(sock: socket.socket, request: bytes, count: int) -> None:
    """Send the request this often on one connection, and read every answer to its end."""
    for _ in range(count):
        sock.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += sock.recv(65536)


def not_modified() -> list[Ratio]:
    """A 304 for a poll of an unchanged list, against an empty view of the same server."""
    event = Event.objects.order_by("pk").last()
    assert event is not None
    path = f"/v1/events/{event.identifier}/sessions{QUERY}"
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--log-level", "warning",
         "--blocking-threads", "4", "benchmarks.wsgi:application"],
    )  # fmt: skip
    try:
        assert ports.wait_for_answer("127.0.0.1", PORT, patience=30)
        with socket.create_connection(("127.0.0.1", PORT)) as sock:
            head = f"GET {path.replace('[', '%5B').replace(']', '%5D')} HTTP/1.1\r\nHost: localhost\r\n"
            sock.sendall(f"{head}\r\n".encode())
            answer = sock.recv(65536)
            tag = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"etag:")).split(b":", 1)[1]
        polls = head.encode() + b"If-None-Match:" + tag + b"\r\n\r\n"
        nothing = b"GET /empty HTTP/1.1\r\nHost: localhost\r\n\r\n"
        rates: dict[bytes, list[float]] = {polls: [], nothing: []}
        for _ in range(ROUNDS):
            for request, found in rates.items():
                with socket.create_connection(("127.0.0.1", PORT)) as sock:
                    sock.sendall(request)
                    assert sock.recv(65536).startswith(b"HTTP/1.1 304" if request is polls else b"HTTP/1.1 200")
                    found.append(REQUESTS / seconds(lambda: ask(sock, request, REQUESTS)))  # noqa: B023 - called at once
    finally:
        server.terminate()
        server.wait()
    ours, other = statistics.median(rates[polls]), statistics.median(rates[nothing])
    return [
        Ratio(
            what="304 of a list : an empty view of the same server",
            ours=f"{ours:,.0f}/s", other=f"{other:,.0f}/s", ratio=ours / other, wanted="at least 0.40",
            met=ours / other >= 0.4,
        )
    ]  # fmt: skip


def big_event() -> list[Ratio]:
    """Lists, the conflict check and single writes in an event of 10,000 sessions, against one of 100."""
    ratios = []
    small, big = Figures(event_of(100)), Figures(event_of(10_000))
    for name, most, more in (("write", 2.0, 0), ("page", 3.0, 1), ("conflicts", 400.0, 1)):
        ours, other = big.median(name), small.median(name)
        ratios.append(
            Ratio(
                what=f"{WHAT[name]}, 10,000 sessions : 100",
                ours=f"{ours * 1000:.1f} ms, {big.statements(name)} statements",
                other=f"{other * 1000:.1f} ms, {small.statements(name)} statements",
                ratio=ours / other,
                wanted=f"at most {most:g}",
                met=ours / other <= most and abs(big.statements(name) - small.statements(name)) <= more,
            )
        )
    return ratios


WHAT = {"write": "moving a session", "page": "the last page of sessions", "conflicts": "all conflicts"}


class Figures:
    """What is measured in one event."""

    def __init__(self, event: Event) -> None:
        self.event = event
        token = tokens.access_token(organiser(), fresh=True)
        self.client = Client(headers={"Authorization": f"JWT {token}"})
        self.session = Session.objects.filter(event=event).order_by("pk").first()
        self.minutes = 0

    def write(self) -> None:
        """Move a session."""
        assert self.session is not None
        self.minutes += 1
        starts_at = START.replace(minute=self.minutes % 60)
        attributes = {"starts-at": starts_at.isoformat(), "ends-at": starts_at.replace(hour=8).isoformat()}
        document = {"data": {"type": "session", "id": str(self.session.pk), "attributes": attributes}}
        address = f"/v1/sessions/{self.session.pk}"
        assert self.client.patch(address, json.dumps(document), content_type=MEDIA_TYPE).status_code == 200

    def page(self) -> None:
        """The last page of the list."""
        last = -(-Session.objects.filter(event=self.event).count() // 100)
        cache.clear()
        answer = self.client.get(f"/v1/events/{self.event.pk}/sessions{QUERY}&page[number]={last}")
        assert answer.status_code == 200

    def conflicts(self) -> None:
        """All conflicts of the event."""
        assert self.client.get(f"/v1/events/{self.event.pk}/conflicts").status_code == 200

    def median(self, name: str) -> float:
        """How long it takes."""
        return statistics.median(seconds(getattr(self, name)) for _ in range(REPEATS))

    def statements(self, name: str) -> int:
        """How many statements it takes."""
        with CaptureQueriesContext(connection) as queries:
            getattr(self, name)()
        return len(queries)


def measure() -> list[Ratio]:
    """All of it."""
    prepare()
    return [*page(), *not_modified(), *big_event()]


if __name__ == "__main__":
    show(measure())

"""A program that follows a calendar over CalDAV: what a sync after one change costs, and what travels."""

import io
import statistics
import sys
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from benchmarks.answering import seconds
from benchmarks.installation import organiser
from benchmarks.table import Ratio
from openevent.events.models import Event
from openevent.feeds.caldav.mount import Mount
from openevent.program import editing

DAV = "{DAV:}"
REPEATS = 25
ASKED = (
    '<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token><sync-level>1</sync-level>'
    '<prop><getetag/><C:calendar-data xmlns:C="urn:ietf:params:xml:ns:caldav"/></prop></sync-collection>'
)


def _nothing(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
    raise AssertionError("the mount answers by itself")


MOUNT = Mount(_nothing)


def synced(event: Event, token: str) -> bytes:
    """The answer to a sync of the event's calendar, in this process."""
    body = ASKED.format(token=token).encode()
    environ = {
        "REQUEST_METHOD": "REPORT", "PATH_INFO": f"/caldav/events/{event.identifier}/", "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
        "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip
    return b"".join(MOUNT(environ, lambda *_: None))


def after_one_change(event: Event) -> tuple[float, int]:
    """Seconds of a sync after one session got another title, and how many items it sends."""
    token = ET.fromstring(synced(event, "")).findtext(f"{DAV}sync-token", "")
    session = event.sessions.order_by("pk")[10]
    times: list[float] = []
    for number in range(REPEATS):
        editing.change(session, by=organiser(), title=f"Session with its title {number}")
        times.append(seconds(partial(synced, event, token)))
        answer = ET.fromstring(synced(event, token))
        token = answer.findtext(f"{DAV}sync-token", "")
    return statistics.median(times), len(answer.findall(f"{DAV}response"))


def one_change(small: Event, big: Event) -> list[Ratio]:
    """A sync after one change in a big event against one in a small event."""
    (less, _), (more, sent) = after_one_change(small), after_one_change(big)
    return [
        Ratio(
            what="a CalDAV sync after one change among 10,000 sessions : 100",
            ours=f"{more * 1000:.1f} ms",
            other=f"{less * 1000:.1f} ms",
            ratio=more / less,
            wanted="at most 2",
            met=more / less <= 2,
        ),
        Ratio(
            what="items that this sync sends",
            ours=str(sent),
            other="1",
            ratio=float(sent),
            wanted="1",
            met=sent == 1,
        ),
    ]

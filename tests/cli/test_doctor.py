"""`openevent doctor`, asked of files and of real servers."""

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openevent.calendars import ics, itip
from openevent.calendars.formats import FORMATS
from openevent.cli import fetching, main
from tests.calendars.documents import at, calendar, entry, message

RIGHT = ics.write(
    calendar(
        entry(uid="1-a", starts_at=at("2026-10-24 08:00"), ends_at=at("2026-10-24 09:00")),
        entry(uid="2-a", starts_at=at("2026-10-26 08:00"), ends_at=at("2026-10-26 23:00")),
    )
)
WRONG = RIGHT.replace(b"PRODID:-//fossasia//open-event//EN\r\n", b"")
HEADERS = {"Content-Type": "text/calendar; charset=utf-8", "ETag": '"7"', "Cache-Control": "no-cache"}


def call(*words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["doctor", *words], input=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "summit.ics"
    path.write_bytes(RIGHT)
    return path


class Feed:
    """A server with one calendar: what it answers, and the requests that it was asked."""

    def __init__(self, body: bytes = RIGHT, status: int = 200, **headers: str) -> None:
        self.body, self.status = body, status
        self.headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.compares, self.moved_to, self.asked = True, "", list[dict[str, str]]()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append({name.lower(): value for name, value in handler.headers.items()})
        if self.moved_to and handler.path == "/a.ics":
            self.send(handler, 301, b"", {"Location": self.moved_to})
        elif self.compares and "ETag" in self.headers and handler.headers["If-None-Match"] == self.headers["ETag"]:
            self.send(handler, 304, b"", self.headers)
        else:
            self.send(handler, self.status, self.body, self.headers)

    def send(self, handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def served(feed: Feed) -> Iterator[str]:
    """The address of the calendar while it is served."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed.answer(self)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/a.ics"
        finally:
            server.shutdown()


def asked(feed: Feed) -> tuple[int, list[str], str]:
    """Exit status, codes of the findings, and what was said on standard error."""
    with served(feed) as url:
        result = call(url, "--json")
    codes = [finding["code"] for finding in json.loads(result.stdout)["findings"]] if result.stdout else []
    return result.exit_code, codes, result.stderr


def test_a_right_file_is_said_to_be_right(file: Path) -> None:
    result = call(str(file))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Summit: 2 sessions, 24–26 October 2026, Europe/Berlin\n")
    assert "The calendar is right." in result.stdout
    for program in ("Google Calendar", "Outlook on the web", "Outlook (classic)", "Apple Calendar", "Thunderbird"):
        assert program in result.stdout


def test_of_a_message_it_is_not_said_what_programs_that_follow_it_will_show() -> None:
    result = call("-", stdin=itip.write(message()))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 session, 1 July 2026, Europe/Berlin\n\nThe calendar is right.\n"


def test_a_wrong_file_ends_with_1_and_says_what_to_do() -> None:
    result = call("-", stdin=WRONG)

    assert result.exit_code == 1
    assert "The calendar has no PRODID" in " ".join(result.stdout.split())
    assert "1 error, 0 warnings, 1 note" in result.stdout


def test_json_is_one_line_with_everything() -> None:
    result = call("-", "--json", stdin=WRONG)

    said = json.loads(result.stdout)
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)
    assert {name: said[name] for name in said if name not in {"findings", "programs"}} == {
        "source": "-",
        "name": "Summit",
        "zone": "Europe/Berlin",
        "sessions": 2,
        "starts_at": "2026-10-24T08:00:00+00:00",
        "ends_at": "2026-10-26T23:00:00+00:00",
        "errors": 1,
        "warnings": 0,
        "notes": 1,
    }
    assert said["findings"][0] == {
        "severity": "error",
        "code": "missing-prodid",
        "uid": "",
        "detail": "The calendar has no PRODID: nothing says which program wrote it. Add it.",
    }
    assert said["programs"][0].keys() == {"program", "refresh", "heeds_interval", "notes"}


@pytest.mark.parametrize(
    ("starts", "ends", "head"),
    [
        ("2026-10-24 08:00", "2026-10-24 09:00", "Summit: 1 session, 24 October 2026, Europe/Berlin"),
        ("2026-10-24 08:00", "2026-10-24 22:00", "Summit: 1 session, 24 October 2026, Europe/Berlin"),  # till midnight
        ("2026-10-31 08:00", "2026-11-01 09:00", "Summit: 1 session, 31 October – 1 November 2026, Europe/Berlin"),
        ("2026-12-31 08:00", "2027-01-01 09:00", "Summit: 1 session, 31 December 2026 – 1 January 2027, Europe/Berlin"),
    ],
)
def test_the_head_says_when_it_is(starts: str, ends: str, head: str) -> None:
    result = call("-", stdin=ics.write(calendar(entry(starts_at=at(starts), ends_at=at(ends)))))

    assert result.stdout.splitlines()[0] == head


def test_a_fault_of_every_session_is_told_a_few_times() -> None:
    many = ics.write(calendar(*[entry(uid=f"{number}-a") for number in range(10)])).replace(b"CONFIRMED", b"SURE")

    said = " ".join(call("-", stdin=many).stdout.split())

    assert said.count("has STATUS:SURE") == 3
    assert "… and 7 more of this kind (status); --json lists them all." in said


def test_text_of_the_file_does_not_steer_the_terminal() -> None:
    result = call("-", stdin=WRONG.replace(b"NAME:Summit", b"NAME:\x1b[2J[bold]Summit"))

    assert "\x1b" not in result.stdout
    assert "[2J[bold]Summit: 2 sessions" in result.stdout


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("/nowhere.ics", "/nowhere.ics cannot be read: No such file or directory"),
        ("ftp://example.org/a.ics", "it must begin with https://, http:// or webcal://"),
        ("file:///etc/passwd", "it must begin with https://, http:// or webcal://"),
        ("https:///a.ics", "it must begin with https://, http:// or webcal://"),
        ("http://[::1/a.ics", "is no address"),
        ("http://127.0.0.1:1/a.ics", "cannot be fetched"),
        ("http://127.0.0.1:port/a.ics", "cannot be fetched"),
        ("http://127.0.0.1:1/a b", "cannot be fetched"),
        ("http://exämple.invalid/ä.ics", "http://xn--exmple-cua.invalid/%C3%A4.ics cannot be fetched"),
        ("webcals:127.0.0.1:1/a.ics", "https://127.0.0.1:1/a.ics cannot be fetched: [Errno 111] Connection refused\n"),
        (
            "webcal:127.0.0.1:1/a.ics",
            "https://127.0.0.1:1/a.ics cannot be fetched: [Errno 111] Connection refused. http:",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_with_a_sentence(source: str, sentence: str) -> None:
    result = call(source)

    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_too_big_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "BIGGEST", 100)

    assert call(str(file)).exit_code == 1
    assert "which programs do not read" in call(str(file)).stderr


# --- over HTTP --------------------------------------------------------------------------------------------------------


def test_a_feed_is_asked_twice_the_second_time_with_its_tag() -> None:
    feed = Feed()

    status, codes, said = asked(feed)

    assert (status, codes) == (0, ["no-last-modified", "no-refresh-interval"])
    assert said.startswith("Fetching http://127.0.0.1")
    first, second = feed.asked
    assert (first.get("if-none-match"), second["if-none-match"]) == (None, '"7"')
    assert "accept" not in first  # as Google's importer


def test_a_feed_that_does_not_know_its_own_tag_is_found_out() -> None:
    feed = Feed()
    feed.compares = False

    assert asked(feed)[:2] == (0, ["not-304", "no-last-modified", "no-refresh-interval"])


def test_without_a_tag_the_date_is_sent_back() -> None:
    feed = Feed(Last_Modified="Fri, 01 May 2026 12:00:00 GMT")
    del feed.headers["ETag"]
    feed.compares = False

    assert asked(feed)[1] == ["not-304", "no-etag", "no-refresh-interval"]
    assert feed.asked[1]["if-modified-since"] == "Fri, 01 May 2026 12:00:00 GMT"


def test_without_either_it_is_asked_once() -> None:
    feed = Feed()
    del feed.headers["ETag"]

    assert asked(feed)[1] == ["no-validator", "no-refresh-interval"]
    assert len(feed.asked) == 1


def test_a_packed_feed_is_unpacked() -> None:
    status, codes, _ = asked(Feed(gzip.compress(WRONG), Content_Encoding="gzip"))

    assert (status, codes[0]) == (1, "missing-prodid")


def test_redirects_are_followed_and_told() -> None:
    feed = Feed()
    feed.moved_to = "/b.ics"

    status, codes, _ = asked(feed)

    assert (status, codes) == (0, ["redirected-to-http", "no-last-modified", "no-refresh-interval", "redirected"])
    assert len(feed.asked) == 4


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_stands_in_a_redirect_is_not_read(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    feed, sent = Feed(), list[int]()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/b.ics":
            feed.send(handler, 200, RIGHT, feed.headers)
            return
        handler.send_response(status)
        handler.send_header("Location", "/b.ics")
        handler.end_headers()
        with suppress(OSError):  # nobody listens any more
            for _ in range(2000):
                sent.append(handler.wfile.write(b"x" * 65_536))

    monkeypatch.setattr(feed, "answer", endless)

    assert asked(feed)[0] == 0
    assert sum(sent) < 100_000_000


def test_a_feed_packed_in_parts_is_put_together() -> None:
    parts = gzip.compress(RIGHT[:500]) + gzip.compress(RIGHT[500:])

    assert asked(Feed(parts, Content_Encoding="gzip"))[0] == 0


def test_a_redirect_out_of_http_is_not_followed() -> None:
    feed = Feed()
    feed.moved_to = "ftp://127.0.0.1/b.ics"

    status, codes, said = asked(feed)

    assert (status, codes, len(feed.asked)) == (1, [], 1)
    assert "cannot be fetched: unknown url type: ftp" in said


def test_a_page_instead_of_a_calendar_is_said_to_be_one() -> None:
    status, codes, _ = asked(Feed(b"<html>Sign in</html>", Content_Type="text/html", Set_Cookie="a=b"))

    assert (status, codes) == (1, ["content-type", "not-a-calendar", "sets-cookie", "no-last-modified"])


@pytest.mark.parametrize(
    ("feed", "sentence"),
    [
        (Feed(status=404), "The server answers 404 Not Found instead of a calendar."),
        (
            Feed(status=410),
            (
                "The server answers 410 Gone instead of a calendar. The address was given up, as that of a personal "
                "calendar that was revoked or renewed: ask for another."
            ),
        ),
        (Feed(status=204), "The server answers 204 No Content instead of a calendar."),
        (Feed(b"no gzip", Content_Encoding="gzip"), "packed with gzip, but it is not"),
        (Feed(b"", Content_Encoding="br"), "packs the calendar with br"),
        (Feed(gzip.compress(RIGHT)[:40], Content_Encoding="gzip"), "broke off before the whole calendar"),
        (Feed(b"BEGIN:VCAL", Content_Length="500"), "broke off before the whole calendar"),
        (Feed(b"x" * 2000), "has more than"),
        (Feed(gzip.compress(b"x" * 2000), Content_Encoding="gzip"), "has more than"),
    ],
)
def test_an_answer_that_is_no_use_is_refused(feed: Feed, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "BIGGEST", 1000)

    status, codes, said = asked(feed)

    assert (status, codes) == (1, [])
    assert sentence in said


def test_a_server_that_dawdles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    feed, over = Feed(), threading.Event()
    monkeypatch.setattr(feed, "answer", lambda _handler: over.wait(5))

    with served(feed) as url:
        result = call(url)
        over.set()

    assert (result.exit_code, "within 0.2 seconds" in result.stderr or "timed out" in result.stderr) == (1, True)


@pytest.mark.parametrize("head", [b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\nX-Slow: "])
def test_a_server_that_sends_drop_by_drop_is_not_waited_for(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    feed = Feed()

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        with suppress(OSError):  # nobody listens any more
            for _ in range(40):
                handler.wfile.write(b"x")
                time.sleep(0.02)

    monkeypatch.setattr(feed, "answer", dribble)

    assert asked(feed)[2].endswith("has not sent the whole calendar within 0.2 seconds.\n")


def test_webcal_means_https(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[str] = []

    def get(url: str, _headers: object) -> fetching.Answer:
        went.append(url)
        return fetching.Answer(200, RIGHT, {"content-type": "text/calendar; charset=utf-8"}, ())

    monkeypatch.setattr(fetching, "_get", get)

    assert call("webcal://example.org/a.ics?track=1#top").exit_code == 0
    assert went == ["https://example.org/a.ics?track=1"]


def test_webcal_means_http_where_https_cannot_be_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 2)
    feed = Feed()

    with served(feed) as url:
        result = call(url.replace("http:", "webcal:"), "--json")

    assert result.exit_code == 0
    assert f"No connection over https: {url} was used, without encryption." in result.stderr
    assert json.loads(result.stdout)["address"] == url
    assert [asked.get("if-none-match") for asked in feed.asked if "user-agent" in asked] == [None, '"7"']


@pytest.mark.parametrize("scheme", ["webcals", "https"])
def test_nothing_else_goes_without_encryption(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 2)
    feed = Feed()

    with served(feed) as url:
        result = call(url.replace("http:", f"{scheme}:"))

    assert (result.exit_code, feed.asked) == (1, [])
    assert "cannot be fetched" in result.stderr


def test_a_wrong_certificate_is_told_and_not_gone_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SSLCertVerificationError("certificate has expired")

    monkeypatch.setattr("http.client.HTTPSConnection.connect", refuse)

    result = call("webcal://127.0.0.1:1/a.ics")

    assert (result.exit_code, "certificate has expired" in result.stderr) == (1, True)
    assert "http://" not in result.stderr


def test_no_database_is_needed(file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openevent", "doctor", str(file)]
    nowhere = {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}

    done = subprocess.run(command, env={**os.environ, **nowhere}, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "The calendar is right." in done.stdout


DOCUMENT = calendar(entry())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (FORMATS["jcal"].write(DOCUMENT), "jCal, the JSON form of iCalendar (RFC 7265)"),
        (FORMATS["xcal"].write(DOCUMENT), "xCal, the XML form of iCalendar (RFC 6321)"),
        (FORMATS["jscalendar"].write(DOCUMENT), "JSCalendar (RFC 8984)"),
        (FORMATS["schedule.xml"].write(DOCUMENT), "a schedule.xml"),
        (FORMATS["schedule.json"].write(DOCUMENT), "a schedule.json"),
        (FORMATS["atom"].write(DOCUMENT), "an Atom feed"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"),
        (b"<?xml version='1.0'?><!-- a --><rss version='2.0'/>", "an RSS feed"),
        (b"<other/>", "XML"),
        (b'{"events": []}', "JSON"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "a vCard"),
        (b"PK\x03\x04", "a zip archive"),
        (gzip.compress(RIGHT), "packed with gzip"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_a_file_of_another_format_is_said_to_be_one(data: bytes, kind: str) -> None:
    result = call("-", "--json", stdin=data)

    (finding,) = json.loads(result.stdout)["findings"]
    assert (result.exit_code, finding["code"]) == (1, "not-a-calendar")
    assert finding["detail"] == (
        f"This is no iCalendar file, and no other kind is checked here: it looks to be {kind}. Check the .ics file."
    )


def test_a_damaged_calendar_is_no_file_of_another_format() -> None:
    result = call("-", "--json", stdin=RIGHT[:-30])

    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["detail"].startswith("This calendar file is incomplete: the 'VEVENT' that begins in line ")

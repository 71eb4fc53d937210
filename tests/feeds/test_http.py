"""How feeds are asked for and answered: validators, codings, caching; and that each is made once."""

import gzip
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from os import urandom
from typing import Any
from unittest.mock import Mock

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import freshness, issuing
from openevent.events.models import Event
from openevent.feeds import keeping, wanting
from openevent.feeds.front import PollsFirst
from openevent.feeds.keeping import Keeper, Made
from openevent.program import editing, reviewing
from openevent.program.models import Session
from openevent.program.states import Side
from tests.conftest import as_user
from tests.feeds.calendars import get


@pytest.fixture
def path(event: Event, session: Session) -> str:
    return f"/e/{event.identifier}/schedule.ics"


# --- validators ---


def test_the_same_twice_is_the_same_bytes_under_the_same_tag(path: str) -> None:
    first = get(path)
    keeping.KEEPER.forget()
    second = get(path)

    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert not first["ETag"].startswith("W/")


@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"other", {tag}', "*", '{tag},"other"'])
def test_a_repeat_with_the_received_tag_is_not_modified(path: str, known: str) -> None:
    first = get(path)

    again = get(path, **{"If-None-Match": known.format(tag=first["ETag"])})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Vary"] == first["Vary"]
    assert "Content-Type" not in again


def test_a_tag_without_its_quotes_is_another_tag(path: str) -> None:
    tag = get(path)["ETag"].strip('"')

    assert get(path, **{"If-None-Match": tag}).status_code == 200


def test_a_change_gives_another_tag(path: str, session: Session, olga: User) -> None:
    tag = get(path)["ETag"]

    editing.change(session, by=olga, title="Another title")

    again = get(path, **{"If-None-Match": tag})
    assert (again.status_code, again["ETag"] == tag) == (200, False)


def test_tags_are_of_one_selection_format_and_coding(event: Event, path: str, session: Session) -> None:
    asked = [path, f"{path}?track={session.track_id}", path.replace(".ics", ".json"), f"{path}?profile=rich"]

    tags = [get(one)["ETag"] for one in asked]
    tags += [get(path, **{"Accept-Encoding": coding})["ETag"] for coding in ("gzip", "br")]

    assert len(set(tags)) == 6


def test_whatever_there_is_is_known_and_what_is_not_there_is_not(event: Event, path: str) -> None:
    asked = [path, "/e/deadbeef/schedule.ics", f"/e/{event.identifier}/sessions/999999.ics"]

    assert [get(one, **{"If-None-Match": "*"}).status_code for one in asked] == [304, 404, 404]


@pytest.mark.parametrize("filler", [",", '"other",', "x", "W/"])
def test_a_very_long_list_of_tags_is_looked_through(path: str, filler: str) -> None:
    tag, long = get(path)["ETag"], filler * (100_000 // len(filler))

    for known, status in ((long, 200), (f"{long},{tag}", 304)):
        assert get(path, **{"If-None-Match": known}).status_code == status
        assert wsgi(path, HTTP_IF_NONE_MATCH=known)[0].startswith(str(status))


def test_how_often_programs_are_to_ask_is_in_the_file_and_so_in_its_tag(path: str, settings: Any) -> None:
    before = get(path)

    settings.FEED_REFRESH = timedelta(minutes=5)

    after = get(path, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert [b":PT1H" in before.content, b":PT1H" in after.content] == [True, False]
    assert after["ETag"] != before["ETag"]


@pytest.fixture
def dated(path: str, event: Event) -> str:
    """The path of a calendar that changed last on 1 October 2025, at noon."""
    Event.objects.filter(pk=event.pk).update(changed_at="2025-10-01T12:00:00.5Z")
    return path


def test_it_has_no_date_while_it_may_change_within_that_second_again(path: str) -> None:
    assert "Last-Modified" not in get(path)


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Wed, 01 Oct 2025 12:00:00 GMT", 304),
        ("Wed, 01 Oct 2025 12:00:01 GMT", 304),
        ("Wednesday, 01-Oct-25 12:00:00 GMT", 304),  # as once was usual (RFC 9110, 5.6.7)
        ("Wed Oct  1 12:00:00 2025", 304),
        ("Wed, 01 Oct 2025 11:59:59 GMT", 200),
        ("Wed, 32 Oct 2025 12:00:00 GMT", 200),
        ("2025-10-01T12:00:00Z", 200),
        ("", 200),
        ("9" * 100_000, 200),
    ],
)
def test_a_date_alone_is_a_validator(dated: str, since: str, status: int) -> None:
    assert get(dated)["Last-Modified"] == "Wed, 01 Oct 2025 12:00:00 GMT"

    assert get(dated, **{"If-Modified-Since": since}).status_code == status
    assert wsgi(dated, HTTP_IF_MODIFIED_SINCE=since)[0].startswith(str(status))


@pytest.mark.parametrize("since", ["Wed, 01 Oct 2025 11:00:00 GMT", "Wed, 01 Oct 2025 12:00:00 GMT"])
def test_beside_a_tag_no_date_counts(dated: str, since: str) -> None:
    known = {'"other"': 200, "": 200, get(dated)["ETag"]: 304}

    for tag, status in known.items():
        assert get(dated, **{"If-Modified-Since": since, "If-None-Match": tag}).status_code == status


def test_no_validator_outlives_the_cancellations(
    dated: str, event: Event, session: Session, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell_for(days: int) -> None:
        monkeypatch.setattr(freshness, "REMEMBERED", timedelta(days=days))
        freshness._limit.cache_clear()

    reviewing.change_state(session, to="withdrawn", side=Side.ORGANIZER, by=olga)
    over = timezone.now() - timedelta(days=10)
    Event.objects.filter(pk=event.pk).update(starts_at=over - timedelta(days=2), ends_at=over)
    Event.objects.filter(pk=event.pk).update(changed_at="2025-10-01T12:00:00Z")
    tell_for(days=30)
    before = get(dated)

    tell_for(days=5)

    tag, date = {"If-None-Match": before["ETag"]}, {"If-Modified-Since": before["Last-Modified"]}
    answers = [get(dated, **known) for known in (tag, date, tag | date)]
    assert b"STATUS:CANCELLED" in before.content
    assert [(one.status_code, b"BEGIN:VEVENT" in one.content) for one in answers] == [(200, False)] * 3
    assert get(dated, **{"If-Modified-Since": answers[0]["Last-Modified"]}).status_code == 304


# --- codings ---


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("*", "br"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=nonsense", ""),
        ("", ""),
    ],
)
def test_it_comes_in_a_coding_that_is_accepted(path: str, accepted: str, coding: str) -> None:
    plain = get(path).content

    answer = get(path, **{"Accept-Encoding": accepted})

    unpack: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
    assert answer.get("Content-Encoding", "") == coding
    assert unpack[coding](answer.content) == plain
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Length"] == str(len(answer.content))


def test_its_gzip_tells_no_time(path: str) -> None:
    packed = get(path, **{"Accept-Encoding": "gzip"}).content

    assert packed[4:8] == b"\0\0\0\0"


# --- the rest of HTTP ---


def test_head_says_what_get_says(path: str) -> None:
    whole, head = get(path), as_user(None).head(path)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert head["Content-Length"] == str(len(whole.content))


def test_it_needs_no_cookie_and_no_accept_header_and_sets_none(path: str) -> None:
    answer = as_user(None).get(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_caches_may_keep_it_for_a_minute(path: str) -> None:
    answer = get(path)

    assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_error_is_kept_by_nobody(event: Event) -> None:
    assert get("/e/deadbeef/schedule.ics")["Cache-Control"] == "no-store"


# --- before Django ---


def wsgi(path: str, query: str = "", method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """What the server answers without what stands behind it; status “passed on” where that has to."""
    found: list[Any] = ["passed on", {}]

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        found[:] = [status, dict(headers)]

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **headers}
    body = b"".join(PollsFirst(lambda _environ, _start: [])(environ, start_response))
    return found[0], found[1], body


def test_polls_and_kept_calendars_are_answered_at_once_and_as_django_does(path: str) -> None:
    assert wsgi(path)[0] == "passed on"  # it is to be made first
    whole = get(path)

    kept, unchanged = wsgi(path), wsgi(path, HTTP_IF_NONE_MATCH=whole["ETag"])

    told = {name: value for name, value in whole.items() if name != "Server-Timing"}
    assert (kept[0], kept[1], kept[2]) == ("200 OK", told, whole.content)
    assert (unchanged[0], unchanged[1]["ETag"], unchanged[2]) == ("304 Not Modified", whole["ETag"], b"")
    assert wsgi(path, method="HEAD") == ("200 OK", told, b"")


def test_a_poll_of_an_unchanged_feed_is_one_read(path: str) -> None:
    tag = get(path)["ETag"]

    with CaptureQueriesContext(connection) as queries:
        status, _, _ = wsgi(path, HTTP_IF_NONE_MATCH=tag)

    assert (status, len(queries)) == ("304 Not Modified", 1)


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"query": "track=red"},
        {"query": "my_schedule"},
        {"query": "state=pending"},
        {"HTTP_AUTHORIZATION": "JWT x"},
    ],
)
def test_what_needs_more_is_passed_on(event: Event, path: str, asked: dict[str, str]) -> None:
    get(path)
    get(f"/v1/events/{event.identifier}.ics")

    assert wsgi(path if "my_schedule" not in asked.values() else f"/v1/events/{event.identifier}.ics", **asked)[0] == (
        "passed on"
    )


@pytest.mark.parametrize("query", ["a&" * wanting.LONGEST, "a" * (wanting.LONGEST + 1)], ids=["members", "characters"])
def test_a_query_that_is_too_long_is_refused(event: Event, path: str, ann: User, query: str) -> None:
    secret = issuing.issue(ann, name="Mine", scope="favourites")[1]
    server = PollsFirst(WSGIHandler())

    for asked in (path, f"/v1/events/{event.identifier}.ics", f"/feeds/{secret}.ics", "/v1/events.ics"):
        start_response = Mock()
        body = b"".join(server(RequestFactory().get(f"{asked}?{query}").environ, start_response))
        assert (start_response.call_args.args[0], b"The query has " in body) == ("400 Bad Request", True)
        assert get(f"{asked}?{query}").status_code == 400


def test_other_addresses_are_passed_on(event: Event) -> None:
    for other in ("/", "/v1/events", "/x.ics", f"/e/{event.identifier}/schedule.exe", "/feeds/short.ics"):
        assert wsgi(other)[0] == "passed on"


# --- made once ---


def test_a_hundred_at_the_same_moment_are_given_what_one_made() -> None:
    keeper, gate, made = Keeper(most=10_000), threading.Barrier(100), []
    release = threading.Event()

    def make() -> Made:
        release.wait(5)
        made.append(1)
        return Made(b"calendar")

    answers: list[tuple[bytes, bool]] = []

    def ask() -> None:
        gate.wait()
        kept, is_new = keeper.get("key", make)
        answers.append((kept.body(""), is_new))

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    release.set()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert sorted(is_new for _, is_new in answers) == [*[False] * 99, True]
    assert {body for body, _ in answers} == {b"calendar"}


def test_what_fails_is_not_kept_and_tried_again() -> None:
    keeper = Keeper(most=10_000)

    def fail() -> Made:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        keeper.get("key", fail)

    assert keeper.get("key", lambda: Made(b"calendar"))[1] is True


def test_what_was_not_asked_for_longest_makes_room() -> None:
    keeper = Keeper(most=2 * (keeping.AROUND + 10))
    for key in ("a", "b"):
        keeper.get(key, lambda: Made(b"x" * 10))
    keeper.peek("a")

    keeper.get("c", lambda: Made(b"x" * 10))

    assert [keeper.peek(key) is not None for key in ("a", "b", "c")] == [True, False, True]


def test_what_grows_after_it_made_room_is_not_counted() -> None:
    keeper = Keeper(most=3 * (keeping.AROUND + 500))
    made = [keeper.get(str(number), lambda: Made(urandom(500)))[0] for number in range(6)]

    def counted() -> list[int]:
        for one in made:
            one.body(next(codings))
        return [keeper._size, sum(one.size for one in keeper._kept.values())]

    codings = itertools.chain([keeping.GZIP] * 6, [keeping.BR] * 6)
    size, kept = counted()
    assert size == kept > 0

    keeper.forget()
    assert counted() == [0, 0]


@pytest.fixture
def shared(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is in the cache that several processes share."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "x"}}
    kept: dict[str, Any] = {}

    class Shared:
        """The cache, as each of them sees it."""

        def get(self, key: str) -> Any:
            return kept.get(key)

        def add(self, key: str, value: Any, **_lifetime: int) -> bool:
            return key not in kept and kept.setdefault(key, value) is value

        def set(self, key: str, value: Any, **_lifetime: int) -> None:
            kept[key] = value

        def delete(self, key: str) -> None:
            kept.pop(key)

    monkeypatch.setattr(keeping, "cache", Shared())
    return kept


def test_processes_share_what_one_of_them_made(shared: dict[str, Any]) -> None:
    one, other = Keeper(most=100), Keeper(most=100)

    first = one.get("key", lambda: Made(b"calendar"))
    second = other.get("key", lambda: Made(b"never made"))

    assert (first[1], second[1], second[0].body("")) == (True, False, b"calendar")
    assert list(shared) == ["feed/key"]


def test_where_one_process_fails_one_of_those_that_wait_makes_it(shared: dict[str, Any]) -> None:
    waited, made = threading.Event(), []

    def fail() -> Made:
        waited.wait(5)
        raise OSError("gone")

    def make() -> Made:
        made.append(1)
        time.sleep(0.1)
        return Made(b"calendar")

    with ThreadPoolExecutor(5) as processes:
        failing = processes.submit(Keeper(most=100).get, "key", fail)
        while not shared:
            time.sleep(0.001)
        begun = time.monotonic()
        waiting = [processes.submit(Keeper(most=100).get, "key", make) for _ in range(4)]
        threading.Timer(0.1, waited.set).start()
        answers = [one.result() for one in waiting]
        took = time.monotonic() - begun

    assert isinstance(failing.exception(), OSError)
    assert ({kept.body("") for kept, _ in answers}, len(made)) == ({b"calendar"}, 1)
    assert took < keeping.WAIT / 2
    assert list(shared) == ["feed/key"]

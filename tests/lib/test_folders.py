"""The embedded queue: whole messages, each got once."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import filesystem

from openevent.celery import app  # noqa: F401 - it makes the transport known
from openevent.lib.folders import Channel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def channels(folder: Path) -> Iterator[Any]:
    """Makes channels as separate processes have them."""
    connections: list[Connection] = []

    def new() -> Channel:
        options = {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        }
        connections.append(Connection("folders://localhost", transport_options=options))
        channel = connections[-1].channel()
        assert isinstance(channel, Channel)
        return channel

    yield new
    for connection in connections:
        connection.release()


def test_messages_come_in_their_order(channels: Any) -> None:
    channel = channels()

    for number in range(20):
        channel._put("celery", {"number": number})

    assert [channel._get("celery")["number"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_queue_gets_its_own_messages_only(channels: Any) -> None:
    channel = channels()
    channel._put("other", {"for": "other"})

    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("other") == {"for": "other"}


def rest(channel: Channel) -> Iterator[dict[str, Any]]:
    """The messages that are there, until there is none."""
    with suppress(Empty):
        while True:
            yield channel._get("celery")


def test_many_writers_and_readers_lose_double_and_halve_nothing(channels: Any, folder: Path) -> None:
    writers, readers, each = 4, 4, 150
    text = "x" * 20_000  # long enough to be written in several parts
    got: list[tuple[int, int]] = []
    written = threading.Event()

    def write(writer: int, channel: Channel) -> None:
        for number in range(each):
            channel._put("celery", {"who": writer, "number": number, "text": text})

    def read(channel: Channel) -> None:
        is_last = False
        while not is_last:
            is_last = written.is_set()  # before it looks: what comes later is got in another round
            for message in rest(channel):
                assert message["text"] == text
                got.append((message["who"], message["number"]))

    reading = [threading.Thread(target=read, args=(channels(),)) for _ in range(readers)]
    writing = [threading.Thread(target=write, args=(writer, channels())) for writer in range(writers)]
    for thread in reading + writing:
        thread.start()
    for thread in writing:
        thread.join()
    written.set()
    for thread in reading:
        thread.join()

    assert sorted(got) == [(writer, number) for writer in range(writers) for number in range(each)]
    assert list((folder / "messages").iterdir()) == []


def test_a_message_that_cannot_be_read_is_passed_over(channels: Any, folder: Path) -> None:
    channel = channels()
    (folder / "messages" / "00_broken.celery.msg").write_bytes(b"")
    channel._put("celery", {"number": 1})

    assert channel._get("celery") == {"number": 1}
    assert list((folder / "messages").iterdir()) == []


def test_a_binding_is_written_once(channels: Any) -> None:
    one, other = channels(), channels()

    one._queue_bind("celery", "celery", "", "celery")
    other._queue_bind("celery", "celery", "", "celery")

    assert [tuple(bound) for bound in one.get_table("celery")] == [("celery", "", "celery")]


@pytest.mark.parametrize(("asked", "waited"), [(2.0, 0.2), (0.1, 0.1), (None, None)])
def test_nobody_waits_so_long_that_an_end_is_noticed_late(
    monkeypatch: pytest.MonkeyPatch, asked: float | None, waited: float | None
) -> None:
    seen: list[float | None] = []
    monkeypatch.setattr(filesystem.Transport, "drain_events", lambda _self, _of, timeout: seen.append(timeout))
    with Connection("folders://localhost") as connection:
        connection.transport.drain_events(connection, timeout=asked)

    assert seen == [waited]

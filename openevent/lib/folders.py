"""The embedded queue: messages as files in a folder of one machine.

kombu's own filesystem transport writes a message into the file that a worker may be reading already, and a worker that
reads half a message ends. Here a message, or a table of queues, gets its name when it is whole.
"""

import json
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

import structlog
from kombu.transport import filesystem
from kombu.transport.filesystem import exchange_queue_t

log = structlog.get_logger(__name__)

WAIT = 0.2  # seconds; Celery would wait two


class Channel(filesystem.Channel):
    """Puts and gets whole messages only; each is got once, whoever else looks at the same moment."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]  # kombu has two names for it
        name = f"{time.time_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 - the library's signature
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - asked a hundred times a second: names are enough
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = folder / f".{name}.{uuid.uuid4()}"
            try:
                (folder / name).rename(mine)
            except FileNotFoundError:  # somebody else has got it
                continue
            try:
                return json.loads(mine.read_bytes())
            except ValueError:  # a disk that was full or failed
                log.exception("a message cannot be read; its job will be sent again", file=name)
            finally:
                mine.unlink(missing_ok=True)
        raise Empty

    def _table(self, exchange: str) -> Path:
        file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # the stubs do not know it
        return file

    def get_table(self, exchange: str) -> list[exchange_queue_t]:  # type: ignore[override]  # tuples with names
        """Which queues are bound to the exchange."""
        try:
            return [exchange_queue_t(*bound) for bound in json.loads(self._table(exchange).read_bytes())]
        except FileNotFoundError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        bound, table = exchange_queue_t(routing_key or "", pattern or "", queue or ""), self.get_table(exchange)
        if bound not in table:
            _write_whole(self._table(exchange), [bound, *table])


def _write_whole(file: Path, content: object) -> None:
    """Write the file under another name in its folder, then give it its own."""
    draft = file.with_name(f".{uuid.uuid4()}")
    try:
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    """The transport of the addresses that begin with `folders://`."""

    Channel = Channel
    driver_type = "folders"
    driver_name = "folders"

    def drain_events(self, connection: Any, timeout: float | None = None, **_kwargs: Any) -> None:
        """Wait for a message, but never for long: a worker that shall end looks for that between two waits."""
        super().drain_events(connection, timeout=timeout if timeout is None else min(timeout, WAIT))

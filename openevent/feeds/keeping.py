"""Rendered calendars, kept as bytes: each is made once, however many ask for it at the same moment."""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

import brotli
from django.conf import settings
from django.core.cache import cache

IDENTITY, GZIP, BR = "", "gzip", "br"
SHARED_FOR = 3600  # seconds
AROUND = 1024  # bytes that a kept calendar takes beside its own
WAIT, STEP = 10.0, 0.02  # so long a process waits for what another one makes, and so often it looks


class Made(NamedTuple):
    """A calendar as it was rendered: its bytes, and when what it says last changed, if that is known."""

    body: bytes
    changed_at: datetime | None = None


class Kept:
    """A rendered calendar: its bytes, plain, and compressed as soon as somebody asks for that."""

    def __init__(self, made: Made, grown: "Callable[[Kept, int], None]" = lambda _kept, _bytes: None) -> None:
        self.changed_at = made.changed_at
        self.size = AROUND + len(made.body)  # bytes, as its keeper has counted them
        self._bodies = {IDENTITY: made.body}
        self._grown = grown
        self._lock = threading.Lock()

    def body(self, coding: str) -> bytes:
        """The bytes in this coding: the same at every call, on every machine."""
        found = self._bodies.get(coding)
        if found is not None:
            return found
        with self._lock:
            if coding not in self._bodies:
                self._bodies[coding] = _CODINGS[coding](self._bodies[IDENTITY])
                self._grown(self, len(self._bodies[coding]))
            return self._bodies[coding]


class Keeper:
    """Kept calendars by their keys, as many as fit into `most` bytes; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0
        self._making: dict[str, Future[Kept]] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Made]) -> tuple[Kept, bool]:
        """What is kept under the key, and whether this call made it; whoever asks meanwhile waits for that one.

        What `make` raises is raised to all who wait, and nothing is kept.
        """
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept, False
            under_way = self._making.get(key)
            if under_way is None:
                made = self._making[key] = Future()
        if under_way is not None:
            return under_way.result(), False
        return self._make(key, make, made)

    def peek(self, key: str) -> Kept | None:
        """What is kept under the key, if it was made before."""
        kept = self._kept.get(key)
        if kept is not None:
            with self._lock, suppress(KeyError):  # it may have had to make room just now
                self._kept.move_to_end(key)
        return kept

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _make(self, key: str, make: Callable[[], Made], made: "Future[Kept]") -> tuple[Kept, bool]:
        try:
            found, is_ours = _shared(key, make)
        except BaseException as error:
            with self._lock:
                del self._making[key]
            made.set_exception(error)
            raise
        kept = Kept(found, partial(self._grow, key))
        with self._lock:
            self._kept[key] = kept
            self._size += kept.size
            del self._making[key]
            self._make_room()
        made.set_result(kept)
        return kept, is_ours

    def _grow(self, key: str, kept: Kept, more: int) -> None:
        """Something got another coding: it counts as long as it is kept."""
        with self._lock:
            if self._kept.get(key) is kept:
                kept.size += more
                self._size += more
                self._make_room()

    def _make_room(self) -> None:
        while len(self._kept) > 1 and self._size > self.most:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size


def _shared(key: str, make: Callable[[], Made]) -> tuple[Made, bool]:
    """The calendar, from the cache that all processes share where there is one; and whether they were made here."""
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        return make(), True
    name = f"feed/{key}"
    found = cache.get(name)
    if found is not None:
        return Made(*found), False
    making = f"{name}/making"
    given_up = time.monotonic() + WAIT
    is_ours = cache.add(making, 1, timeout=int(WAIT))
    while not is_ours and time.monotonic() < given_up:  # another process makes it; if that fails or dies one of us does
        time.sleep(STEP)
        if (found := cache.get(name)) is not None:
            return Made(*found), False
        is_ours = cache.add(making, 1, timeout=int(WAIT))
    try:
        made = make()
        cache.set(name, tuple(made), timeout=SHARED_FOR)
    finally:
        if is_ours:
            cache.delete(making)
    return made, True


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)  # the time would make equal calendars differ


def _br(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=5))


_CODINGS: dict[str, Callable[[bytes], bytes]] = {GZIP: _gzip, BR: _br}
KEEPER = Keeper(settings.FEED_CACHE_BYTES)

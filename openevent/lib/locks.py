"""Folders that one process at a time may work in."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openevent.lib.errors import Conflicting


class InUse(Conflicting):
    """Another process works in the folder."""


@contextmanager
def sole(folder: Path, sentence: str) -> Iterator[None]:
    """Hold the folder for the block; raises InUse with the sentence if another process does.

    The system gives the lock back when the process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(sentence) from error
        yield

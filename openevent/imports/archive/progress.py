"""How far an import is."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Row = TypeVar("Row")
Progress = Callable[[int], None]

OPENED, READ = 5, 90  # percent: opening and writing are quick, cleaning the texts of each row is not


def ignore(_percent: int) -> None:
    """Tell nobody."""


class Meter:
    """Tells how far reading is, a row at a time."""

    def __init__(self, progress: Progress, rows: int) -> None:
        """Begin with none of so many rows."""
        self._progress, self._rows, self._read, self._told = progress, rows, 0, OPENED

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, each counted when the next one is asked for."""
        for row in rows:
            yield row
            self._read += 1
            percent = OPENED + (READ - OPENED) * self._read // self._rows
            if percent > self._told:
                self._told = percent
                self._progress(percent)

"""An export on its way."""

from collections.abc import Iterator
from dataclasses import dataclass

from openevent.program.calendar import Skipped


@dataclass(frozen=True, kw_only=True)
class Made:
    """An export on its way: its bytes in pieces, of which there are about `pieces`, and what was left out."""

    stream: Iterator[bytes]
    pieces: int
    skipped: tuple[Skipped, ...] = ()

"""Spans of time that overlap; those that only touch do not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple


class Span(NamedTuple):
    """From when to when something takes place; spans are in order by start, then by number."""

    starts_at: datetime
    number: int
    ends_at: datetime


def pairs(spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Every two that overlap, the earlier one first, in O(n log n) and the number of those.

    A line sweeps from start to start and keeps those that have not ended, by their ends.
    """
    running: list[tuple[datetime, int, Span]] = []
    for span in sorted(spans):
        while running and running[0][0] <= span.starts_at:
            heappop(running)
        for _, _, earlier in running:
            yield earlier, span
        heappush(running, (span.ends_at, span.number, span))

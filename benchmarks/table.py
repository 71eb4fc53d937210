"""What a benchmark found, as rows of one table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """One comparison: both measurements and their ratio as text with units, what was wanted, whether it was met."""

    what: str
    ours: str
    other: str
    ratio: float
    wanted: str
    met: bool


def show(ratios: Sequence[Ratio]) -> None:
    """Print the rows as one aligned table."""
    rows = [("what", "ours", "other", "ratio", "wanted", "")]
    rows += [
        (row.what, row.ours, row.other, f"{row.ratio:.2f}", row.wanted, "met" if row.met else "MISSED")
        for row in ratios
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

"""How wide the columns of a list are, and how big its letters, so that most rows need one line."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

PAGE = 770.0  # points between the margins of A4 across
PADDING = 8.0  # points of each column that stay empty
SIZES = (9.0, 8.0, 7.0, 6.0)  # points
# In ems. For longer words no room is made, they are broken; longer texts are wrapped.
LONGEST_WORD, LONGEST_TEXT = 20.0, 22.0
MOST = 19 / 20  # of the rows are shorter than their column: a few long texts make no column wide


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Letters of this size in columns of these widths, both in points."""

    size: float
    widths: Sequence[float]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> "Columns":
        """The columns for these rows, which have a text for each of them; the heads are a row, too."""
        ems = [_needed(column) for column in zip(*rows, strict=True)]
        size = next((size for size in SIZES if _points(ems, size) <= PAGE), SIZES[-1])
        stretch = PAGE / _points(ems, size)
        return cls(size=size, widths=[round(_points([wide], size) * stretch, 2) for wide in ems])

    def may_break(self, text: str, column: int) -> bool:
        """Whether a word of the text may be wider than the column."""
        room = (self.widths[column] - PADDING) / self.size
        return _ems(text) > room and any(_ems(word) > room for word in text.split())


def _needed(column: Sequence[str]) -> float:
    """How wide the column must be for most of its texts to need one line, in ems."""
    lengths = sorted(map(_ems, column))
    usual = lengths[int((len(lengths) - 1) * MOST)]
    word = max((_ems(word) for cell in column for word in cell.split()), default=0)
    return max(min(usual, LONGEST_TEXT), min(word, LONGEST_WORD), 1)


def _points(ems: Sequence[float], size: float) -> float:
    return sum(wide * size + PADDING for wide in ems)


def _ems(text: str) -> float:
    """How wide the text is, rather more than less."""
    return sum(map(_em, text))


@cache
def _em(letter: str) -> float:
    if letter in " .,:;'|!iIjl":
        return 0.35
    if unicodedata.east_asian_width(letter) in "WF" or letter in "mwMW@%…—":
        return 1
    return 0.75 if letter.isupper() else 0.6

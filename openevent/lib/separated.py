"""Tables as text: comma-separated values (RFC 4180) that spreadsheets open, and take for words and numbers only."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from openevent.lib.text import storable

Cell = str | int | Decimal | None
MEDIA_TYPE = "text/csv; charset=utf-8; header=present"  # RFC 4180, 3
AT_ONCE = 500  # rows in a piece
# With the mark Excel reads UTF-8, without it what its system spoke of old; LibreOffice and Google take both.
MARK = codecs.BOM_UTF8
# What begins so is reckoned by spreadsheets, and not shown (OWASP, CSV Injection): “=HYPERLINK(…)”, also after blanks.
FORMULA = re.compile(r'[\s"]*[=+\-@\N{FULLWIDTH EQUALS SIGN}＋－＠]|[\t\r\n]')
# Where a spreadsheet's system divides by semicolons or tabs, quotes in the middle of its cell count for nothing: what
# follows these characters begins a cell of its own there. Their whole run is read at once, whatever follows: to begin
# anew at each would take time that grows with its square.
INNER_CELL = re.compile(r'([;\t\r\n][\s";]*)([=+\-@\N{FULLWIDTH EQUALS SIGN}＋－＠]?)')


class _Line:
    """Takes the line that the library writes, and gives it back."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def stream(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, at_once: int = AT_ONCE) -> Iterator[bytes]:
    """The table in pieces of so many rows, the first of which has the heads; the rows are read as they are needed.

    Numbers are numbers, all else is words in quotes.
    """
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC)
    lines = (writer.writerow([*map(_written, row)]) for row in chain([heads], rows))
    mark = MARK
    while piece := "".join(islice(lines, at_once)):
        yield mark + piece.encode()
        mark = b""


def _written(cell: Cell) -> str | int | Decimal:
    """The cell as it stands in the file; an amount of money never with an exponent."""
    if isinstance(cell, Decimal):
        return _Plain(cell)
    return cell if isinstance(cell, int) else harmless(cell or "")


class _Plain(Decimal):
    """A number that is written as people write it, whatever its size."""

    def __str__(self) -> str:
        return format(self, "f")


def harmless(words: str) -> str:
    """The words with an apostrophe wherever a spreadsheet would take what follows for a formula."""
    kept = INNER_CELL.sub(lambda cell: f"{cell[1]}'{cell[2]}" if cell[2] else cell[1], storable(words))
    return f"'{kept}" if FORMULA.match(kept) else kept

"""Tables of words read as spreadsheets read them: the encoding guessed, cells cut, numbers and formulas found."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
FORMULA = re.compile(r'[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]')


@dataclass(frozen=True)
class Formula:
    """A cell that is reckoned: what it says may be done on the reader's machine."""

    said: str


Value = str | Decimal | Formula


def opened(file: bytes, *, separator: str = ",") -> list[list[Value]]:
    """The cells, where the system divides by this separator; UTF-8 is known by the mark alone."""
    text = file.decode("utf-8-sig") if file.startswith(codecs.BOM_UTF8) else file.decode("cp1252", "replace")
    return [[_value(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def formulas(file: bytes, *, separator: str = ",") -> list[Formula]:
    """What would be reckoned."""
    return [cell for row in opened(file, separator=separator) for cell in row if isinstance(cell, Formula)]


def records(file: bytes) -> list[dict[str, Value]]:
    """The rows below the heads, each by them."""
    heads, *rows = opened(file)
    names = [str(head) for head in heads]
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _value(cell: str) -> Value:
    if NUMBER.fullmatch(cell):
        return Decimal(cell)
    return Formula(cell) if FORMULA.match(cell) else cell

"""A list of rows, and how its cells are read from them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from openevent.calendars.timezones import zone
from openevent.lib import money
from openevent.lib.separated import Cell

CHUNK = 500  # rows that are read from the database at once
Row = TypeVar("Row")
Columns = Mapping[str, Callable[[Row], Cell]]  # by their heads: how each cell is read


@dataclass(frozen=True, kw_only=True)
class Table(Generic[Row]):
    """A list; its rows are read one after the other, so that it may be of any length. `count` is about how many.

    Programs read `columns`, whose heads are the same for everybody. On paper there is room for a few only, `printed`,
    in the language of who asks, as is the title; those of `right` stand at the right. There the rows are sorted by
    `printed_by`.
    """

    title: str
    rows: Callable[[], Iterator[Row]]
    count: int
    columns: Columns[Row]
    printed: Columns[Row]
    right: frozenset[str] = frozenset()
    printed_by: Callable[[Row], Any] | None = None

    def cells(self) -> Iterator[list[Cell]]:
        """The cells of each row."""
        return ([read(row) for read in self.columns.values()] for row in self.rows())


def moment(at: datetime | None, timezone: str) -> str:
    """An instant as clocks in this zone show it, in a form that spreadsheets take for a time; empty for none."""
    return at.astimezone(zone(timezone)).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def yes(flag: bool | None) -> str:
    """A flag in a word; empty where nobody said."""
    return "" if flag is None else "Yes" if flag else "No"


def tick(flag: bool) -> str:
    """A flag on paper, in the reader's language."""
    return _("yes") if flag else _("no")


def said(value: object) -> Cell:
    """What somebody answered, be it words, a number, or yes or no."""
    if value is None or isinstance(value, bool):
        return yes(value)
    return value if isinstance(value, int | str) else str(value)


def amount(units: int, currency: str) -> Decimal:
    """An amount in whole units of its currency; without a currency there is none but 0."""
    return money.major(units, currency) if currency else Decimal(units)


def answers(values: Mapping[str, object] | None) -> str:
    """What was answered to questions of an event's own, in one cell."""
    return "; ".join(f"{name}: {said(value)}" for name, value in (values or {}).items())

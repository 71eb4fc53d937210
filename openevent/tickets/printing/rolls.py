"""Lists for the team, of orders and of who comes: as many pages as there are rows, and which of them each is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from openevent.lib import spoken, text, typesetting
from openevent.lib.errors import TooLarge
from openevent.tickets.printing.columns import Columns
from openevent.tickets.printing.labels import labels
from openevent.tickets.printing.languages import isolated, locale, voice

MOST_ROWS = 10_000  # one takes some 150 kilobytes of memory while it is printed
TEMPLATE = Path(str(files(__package__) / "roll.typ"))


class TooManyRows(TooLarge):
    """Printing them would take more memory than such a list is worth."""

    def __init__(self) -> None:
        most = format_decimal(MOST_ROWS, locale=spoken.locale())
        super().__init__(
            _("A list of more than %(most)s rows is not made as a PDF. Take it as a table (CSV).") % {"most": most}
        )


@dataclass(frozen=True, kw_only=True)
class Roll:
    """A list: each row has a text under each head. The columns whose numbers are in `right` stand at the right."""

    title: str
    subtitle: str = ""
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Collection[int] = frozenset()
    language: str = "en"  # of who reads it (BCP 47)

    def __post_init__(self) -> None:
        if not text.one_line(self.title):
            raise ValueError("A list needs a title.")
        if not self.heads or any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("Each row of a list needs a text for each of its heads, of which there is one at least.")


def roll(roll: Roll) -> bytes:
    """The list as a PDF; raises TooManyRows."""
    if len(roll.rows) > MOST_ROWS:
        raise TooManyRows
    return typesetting.pdf(TEMPLATE, content(roll))


def content(roll: Roll) -> dict[str, object]:
    """What the template is told."""
    language = locale(roll.language)
    heads, *rows = ([text.one_line(cell) for cell in row] for row in (roll.heads, *roll.rows))
    columns = Columns.of([heads, *rows])
    told: dict[str, object] = isolated(
        {
            "title": text.one_line(roll.title),
            "subtitle": text.one_line(roll.subtitle),
            "labels": labels(language),
            "heads": _marked(heads, columns),
            "rows": [_marked(row, columns) for row in rows],
        },
        language,
    )
    return told | {
        "voice": voice(language),
        "right": sorted(roll.right),
        "size": columns.size,
        "widths": columns.widths,
    }


def _marked(row: Sequence[str], columns: Columns) -> list[object]:
    """The cells; those that must be measured, which takes its time, are objects."""
    return [
        {"long": cell, "column": number} if columns.may_break(cell, number) else cell for number, cell in enumerate(row)
    ]

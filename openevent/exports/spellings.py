"""The ways in which a list is written: as text for spreadsheets, and on paper."""

from collections.abc import Iterator

from openevent.accounts import languages
from openevent.events.models import Event
from openevent.exports.made import Made
from openevent.exports.tables.table import Row, Table
from openevent.lib import separated
from openevent.tickets.printing import rolls
from openevent.tickets.printing.rolls import Roll


def as_text(table: Table[Row]) -> Made:
    """The list as comma-separated values, of any length: no more than a few hundred rows are ever in memory."""
    pieces = 1 + table.count // separated.AT_ONCE
    return Made(stream=separated.stream(list(table.columns), table.cells()), pieces=pieces)


def on_paper(table: Table[Row], event: Event) -> Made:
    """The list as a PDF, of as many rows as there is memory for. Raises TooManyRows."""
    if table.count > rolls.MOST_ROWS:
        raise rolls.TooManyRows
    return Made(stream=_printed(table, event), pieces=1)


def _printed(table: Table[Row], event: Event) -> Iterator[bytes]:
    rows = list(table.rows())
    if table.printed_by is not None:
        rows.sort(key=table.printed_by)
    heads = list(table.printed)
    yield rolls.roll(
        Roll(
            title=f"{table.title}: {event.name}",
            heads=heads,
            rows=[[str(read(row)) for read in table.printed.values()] for row in rows],
            language=languages.here(),
            right={number for number, head in enumerate(heads) if head in table.right},
        )
    )

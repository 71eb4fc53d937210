"""Where in an archive something stands, in words."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from openevent.lib.text import storable

SHOWN = 60


def shown(value: object) -> str:
    """The value in one short line that every database takes and every terminal shows."""
    words = " ".join(storable(str(value)[: 4 * SHOWN]).split())
    words = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in words)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def quoted(value: object) -> str:
    """The value as a sentence quotes it."""
    return _("“%(value)s”") % {"value": shown(value)}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A file of the archive, a row in it (its id or, without one, its number from 1) and a member as spelled there."""

    file: str
    row: str | int | None = None
    field: str = ""

    def at(self, field: str) -> "Place":
        """A member of this row, or of what is nested at this member."""
        return replace(self, field=f"{self.field}.{shown(field)}" if self.field else shown(field))

    def __str__(self) -> str:
        row = self.file if self.row is None else _("%(file)s, row %(row)s") % {"file": self.file, "row": self.row}
        return f"{row}, {_('“%(value)s”') % {'value': self.field}}" if self.field else row

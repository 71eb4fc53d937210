"""What of an archive was not taken over as it stands there, and why: gathered, grouped, told."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openevent.imports.archive.places import Place, quoted

TOLD_SINGLY = 3
VALUE = "{value}"  # where a reason speaks of the value elsewhere than in the beginning
MOST_KINDS = 200  # an archive made to annoy has thousands of unknown members


@dataclass(frozen=True, kw_only=True)
class Warning:  # noqa: A001 - the word that the API, the page and the command line use
    """One thing, or the same thing in many rows, that was not taken over as it stands in the archive."""

    file: str
    row: str | int | None
    field: str
    reason: str
    rows: tuple[str | int, ...] = ()  # which rows, where one warning is of many

    def as_json(self) -> dict[str, Any]:
        """The warning as the answer of a task holds it; `rows` only where there are several."""
        said = asdict(self)
        rows = said.pop("rows")
        return {**said, "rows": list(rows)} if rows else said


@dataclass(kw_only=True)
class Kind:
    """All leftovers of one reason in one member of one file: their number, and the first few."""

    reason: str
    count: int = 0
    first: list[tuple[Place, str]] = field(default_factory=list)
    rows: list[str | int] = field(default_factory=list)

    def warnings(self) -> list[Warning]:
        """A few are told one by one, many in one sentence with an example."""
        if self.count <= TOLD_SINGLY:
            return [self._warning(place, place.row, self._sentence(value)) for place, value in self.first]
        place, value = self.first[0]
        reason = ngettext(
            "%(count)s row, for example: %(sentence)s", "%(count)s rows, for example: %(sentence)s", self.count
        )
        reason = reason % {"count": self.count, "sentence": self._sentence(value)}
        return [self._warning(place, None, reason, tuple(dict.fromkeys(self.rows)))]

    def _sentence(self, value: str) -> str:
        return self.reason.replace(VALUE, value) if VALUE in self.reason else f"{value} {self.reason}".strip()

    def _warning(self, place: Place, row: str | int | None, reason: str, rows: tuple[str | int, ...] = ()) -> Warning:
        sentence = f"{reason[:1].upper()}{reason[1:]}."
        return Warning(file=place.file, row=row, field=place.field, reason=sentence, rows=rows)


class Leftovers:
    """Gathers leftovers while an archive is read."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kinds: dict[tuple[str, str, str], Kind] = {}
        self._further = 0

    def note(self, place: Place, reason: str, value: object = None) -> None:
        """Remember why something at this place was not taken over: a sentence whose subject is the value, if given.

        Of the sentence the reason is what follows the value; or all of it, with VALUE where the value stands.
        """
        key = (place.file, place.field, reason)
        if key not in self._kinds and len(self._kinds) >= MOST_KINDS:
            self._further += 1
            return
        kind = self._kinds.setdefault(key, Kind(reason=reason))
        kind.count += 1
        if place.row is not None:
            kind.rows.append(place.row)
        if kind.count <= TOLD_SINGLY:
            kind.first.append((place, _told(value)))

    def warnings(self) -> tuple[Warning, ...]:
        """Everything noted, in the order of its first appearance."""
        told = [warning for kind in self._kinds.values() for warning in kind.warnings()]
        if self._further:
            further = ngettext(
                "%(count)s further thing is left out.", "%(count)s further things are left out.", self._further
            )
            told.append(Warning(file="", row=None, field="", reason=further % {"count": self._further}))
        return tuple(told)


def left_out(why: Exception) -> str:
    """As a reason: all that stands there is left out, because of this."""
    return _("left out: %(reason)s") % {"reason": str(why).rstrip(".")}


def too_many(most: int) -> str:
    """As a reason: the first so many are taken."""
    return _("are more than %(most)s; the first %(most)s are taken") % {"most": most}


def _told(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return ngettext("%(count)s entry:", "%(count)s entries:", len(value)) % {"count": len(value)}
    return quoted(value)

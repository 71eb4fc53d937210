"""The rows of one file by their ids, and the row that a reference means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.imports.archive.dialects import Members, Spelled, note_contradictions, understood
from openevent.imports.archive.leftovers import Leftovers
from openevent.imports.archive.parsing import Json
from openevent.imports.archive.places import Place, quoted, shown
from openevent.imports.archive.refusals import TooBig, Unusable

MAX_ROWS = 10_000
MAX_KEY = 100
COPY_DIFFERS = gettext_noop("the copy here differs from the one that counts")
PEOPLE = frozenset({"speakers"})
NOT_COMPARED = {"id", "sessions", "font_color"}  # copies hold other members of these than rows do


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row as it stands in the archive; `key` is its id as text, or stands for one that it lacks."""

    key: str
    place: Place
    members: Members

    @cached_property
    def name(self) -> str:
        """What tells people of one id apart."""
        return name_in(self.members)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """All rows of one kind. Rows refer to each other by their number here, because an id may be given twice."""

    file: str
    is_complete: bool  # whether the archive has the file: then every reference must lead to a row of it
    entries: Sequence[Entry]
    numbers: Mapping[str, Sequence[int]]

    def find(self, reference: Json, place: Place, leftovers: Leftovers) -> int | None:
        """The number of the row that is meant; None, with a note, where nothing tells. Raises Unusable."""
        copy = understood(reference, of=self.file) if isinstance(reference, dict) else {}
        key = reference_key(reference, copy, place)
        if not key:
            leftovers.note(place, _("has no id; left out"), copy["name"].value if "name" in copy else None)
            return None
        number = self._number(key, name_in(copy), place)
        namesake = self._namesake(name_in(copy), number)
        if namesake is not None:
            leftovers.note(
                place, _("names one row by its id and another by its name {value}; the name counts"), name_in(copy)
            )
            return namesake
        if number is None:
            nowhere = _("is described nowhere: the archive has no file “%(file)s”; left out") % {"file": self.file}
            leftovers.note(place, nowhere, key)
        elif _differs(copy, self.entries[number].members):
            leftovers.note(place, _(COPY_DIFFERS))
        return number

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            found.setdefault(entry.name, []).append(number)
        return found

    def _namesake(self, name: str, number: int | None) -> int | None:
        """The one row of people that bears the name in a reference whose id belongs to somebody else.

        Archives written by hand mistype ids, but not names.
        """
        if self.file not in PEOPLE or not name or number is None or self.entries[number].name == name:
            return None
        bearers = self._by_name.get(name, ())
        return bearers[0] if len(bearers) == 1 else None

    def _number(self, key: str, name: str, place: Place) -> int | None:
        found = self.numbers.get(key, ())
        if not found and self.is_complete:
            raise Unusable(
                _("%(place)s refers to %(value)s, but “%(file)s” has no row with this id.")
                % {"place": place, "value": quoted(key), "file": self.file}
            )
        if len(found) > 1:
            found = [number for number in found if self.entries[number].name == name]
            if not found:
                raise Unusable(
                    _("%(place)s refers to %(value)s, an id that “%(file)s” gives to several people.")
                    % {"place": place, "value": quoted(key), "file": self.file}
                )
        return found[0] if found else None


def rows_of(file: str, content: Json, leftovers: Leftovers, *, are_named: bool = True) -> Iterator[Entry]:
    """The rows of a file, checked for their form; `are_named` says whether others refer to them by their ids.

    Raises Unusable, TooBig.
    """
    if not isinstance(content, list):
        raise Unusable(_("“%(file)s” should be a list of rows.") % {"file": file})
    if len(content) > MAX_ROWS:
        raise TooBig(
            _("“%(file)s” has %(count)s rows; at most %(most)s are taken.")
            % {"file": file, "count": len(content), "most": MAX_ROWS}
        )
    for number, row in enumerate(content, start=1):
        yield row_of(file, number, row, leftovers, is_named=are_named)


def row_of(file: str, number: int, row: Json, leftovers: Leftovers, *, is_named: bool) -> Entry:
    """One row of a file, by its number from 1, checked for its form. Raises Unusable."""
    if not isinstance(row, dict):
        raise Unusable(
            _("“%(file)s” should be a list of objects, but row number %(number)s is none.")
            % {"file": file, "number": number}
        )
    members = understood(row, of=file)
    key = key_of(members["id"].value, Place(file=file, row=number, field="id")) if "id" in members else ""
    if not key and is_named:
        leftovers.note(Place(file=file, row=number), _("has no id; nothing can refer to it"))
    place = Place(file=file, row=_shown_key(key) if key else number)
    note_contradictions(row, place=place, leftovers=leftovers)
    return Entry(key=key or f"row-{number}", place=place, members=members)


def key_of(value: Json, place: Place) -> str:
    """The id as text, "" where there is none: archives write 5 and "5" alike. Raises Unusable."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None:
        return ""
    if isinstance(value, bool | float | list | dict):
        raise Unusable(_("%(place)s should be an id, and is %(value)s.") % {"place": place, "value": quoted(value)})
    key = str(value).strip()
    if len(key) > MAX_KEY or not key.isprintable():
        raise Unusable(_("%(place)s should be an id, and is %(value)s.") % {"place": place, "value": quoted(key)})
    return key


def reference_key(reference: Json, copy: Members, place: Place) -> str:
    """The id in a reference, which is the id alone or a copy of what is meant; "" where there is none."""
    if isinstance(reference, dict):
        return key_of(copy["id"].value, place) if "id" in copy else ""
    return key_of(reference, place)


def name_in(members: Mapping[str, Spelled]) -> str:
    """The name in these members, as it is compared."""
    return " ".join(str(members["name"].value).split()).casefold() if "name" in members else ""


def _shown_key(key: str) -> str | int:
    return int(key) if key.isascii() and key.isdigit() and not key.startswith("0") else shown(key)


def _differs(copy: Members, members: Members) -> bool:
    shared = (copy.keys() & members.keys()) - NOT_COMPARED
    return any(_compared(copy[member]) != _compared(members[member]) for member in shared)


def _compared(spelled: Spelled) -> Json:
    return spelled.value if isinstance(spelled.value, list | dict) else str(spelled.value).strip()

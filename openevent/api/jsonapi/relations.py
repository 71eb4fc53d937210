"""How rows of one resource lead to rows of another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q, QuerySet

from openevent.events.access import Asker

Rows = QuerySet[Any, Any]
Found = dict[Any, list[Any]]  # the key of a row to the rows that it leads to


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relationship of a resource: where it leads, and whether a document may set it."""

    resource: str  # the type at the other end
    at: str = ""  # the last part of the related address, where that is not the relationship's name
    linked_at: str = ""  # the last part of the address of the linkage, where that is not its name
    many: bool = False
    needed: bool = False  # a new row must say it
    settable: bool = False  # a document may set it on creation and change it
    fixed: bool = False  # a document may set it on creation only
    said: str = ""  # what it is called among the facts, where that is not its column or its name
    inverse: str = ""  # the related resource's own relationship, through which members are put in and taken out
    held_by: str = ""  # the type under which the log of changes has the linkage, where that is not the row's own
    only: Callable[[Asker], Q] | None = None  # which of the rows that the asker sees the relationship is about
    # What the related address takes beside GET: PATCH and DELETE of a single one, POST of one more of many.
    writes: frozenset[str] = frozenset()

    @property
    def kept_by(self) -> str:
        """The type whose rows hold the linkage, where those are not the row's own."""
        return self.resource if self.inverse else self.held_by

    @property
    def is_part(self) -> bool:
        """Whether what is at the other end is one and belongs to the row: where there is none, nothing is found."""
        return False

    @property
    def back(self) -> str:
        """The column of the rows at the other end that leads here, where one is made at this end's address."""
        raise NotImplementedError

    def of(self, parent: Any, related: Rows) -> Rows:
        """Those of the related rows to which the parent leads."""
        raise NotImplementedError

    def matching(self, related: Rows) -> Q:
        """The rows that lead to at least one of the related rows."""
        raise NotImplementedError

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """For each parent the related rows, in their order; at most two statements."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ToOne(Relation):
    """A foreign key of the row itself."""

    column: str

    def of(self, parent: Any, related: Rows) -> Rows:
        """The one row, if it is among the related."""
        return related.filter(pk=getattr(parent, f"{self.column}_id"))

    def matching(self, related: Rows) -> Q:
        """By the key, as a subquery."""
        return Q(**{f"{self.column}_id__in": related.values("pk")})

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """One statement for all."""
        keys = {parent.pk: getattr(parent, f"{self.column}_id") for parent in parents}
        wanted = {key for key in keys.values() if key is not None}
        rows = {row.pk: row for row in related.filter(pk__in=wanted)} if wanted else {}
        return {pk: [rows[key]] if key in rows else [] for pk, key in keys.items()}


@dataclass(frozen=True, kw_only=True)
class Same(Relation):
    """The row itself, seen otherwise."""

    @property
    def is_part(self) -> bool:
        """It is there for whoever may see it so."""
        return True

    def of(self, parent: Any, related: Rows) -> Rows:
        """The row."""
        return related.filter(pk=parent.pk)

    def matching(self, related: Rows) -> Q:
        """The same rows."""
        return Q(pk__in=related.values("pk"))

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """One statement for all."""
        rows = {row.pk: row for row in related.filter(pk__in=[parent.pk for parent in parents])}
        return {parent.pk: [rows[parent.pk]] if parent.pk in rows else [] for parent in parents}


@dataclass(frozen=True, kw_only=True)
class Reverse(Relation):
    """A foreign key of the other rows, which points here; or a path of such keys: `session__event`."""

    column: str

    @property
    def is_part(self) -> bool:
        """Where there is one at most."""
        return not self.many

    @property
    def back(self) -> str:
        """The key that points here."""
        return self.column

    def of(self, parent: Any, related: Rows) -> Rows:
        """Those that point at the parent."""
        return related.filter(**{self.column: parent.pk})

    def matching(self, related: Rows) -> Q:
        """By the keys at which they point, as a subquery."""
        return Q(pk__in=related.filter(**{f"{self.column}__isnull": False}).values(f"{self.column}_id"))

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """One statement for all."""
        found: Found = {parent.pk: [] for parent in parents}
        key = attrgetter(f"{self.column.replace('__', '.')}_id")
        for row in related.filter(**{f"{self.column}__in": list(found)}):
            found[key(row)].append(row)
        return found


@dataclass(frozen=True, kw_only=True)
class Through(Relation):
    """Rows of a third table, each of which has a key of both ends."""

    links: Callable[[], QuerySet[Any]]  # in the order in which the related rows are to stand
    here: str
    there: str
    many: bool = True

    def of(self, parent: Any, related: Rows) -> Rows:
        """Those that a link joins with the parent."""
        joined = self.links().filter(**{self.here: parent.pk})
        return related.filter(pk__in=joined.order_by().values(f"{self.there}_id"))

    def matching(self, related: Rows) -> Q:
        """Those that a link joins with one of the related."""
        joined = self.links().filter(**{f"{self.there}__in": related.values("pk")})
        return Q(pk__in=joined.order_by().values(f"{self.here}_id"))

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """Two statements for all."""
        found: Found = {parent.pk: [] for parent in parents}
        links = list(
            self.links().filter(**{f"{self.here}__in": list(found)}).values_list(f"{self.here}_id", f"{self.there}_id")
        )
        rows = {row.pk: row for row in related.filter(pk__in={there for _, there in links})} if links else {}
        for here, there in links:
            if there in rows:
                found[here].append(rows[there])
        return found


def unique(found: Iterable[list[Model]]) -> list[Model]:
    """Every row once, in the order in which they were found."""
    seen: dict[Any, Model] = {}
    for rows in found:
        for row in rows:
            seen.setdefault(row.pk, row)
    return list(seen.values())

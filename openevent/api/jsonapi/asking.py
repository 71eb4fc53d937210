"""What a query string asks for: inclusions, members, order, page, filters. Every refusal names its parameter."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, OrderBy, OuterRef, Subquery, When
from django.http import QueryDict

from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Resource, resource
from openevent.events import access
from openevent.events.access import Asker
from openevent.lib.errors import Malformed

DEEPEST_INCLUDE, MOST_INCLUDES = 3, 50
DEFAULT_SIZE, BIGGEST_SIZE, LAST_PAGE = 20, 100, 10**9
FIELDS = re.compile(r"fields\[([a-z-]{1,50})\]")
NUMBER = re.compile(r"[0-9]{1,10}")

Tree = dict[str, Any]  # a relationship to the tree of what is included below it


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list: which, from 1, and of how many rows."""

    number: int = 1
    size: int = DEFAULT_SIZE


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the query string asks for."""

    include: Tree = field(default_factory=dict)
    is_compound: bool = False  # whether anything is to be included, be there something or not
    fields: dict[str, frozenset[str]] = field(default_factory=dict)  # of a type, the members wanted
    trashed: bool = False


def asked(query: QueryDict, of: Resource) -> Asked:
    """The query read for a resource; raises Malformed."""
    return Asked(
        include=include(query.get("include", ""), of),
        is_compound=bool(query.get("include")),
        fields=fields(query),
        trashed=query.get("get_trashed") == "true",
    )


def include(text: str, of: Resource) -> Tree:
    """Relationship paths as a tree: `speakers,track.event`. Raises Malformed."""
    tree: Tree = {}
    paths = [path for path in text.split(",") if path]
    if len(paths) > MOST_INCLUDES:
        raise Malformed(f"At most {MOST_INCLUDES} paths can be included.", parameter="include")
    for path in paths:
        steps = path.replace("_", "-").split(".")
        if len(steps) > DEEPEST_INCLUDE:
            raise Malformed(f"“{path[:100]}” is deeper than {DEEPEST_INCLUDE} steps.", parameter="include")
        here, level = of, tree
        for step in steps:
            if step in here.elsewhere:
                break
            relation = here.relations.get(step)
            if relation is None:
                raise Malformed(f"“{step[:100]}” is no relationship of “{here.type}”.", parameter="include")
            level = level.setdefault(step, {})
            here = resource(relation.resource)
    return tree


def fields(query: QueryDict) -> dict[str, frozenset[str]]:
    """The members wanted of each type: `fields[session]=title,starts-at`. Raises Malformed."""
    found = {}
    for parameter in query:
        if not parameter.startswith("fields["):
            continue
        match = FIELDS.fullmatch(parameter)
        try:
            known = resource(match[1]) if match else None
        except KeyError:
            known = None
        if known is None:
            raise Malformed("There is no such type.", parameter=parameter[:100])
        wanted = frozenset(name for name in str(query[parameter]).replace("_", "-").split(",") if name)
        for name in sorted(wanted - known.by_name.keys() - known.relations.keys()):
            raise Malformed(f"“{name[:100]}” is no member of “{known.type}”.", parameter=parameter)
        found[known.type] = wanted
    return found


def page(query: QueryDict) -> Page:
    """Which page: `page[number]`, from 1, and `page[size]`, at most 100. Raises Malformed."""
    return Page(
        number=_number(query, "page[number]", 1, LAST_PAGE),
        size=_number(query, "page[size]", DEFAULT_SIZE, BIGGEST_SIZE),
    )


def _number(query: QueryDict, parameter: str, default: int, most: int) -> int:
    text = query.get(parameter)
    if text is None:
        return default
    if not NUMBER.fullmatch(text) or int(text) < 1:
        raise Malformed(f"“{parameter}” must be a whole number from 1.", parameter=parameter)
    return min(int(text), most)


def order(query: QueryDict, of: Resource, asker: Asker) -> tuple[Any, ...] | None:
    """What to sort by, the id last: `sort=-starts-at,event.name`. None where nothing is asked. Raises Malformed."""
    text = query.get("sort", "")
    names = [name for name in text.split(",") if name]
    if len(names) > 5:
        raise Malformed("A list is sorted by at most five members.", parameter="sort")
    return (*(_ordering(name, of, asker) for name in names), "pk") if names else None


def _ordering(name: str, of: Resource, asker: Asker) -> OrderBy:
    first, _, member = name.removeprefix("-").replace("_", "-").partition(".")
    relation = of.relations.get(first) if member and first not in of.hidden else None
    if member and not isinstance(relation, ToOne):
        raise Malformed(f"A list of “{of.type}” is not sorted by “{name[:100]}”.", parameter="sort")
    column = _of_related(relation, member, asker) if isinstance(relation, ToOne) else _column(first, of, asker)
    return OrderBy(column, descending=name.startswith("-"))


def _of_related(relation: ToOne, member: str, asker: Asker) -> Subquery:
    """A column of the related row, where the asker sees that row: an order tells no more than the rows do."""
    target = resource(relation.resource)
    seen = target.model._default_manager.filter(access.visible(asker, target.reach))
    there = seen.filter(pk=OuterRef(f"{relation.column}_id")).annotate(sorted_by=_column(member, target, asker))
    return Subquery(there.values("sorted_by")[:1])


def _column(name: str, of: Resource, asker: Asker) -> Any:
    """The column of a member; of a private one only in the rows whose private view is open to the asker."""
    if name == "id":
        return F("pk")
    member = of.by_name.get(name)
    if member is None or not member.column or not is_column(of, member.column):
        raise Malformed(f"A list of “{of.type}” is not sorted by “{name[:100]}”.", parameter="sort")
    if name not in of.hidden:
        return F(member.column)
    opened = access.rows(asker, of.reach, of.hidden[name])
    if opened == access.NO_ROWS:
        raise Malformed(f"You do not see “{name[:100]}”, and so sort by it no list.", parameter="sort")
    return F(member.column) if opened == access.ALL_ROWS else Case(When(opened, then=F(member.column)))


def is_column(of: Resource, name: str) -> bool:
    """Whether the name is a column of the resource's table, which a database can sort and compare by."""
    return any(column.name == name for column in of.model._meta.concrete_fields)

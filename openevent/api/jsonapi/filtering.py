"""The filter language: `filter=[{"name": "starts-at", "op": "ge", "val": "…"}, …]` and `filter[name]=…`.

An allow-list of operators; only members of the resource's documents, and of the private ones only in rows whose
private view the asker sees; a condition on related rows only finds related rows that the asker sees. So nobody
learns by filtering what reading does not tell.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from rest_framework import serializers as rest

from openevent.api.jsonapi import likeness
from openevent.api.jsonapi.asking import is_column
from openevent.api.jsonapi.members import Instant, Member
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import Resource, resource
from openevent.events import access
from openevent.events.access import Asker
from openevent.lib.errors import Malformed
from openevent.lib.text import storable

MOST_NODES, DEEPEST, LONGEST_LIST, MOST_WILDCARDS = 50, 6, 200, 5
BY_NAME = re.compile(r"filter\[([a-z0-9_.-]{1,100})\]")

# What an operator asks of the database; a list where the operator takes one.
COMPARISONS: dict[str, str] = {
    "eq": "exact", "ne": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte", "in": "in", "in_": "in",
    "notin": "in", "notin_": "in", "like": "like", "notlike": "like", "ilike": "ilike", "notilike": "ilike",
    "is": "exact", "is_": "exact", "isnot": "exact", "startswith": "startswith", "endswith": "endswith",
    "contains": "contains", "match": "icontains",
}  # fmt: skip
NEGATED = frozenset({"ne", "notin", "notin_", "notlike", "notilike", "isnot"})
OPERATORS = sorted({name.removesuffix("_") for name in COMPARISONS} | {"has", "any"})
LISTS = frozenset({"in", "in_", "notin", "notin_"})
WORDS = frozenset({"like", "notlike", "ilike", "notilike", "startswith", "endswith", "contains", "match"})
RELATED = frozenset({"has", "any"})
ALL_OR_NOTHING = frozenset({"eq", "ne", "is", "is_", "isnot"})  # what compares with null
TO_COLUMN = {"eq": "exact", "ne": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}


def condition(query: QueryDict, of: Resource, asker: Asker) -> Q:
    """What the query's filters say of the rows of a resource; raises Malformed."""
    found = Q()
    for parameter in query:
        if parameter == "filter":
            reader = _Reader(asker, "filter")
            for node in reader.nodes(str(query[parameter])):
                found &= reader.condition(node, of, 1)
        elif parameter.startswith("filter["):
            match = BY_NAME.fullmatch(parameter)
            if match is None:
                raise Malformed("This is no name to filter by.", parameter=parameter[:100])
            found &= _by_name(match[1], str(query[parameter]), of, asker, parameter)
    return found


def _by_name(path: str, text: str, of: Resource, asker: Asker, parameter: str) -> Q:
    reader = _Reader(asker, parameter)
    steps = path.replace("__", ".").split(".")
    if len(steps) > DEEPEST:
        raise Malformed("The path is too deep.", parameter=parameter)
    node: dict[str, Any] = {"name": steps[-1], "op": "eq", "val": _literal(text)}
    for step in reversed(steps[:-1]):
        node = {"name": step, "op": "has", "val": node}
    return reader.condition(node, of, 1)


def _literal(text: str) -> Any:
    """What a bare word in an address means: true, false, null, a text (numbers are told by their member)."""
    return {"true": True, "false": False, "null": None}.get(text, text)


class _Reader:
    """Reads one filter; counts its nodes."""

    def __init__(self, asker: Asker, parameter: str) -> None:
        self.asker = asker
        self.parameter = parameter
        self.count = 0

    def wrong(self, sentence: str) -> Malformed:
        return Malformed(sentence, parameter=self.parameter)

    def nodes(self, text: str) -> list[Any]:
        try:
            nodes = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self.wrong("The filter must be a JSON array of conditions.") from error
        if not isinstance(nodes, list):
            raise self.wrong("The filter must be a JSON array of conditions.")
        return nodes

    def condition(self, node: Any, of: Resource, depth: int) -> Q:
        self.count += 1
        if self.count > MOST_NODES or depth > DEEPEST:
            raise self.wrong(f"A filter has at most {MOST_NODES} conditions, nested at most {DEEPEST} deep.")
        if not isinstance(node, dict):
            raise self.wrong("Each condition must be a JSON object.")
        for word, combine in (("or", self.any_of), ("and", self.all_of)):
            if word in node:
                return combine(node[word], of, depth)
        if "not" in node:
            return ~self.condition(node["not"], of, depth + 1)
        return self.comparison(node, of, depth)

    def any_of(self, nodes: Any, of: Resource, depth: int) -> Q:
        found = access.NO_ROWS
        for node in self.listed(nodes):
            found |= self.condition(node, of, depth + 1)
        return found

    def all_of(self, nodes: Any, of: Resource, depth: int) -> Q:
        found = Q()
        for node in self.listed(nodes):
            found &= self.condition(node, of, depth + 1)
        return found

    def listed(self, nodes: Any) -> list[Any]:
        if not isinstance(nodes, list):
            raise self.wrong("“or” and “and” take an array of conditions.")
        return nodes

    def comparison(self, node: dict[str, Any], of: Resource, depth: int) -> Q:
        name, op = node.get("name"), node.get("op")
        if not isinstance(name, str) or not isinstance(op, str):
            raise self.wrong("A condition has a “name” and an “op”, both texts.")
        if "val" not in node and "field" not in node:
            raise self.wrong(f"The condition on “{name[:100]}” needs a “val” or a “field”.")
        name = name.replace(".", "__")
        if "__" in name:
            first, _, rest_of_name = name.partition("__")
            inner = {**node, "name": rest_of_name}
            return self.related(first, inner, of, depth)
        name = name.replace("_", "-")
        if op in RELATED:
            return self.related(name, node.get("val"), of, depth)
        if name in of.relations:
            return self.leads(name, op, node, of)
        return self.on_member(name, op, node, of)

    def related(self, name: str, inner: Any, of: Resource, depth: int) -> Q:
        name = name.replace("_", "-")
        relation = of.relations.get(name)
        if relation is None:
            raise self.wrong(f"“{name[:100]}” is no relationship of “{of.type}”.")
        inside = self.condition(inner, resource(relation.resource), depth + 1)
        return self.guarded(name, relation.matching(self.seen(relation).filter(inside)), of)

    def leads(self, name: str, op: str, node: dict[str, Any], of: Resource) -> Q:
        """Whether a relationship leads to nothing, or to something, that the asker sees."""
        if op not in ALL_OR_NOTHING or node.get("val", op) is not None:
            raise self.wrong(f"The relationship “{name[:100]}” has conditions with “has” or “any”, or is null or not.")
        relation = of.relations[name]
        found = relation.matching(self.seen(relation))
        return self.guarded(name, found if op in NEGATED else ~found, of)

    def seen(self, relation: Relation) -> QuerySet[Any]:
        """The rows to which a relationship may lead the asker."""
        target = resource(relation.resource)
        rows = target.prepared(target.model._default_manager.filter(access.visible(self.asker, target.reach)))
        return rows.filter(relation.only(self.asker)) if relation.only else rows

    def on_member(self, name: str, op: str, node: dict[str, Any], of: Resource) -> Q:
        if op not in COMPARISONS:
            raise self.wrong(f"There is no operator “{op[:100]}”. There is: {', '.join(OPERATORS)}.")
        column, member = self.column(name, of)
        if "field" in node:
            return self.guarded(name, self.with_column(column, op, node["field"], of), of)
        value = node["val"]
        if value is None:
            if op not in ALL_OR_NOTHING:
                raise self.wrong(f"“{op}” takes no null.")
            found = self.nothing(column, of)
        else:
            found = Q(**{f"{column}__{COMPARISONS[op]}": self.value(member, op, value, of)})
        return self.guarded(name, ~found if op in NEGATED else found, of)

    def nothing(self, column: str, of: Resource) -> Q:
        """Rows whose column says nothing: NULL or, in a text, no character."""
        kind = of.model._meta.get_field(column)
        found = Q(**{f"{column}__isnull": True})
        return found | Q(**{column: ""}) if kind.get_internal_type() in TEXTS else found

    def with_column(self, column: str, op: str, other: Any, of: Resource) -> Q:
        if op not in TO_COLUMN or not isinstance(other, str):
            raise self.wrong(f"“field” goes with the operators {', '.join(TO_COLUMN)}, and names a member.")
        other_column, _ = self.column(other.replace("_", "-"), of)
        if of.model._meta.get_field(column).get_internal_type() != (
            of.model._meta.get_field(other_column).get_internal_type()
        ):
            raise self.wrong("Only members of the same kind can be compared.")
        if other.replace("_", "-") in of.hidden:
            raise self.wrong(f"“{other[:100]}” is private and compared with nothing.")
        found = Q(**{f"{column}__{TO_COLUMN[op]}": F(other_column)})
        return ~found if op in NEGATED else found

    def column(self, name: str, of: Resource) -> tuple[str, Member | None]:
        if name == "id":
            return "pk", None
        member = of.by_name.get(name)
        if member is None or not member.column or not is_column(of, member.column):
            raise self.wrong(f"“{name[:100]}” is no member of “{of.type}” to filter by.")
        return member.column, member

    def value(self, member: Member | None, op: str, value: Any, of: Resource) -> Any:
        if op in LISTS:
            if not isinstance(value, list) or len(value) > LONGEST_LIST:
                raise self.wrong(f"“{op}” takes a list of at most {LONGEST_LIST} values.")
            return [self.single(member, op, one, of) for one in value]
        return self.single(member, op, value, of)

    def single(self, member: Member | None, op: str, value: Any, of: Resource) -> Any:
        """The value as the column holds it; raises Malformed for what it cannot hold."""
        if member is None:
            return self.id(value)
        kind = of.model._meta.get_field(member.column).get_internal_type()
        if op in WORDS:
            if kind not in TEXTS or not isinstance(value, str) or len(value) > 1000 or storable(value) != value:
                raise self.wrong(f"“{op}” compares a text member with a text.")
            if value.count("%") > MOST_WILDCARDS:
                raise self.wrong(f"A pattern has at most {MOST_WILDCARDS} wildcards.")
            return value
        reader = READERS.get(kind)
        if reader is None:
            raise self.wrong(f"“{member.name}” cannot be compared.")
        try:
            return reader(value)
        except rest.ValidationError as error:
            reason = " ".join(map(str, error.detail)) if isinstance(error.detail, list) else ""
            raise self.wrong(f"“{member.name}” cannot be compared with this value: {reason or error}") from error

    def id(self, value: Any) -> int:
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise self.wrong("An id is a string of decimal digits.")
        return int(text)

    def guarded(self, name: str, found: Q, of: Resource) -> Q:
        """The condition; on a private member only where the asker sees it."""
        return found & access.rows(self.asker, of.reach, of.hidden[name]) if name in of.hidden else found


def _text(value: Any) -> str:
    if not isinstance(value, str) or storable(value) != value:
        raise rest.ValidationError("no text")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise rest.ValidationError("neither true nor false")
    return value


def _number(value: Any) -> Any:
    """A number; a bare word of an address may be one, too."""
    if isinstance(value, str):
        try:
            value = float(value) if "." in value else int(value[:20])
        except ValueError as error:
            raise rest.ValidationError("no number") from error
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**63:
        raise rest.ValidationError("no number")
    return value


def _whole(value: Any) -> int:
    found = _number(value)
    if not isinstance(found, int):  # the database would cut off what is after the point
        raise rest.ValidationError("no whole number")
    return found


likeness.register()
TEXTS = frozenset({"CharField", "TextField", "SlugField"})
READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(TEXTS, _text),
    "DateTimeField": Instant().to_internal_value,
    "BooleanField": _truth,
    **dict.fromkeys(("IntegerField", "PositiveIntegerField", "PositiveBigIntegerField"), _whole),
    **dict.fromkeys(("FloatField", "DecimalField"), _number),
}

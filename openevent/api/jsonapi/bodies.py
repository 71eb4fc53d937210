"""Documents that come in: the frame of JSON:API read, and what they say checked and resolved to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework_json_api.utils import undo_format_field_name

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Relation, ToOne
from openevent.api.jsonapi.resource import Facts, Resource, is_id, related, resource
from openevent.events import access
from openevent.events.access import Asker
from openevent.lib.errors import Conflicting, Forbidden, Malformed, Refused, Unknown

MOST_MEMBERS = 1000  # of a relationship, in one document


class WrongReference(Refused):
    """A relationship names something that cannot be put there."""


class InvalidMembers(Refused):
    """Members that hold what they cannot; each with its sentence."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults[0][1], pointer=faults[0][0])
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Body:
    """A document's primary data."""

    attributes: Mapping[str, Any]  # by columns
    relationships: Mapping[str, Any]  # dasherized names to linkage
    id: str | None = None


def data(request: Request) -> Any:
    """The primary data of the document in the request, whatever it is. Raises Malformed."""
    body = request.data
    if not isinstance(body, dict) or "data" not in body:
        raise Malformed("The body must be a JSON:API document: an object with the member “data”.", pointer="")
    return body["data"]


def body(request: Request, of: Resource, *, row_id: str | None = None) -> Body:
    """The resource object in the request; for a change its id must be `row_id`. Raises Malformed, Conflicting."""
    found = data(request)
    if not isinstance(found, dict):
        raise Malformed("“data” must be a resource object.", pointer="/data")
    if found.get("type") != of.type:
        raise _wrong_type(found.get("type"), of, "/data/type")
    if row_id is not None and _id(found.get("id")) != row_id:
        raise Malformed(f"“id” must be the id of the address, “{row_id}”.", pointer="/data/id")
    attributes, relationships = (_object(found, name) for name in ("attributes", "relationships"))
    for name, linkage in relationships.items():
        if not isinstance(linkage, dict):
            raise Malformed(
                "A relationship is an object with the member “data”.", pointer=f"/data/relationships/{name}"
            )
    return Body(
        attributes={undo_format_field_name(name): value for name, value in attributes.items()},
        relationships={name: linkage["data"] for name, linkage in relationships.items() if "data" in linkage},
        id=row_id,
    )


def _object(found: dict[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(f"“{name}” must be an object.", pointer=f"/data/{name}")
    return value


def _id(said: object) -> str | None:
    """An id is a string; the published API gave some out as numbers, and so they are taken, too."""
    if isinstance(said, int) and not isinstance(said, bool):
        return str(said) if abs(said) < 10**19 else None
    return said if isinstance(said, str) else None


def _wrong_type(found: object, of: Resource, pointer: str) -> Conflicting:
    said = f"“{str(found)[:100]}”" if isinstance(found, str) else "no type"
    return Conflicting(f"The type here is “{of.type}”; the document says {said}.", pointer=pointer)


def attributes(serializer: type[Serializer[Any]], found: Mapping[str, Any], *, partial: bool) -> Facts:
    """The attributes as their columns hold them; unknown and read-only ones are left out. Raises InvalidMembers."""
    checked = serializer(data=dict(found), partial=partial)
    try:
        checked.is_valid(raise_exception=True)
    except ValidationError as error:
        raise InvalidMembers(_faults(error.detail)) from error
    facts: Facts = dict(checked.validated_data)
    return facts


def _faults(detail: Any) -> list[tuple[str, str]]:
    faults = []
    for name, sentences in detail.items():
        dashed = name.replace("_", "-")
        sentence = " ".join(str(one) for one in _flat(sentences))
        faults.append((f"/data/attributes/{dashed}", f"{dashed}: {sentence}"))
    return faults


def _flat(sentences: Any) -> list[Any]:
    if isinstance(sentences, dict):
        return [one for inner in sentences.values() for one in _flat(inner)]
    if isinstance(sentences, list | tuple):
        return [one for inner in sentences for one in _flat(inner)]
    return [sentences]


def new(body: Body, of: Resource, asker: Asker) -> Facts:
    """The rows that a new resource is to lead to, by columns. Raises Refused."""
    facts: Facts = {}
    found, addable = body.relationships, of.addable(asker, body.attributes)
    for name, relation in of.relations.items():
        if not (relation.settable or relation.fixed):
            continue
        if name in found:
            facts[fact(name, relation)] = rows(found[name], relation, asker, f"/data/relationships/{name}", addable)
        if relation.needed and facts.get(fact(name, relation)) is None:
            raise WrongReference(
                f"A new {of.noun} needs the relationship “{name}”.", pointer=f"/data/relationships/{name}"
            )
    return facts


def changed(found: Mapping[str, Any], of: Resource, row: Any, asker: Asker) -> Facts:
    """The rows that a resource is to lead to from now on, by columns. Raises Refused."""
    facts: Facts = {}
    for name, relation in of.relations.items():
        if name not in found:
            continue
        pointer = f"/data/relationships/{name}"
        if relation.fixed:
            check_same(found[name], relation, row, pointer)
        elif relation.settable:
            facts[fact(name, relation)] = rows(found[name], relation, asker, pointer)
            if relation.many:
                facts[fact(name, relation)] += unseen(relation, row, asker)
            if relation.needed and facts[fact(name, relation)] is None:
                raise WrongReference(f"A {of.noun} cannot be without its “{name}”.", pointer=pointer)
    return facts


def unseen(relation: Relation, row: Any, asker: Asker) -> list[Any]:
    """The living members of a relationship that the asker does not see, and so can neither name nor take out."""
    target = resource(relation.resource)
    everything = target.prepared(target.model._default_manager.filter(access.living(target.reach)))
    seen = {one.pk for one in relation.load([row], related(relation, asker))[row.pk]}
    return [one for one in relation.load([row], everything)[row.pk] if one.pk not in seen]


def check_same(linkage: Any, relation: Relation, row: Any, pointer: str) -> None:
    """Raise Forbidden where the linkage is another than the one that the row was made with."""
    target = resource(relation.resource)
    present = relation.load([row], target.prepared(target.model._default_manager.all()))[row.pk]
    if identifiers(linkage, relation, pointer) != [str(one.pk) for one in present]:
        raise Forbidden("This relationship is set once, when the resource is made.", pointer=pointer)


def fact(name: str, relation: Relation) -> str:
    """What a relationship is called among the facts: the row's own column, or the name."""
    return relation.said or (relation.column if isinstance(relation, ToOne) else name.replace("-", "_"))


def identifiers(linkage: Any, relation: Relation, pointer: str) -> list[str]:
    """The ids in a linkage, each once, in their order. Raises Malformed, Conflicting."""
    if relation.many:
        if not isinstance(linkage, list):
            raise Malformed("This relationship is to many: “data” must be an array.", pointer=pointer)
        members = linkage
    else:
        members = [] if linkage is None else [linkage]
    if len(members) > MOST_MEMBERS:
        raise Malformed(f"At most {MOST_MEMBERS} members can be named at once.", pointer=pointer)
    target = resource(relation.resource)
    found = []
    for member in members:
        row_id = _id(member.get("id")) if isinstance(member, dict) else None
        if row_id is None:
            raise Malformed("A member is an object with a “type” and an “id”, both strings.", pointer=pointer)
        if member.get("type") != target.type:
            raise _wrong_type(member.get("type"), target, pointer)
        found.append(row_id)
    return list(dict.fromkeys(found))


def rows(linkage: Any, relation: Relation, asker: Asker, pointer: str, addable: Q | None = None) -> Any:
    """The row, or the rows, that a linkage names, among those that the asker sees. Raises Refused.

    `addable` are the events in which something is to be made: also those that the asker does not see, but may add to.
    """
    target, ids = resource(relation.resource), identifiers(linkage, relation, pointer)
    seen = target.rows(asker)
    is_parent = addable is not None and relation.resource == "event"
    if addable is not None and is_parent:
        seen = target.prepared(target.model._default_manager.filter(addable))
    known = {str(row.pk): row for row in seen.filter(pk__in=[int(one) for one in ids if is_id(one)])}
    found = []
    for one in ids:
        row = known.get(str(int(one))) if is_id(one) else None
        if row is None:
            sentence = f"There is no {target.noun} with the id “{one[:50]}”."
            # What a resource is to be made in is looked for as at an address of its own.
            raise Unknown(sentence, pointer=pointer) if is_parent else WrongReference(sentence, pointer=pointer)
        found.append(row)
    if relation.many:
        return found
    return found[0] if found else None

"""Documents that go out: resource objects with their links, linkage and what is included (JSON:API 1.0, 5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from rest_framework.utils.encoders import JSONEncoder

from openevent.api.jsonapi.asking import Asked, Tree
from openevent.api.jsonapi.relations import Found, unique
from openevent.api.jsonapi.resource import Resource, related, resource
from openevent.events.access import Asker
from openevent.lib.errors import Malformed

MEDIA_TYPE = "application/vnd.api+json"
VERSION = {"version": "1.0"}
MOST_INCLUDED = 5000

Document = dict[str, Any]


@dataclass(kw_only=True)
class Composer:
    """Composes the objects of one document; what it includes, it includes once."""

    asker: Asker
    asked: Asked
    included: dict[tuple[str, str], Document] = field(default_factory=dict)

    def objects(self, of: Resource, rows: Sequence[Any], tree: Tree) -> list[Document]:
        """The rows as resource objects; what the tree names is loaded, level by level, for all rows at once."""
        linkage: dict[str, Found] = {}
        for name, below in tree.items():
            relation = of.relations[name]
            target = resource(relation.resource)
            readers = [row for row in rows if name not in of.hidden or name not in of.closed(row)]
            linkage[name] = relation.load(readers, related(relation, self.asker)) if readers else {}
            found = unique(linkage[name].values())
            if len(found) + len(self.included) > MOST_INCLUDED:
                raise Malformed(
                    f"More than {MOST_INCLUDED} resources would be included. Read them page by page where they are.",
                    parameter="include",
                )
            for made in self.objects(target, found, below):
                self.include(made)
        return [self.object(of, row, linkage) for row in rows]

    def include(self, made: Document) -> None:
        """Add a resource object; one that is there already learns the linkage that is new."""
        known = self.included.setdefault((made["type"], made["id"]), made)
        if known is not made:
            for name, relationship in made.get("relationships", {}).items():
                known["relationships"].setdefault(name, {}).update(relationship)

    def object(self, of: Resource, row: Any, linkage: dict[str, Found]) -> Document:
        """The row as a resource object."""
        made: Document = {"type": of.type, "id": str(row.pk), "attributes": self.attributes(of, row)}
        if relationships := self.relationships(of, row, linkage):
            made["relationships"] = relationships
        made["links"] = {"self": of.address(row), **of.more_links(row)}
        return made

    def attributes(self, of: Resource, row: Any) -> Document:
        """The members that are asked for and that the asker may read."""
        wanted, closed = self.asked.fields.get(of.type), of.closed(row)
        return {
            member.name: member.read(row) if member.show is None else member.show(member.read(row))
            for member in of.members
            if member.name not in closed and (wanted is None or member.name in wanted)
        }

    def relationships(self, of: Resource, row: Any, linkage: dict[str, Found]) -> Document:
        """Each relationship by its links, with linkage where it is included."""
        wanted, closed = self.asked.fields.get(of.type), of.closed(row)
        address, made = of.address(row), {}
        for name, relation in of.relations.items():
            if name in closed or (wanted is not None and name not in wanted):
                continue
            linked, leads = of.ways[name]
            made[name] = {"links": {"self": address + linked, "related": address + leads}}
            if name in linkage:
                made[name]["data"] = identifiers(relation.resource, linkage[name].get(row.pk, []), many=relation.many)
        return made


def identifiers(of: str, rows: Sequence[Any], *, many: bool) -> Any:
    """Resource linkage: an array of identifiers, or one of them, or null."""
    made = [{"type": of, "id": str(row.pk)} for row in rows]
    if many:
        return made
    return made[0] if made else None


def single(of: Resource, row: Any, composer: Composer, *, link: str, meta: Document | None = None) -> Document:
    """A document of one resource, or of none."""
    made = composer.objects(of, [row] if row is not None else [], composer.asked.include)
    return _framed(made[0] if made else None, made, composer, {"self": link}, meta)


def collection(of: Resource, rows: Sequence[Any], composer: Composer, *, links: Document, count: int) -> Document:
    """A document of many."""
    made = composer.objects(of, rows, composer.asked.include)
    return _framed(made, made, composer, links, {"count": count})


def _framed(
    data: Any, primary: Sequence[Document], composer: Composer, links: Document, meta: Document | None
) -> Document:
    document: Document = {"data": data, "links": links}
    if composer.asked.is_compound:
        shown = {(made["type"], made["id"]): made for made in primary}
        for key, included in composer.included.items():
            if key in shown:  # a resource stands in a document once
                for name, relationship in included.get("relationships", {}).items():
                    shown[key].get("relationships", {}).setdefault(name, {}).update(relationship)
        document["included"] = [made for key, made in composer.included.items() if key not in shown]
    if meta:
        document["meta"] = meta
    document["jsonapi"] = VERSION
    return document


def encoded(document: Document) -> bytes:
    """The document as UTF-8."""
    try:
        return orjson.dumps(document, default=float)  # of Decimal
    except orjson.JSONEncodeError:  # a number of more than 64 bits that somebody stored in a free member
        return JSONEncoder(ensure_ascii=False).encode(document).encode()

"""JSON Schema of documents, generated from the resources: what they hold, and what a request may say."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers as rest
from rest_framework.fields import empty

from openevent.api.jsonapi.members import Computed, Instant, Json, Number, Text, Truth, Whole
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import Resource

Schema = dict[str, Any]

ID: Schema = {"type": "string", "pattern": "^[0-9]{1,19}$"}
NAMED: Schema = {"anyOf": [ID, {"type": "integer", "minimum": 0, "maximum": 10**19 - 1}]}  # as requests may say an id
LINKS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
VERSION: Schema = {"type": "object", "properties": {"version": {"const": "1.0"}}, "required": ["version"]}

ERRORS: Schema = {
    "type": "object",
    "required": ["errors", "jsonapi"],
    "properties": {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["status", "title", "detail"],
                "properties": {
                    "status": {"type": "string", "pattern": "^[45][0-9]{2}$"},
                    "title": {"type": "string"},
                    "detail": {"type": "string"},
                    "source": {
                        "type": "object",
                        "properties": {"pointer": {"type": "string"}, "parameter": {"type": "string"}},
                        "minProperties": 1,
                        "maxProperties": 1,
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "jsonapi": VERSION,
    },
    "additionalProperties": False,
}
DELETED: Schema = {
    "type": "object",
    "required": ["meta", "jsonapi"],
    "properties": {
        "meta": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}},
        "jsonapi": VERSION,
    },
    "additionalProperties": False,
}


def ref(name: str) -> Schema:
    """A pointer at a schema of the document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def exactly(properties: Mapping[str, Schema], *required: str) -> Schema:
    """An object of these members and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": sorted(required),
        "additionalProperties": False,
    }


def attribute(field: Any) -> Schema:
    """What an attribute holds."""
    schema = _kind(field)
    if field.help_text:
        schema["description"] = str(field.help_text)
    if field.read_only:
        schema["readOnly"] = True
    if field.write_only:
        schema["writeOnly"] = True
    return schema


def _as_shown(field: Any) -> Schema:
    """What an attribute holds in answers: null only where a column can hold nothing."""
    schema = attribute(field)
    if getattr(field, "at_first", empty) is empty:
        return schema
    if "enum" in schema:
        return {**schema, "enum": [word for word in schema["enum"] if word is not None]}
    kinds = [kind for kind in schema["type"] if kind != "null"]
    return {**schema, "type": kinds[0] if len(kinds) == 1 else kinds}


def _kind(field: Any) -> Schema:
    if isinstance(field, rest.ChoiceField):
        words: list[Any] = [word for word in field.choices if word]
        return {"enum": [*words, None] if field.allow_null or field.read_only else words}
    if isinstance(field, Computed):
        return dict(field.schema)
    if isinstance(field, Instant | rest.DateTimeField):
        return {"type": _type("string", field), "format": "date-time"}
    if isinstance(field, Truth | rest.BooleanField):
        return {"type": _type("boolean", field)}
    if isinstance(field, Whole | rest.IntegerField):
        return {"type": _type("integer", field), **_bounds(field)}
    if isinstance(field, Number | rest.FloatField | rest.SerializerMethodField):
        return {"type": _type("number", field), **_bounds(field)}
    if isinstance(field, Json | rest.JSONField):
        return {"type": ["array", "object", "null"]}
    return _text(field)


def _text(field: Any) -> Schema:
    schema: Schema = {"type": _type("string", field)}
    if isinstance(field, Text) and field.max_length:
        schema["maxLength"] = field.max_length
    if isinstance(field, Text) and not field.allow_blank and not field.read_only:
        schema["minLength"] = 1
    return schema


def _type(name: str, field: Any) -> Any:
    return [name, "null"] if field.allow_null or field.read_only else name


def _bounds(field: Any) -> Schema:
    bounds = {"minimum": getattr(field, "min_value", None), "maximum": getattr(field, "max_value", None)}
    return {name: value for name, value in bounds.items() if value is not None}


def resource_object(of: Resource) -> Schema:
    """A resource as documents show it; private members are there for those who may read them."""
    fields = of.serializer().fields
    shown = {member.name: _as_shown(fields[name]) for member, name in _shown(of)}
    return exactly(
        {
            "type": {"const": of.type},
            "id": ID,
            "attributes": exactly(shown),
            "relationships": exactly({name: relationship(relation) for name, relation in of.relations.items()}),
            "links": LINKS,
        },
        "type",
        "id",
        "attributes",
        "links",
    )


def _shown(of: Resource) -> list[tuple[Any, str]]:
    names = [name for name, field in of.serializer().fields.items() if not field.write_only and name != "id"]
    return list(zip(of.members, names, strict=True))


def relationship(relation: Relation) -> Schema:
    """A relationship: its links, and its linkage where it is included."""
    return exactly({"links": LINKS, "data": linkage(relation)}, "links")


def identifier(type_name: str) -> Schema:
    """A resource by its type and id."""
    return exactly({"type": {"const": type_name}, "id": ID}, "type", "id")


def linkage(relation: Relation) -> Schema:
    """To what a relationship leads."""
    return _linkage(identifier(relation.resource), relation)


def _linkage(one: Schema, relation: Relation) -> Schema:
    return {"type": "array", "items": one} if relation.many else {"oneOf": [one, {"type": "null"}]}


def wanted(relation: Relation) -> Schema:
    """To what a relationship is to lead, as requests say it."""
    one = exactly({"type": {"const": relation.resource}, "id": NAMED}, "type", "id")
    return one if relation.needed and not relation.many else _linkage(one, relation)


def new(of: Resource) -> Schema:
    """The body that makes a resource."""
    required = [name.replace("_", "-") for name, field in _writable(of).items() if field.required]
    needed = [name for name, relation in of.relations.items() if relation.needed]
    settable = {name: relation for name, relation in of.relations.items() if relation.settable or relation.fixed}
    return _body(of, settable, required, needed, is_new=True)


def changed(of: Resource) -> Schema:
    """The body that changes a resource."""
    settable = {name: relation for name, relation in of.relations.items() if relation.settable or relation.fixed}
    return _body(of, settable, [], [], is_new=False)


def _writable(of: Resource) -> dict[str, Any]:
    return {name: field for name, field in of.serializer().fields.items() if not field.read_only and name != "id"}


def _body(
    of: Resource, relations: Mapping[str, Relation], required: list[str], needed: list[str], *, is_new: bool
) -> Schema:
    attributes: Schema = {
        "type": "object" if required else ["object", "null"],
        "properties": {name.replace("_", "-"): attribute(field) for name, field in _writable(of).items()},
        "required": sorted(required),
    }
    relationships: Schema = {
        "type": "object" if needed else ["object", "null"],
        "properties": {name: _said(relation, needed=name in needed) for name, relation in relations.items()},
        "additionalProperties": {"type": "object"},
        "required": sorted(needed),
    }
    wanted = ["type"] + (["attributes"] if required else []) + (["relationships"] if needed else [])
    properties = {"type": {"const": of.type}, "attributes": attributes, "relationships": relationships}
    if not is_new:
        properties["id"] = NAMED
        wanted.append("id")
        if "deleted-at" in of.by_name:
            words = "null brings a deleted one back, with get_trashed=true."
            attributes["properties"]["deleted-at"] = {"type": ["string", "null"], "description": words}
    data = {"type": "object", "properties": properties, "required": sorted(wanted)}
    return {"type": "object", "properties": {"data": data}, "required": ["data"]}


def _said(relation: Relation, *, needed: bool) -> Schema:
    return {"type": "object", "properties": {"data": wanted(relation)}, "required": ["data"] if needed else []}


def document(of: Resource, *, or_null: bool = False) -> Schema:
    """A document of one resource."""
    data = {"oneOf": [ref(of.type), {"type": "null"}]} if or_null else ref(of.type)
    return _framed(data, {"type": "object"})


def made(of: Resource, told: Schema) -> Schema:
    """A document of one that was just made, whose maker is told something once."""
    return _framed(ref(of.type), told, "meta")


def collection(of: Resource) -> Schema:
    """A document of many."""
    count = exactly({"count": {"type": "integer", "minimum": 0}}, "count")
    return _framed({"type": "array", "items": ref(of.type)}, count, "meta")


def _framed(data: Schema, meta: Schema, *required: str) -> Schema:
    included = {"type": "array", "items": ref("included")}
    return exactly(
        {"data": data, "links": LINKS, "included": included, "meta": meta, "jsonapi": VERSION},
        "data",
        "links",
        "jsonapi",
        *required,
    )


def relationship_document(relation: Relation) -> Schema:
    """A document of a relationship."""
    return exactly({"links": LINKS, "data": linkage(relation), "jsonapi": VERSION}, "links", "data", "jsonapi")


def relationship_body(relation: Relation) -> Schema:
    """The body that changes a relationship."""
    return {"type": "object", "properties": {"data": wanted(relation)}, "required": ["data"]}


def components(resources: Mapping[str, Resource]) -> dict[str, Schema]:
    """All schemas that operations point at."""
    found: dict[str, Schema] = {"errors": ERRORS, "deleted": DELETED}
    made_elsewhere = {
        one.resource for of in resources.values() for one in of.relations.values() if "POST" in one.writes
    }
    for name, of in resources.items():
        found[name] = resource_object(of)
        found[f"{name}-document"] = document(of)
        found[f"{name}-or-null-document"] = document(of, or_null=True)
        found[f"{name}-collection"] = collection(of)
        if "POST" in of.collection or name in made_elsewhere:
            found[f"{name}-new"] = new(of)
        if of.tells is not None:
            found[f"{name}-made"] = made(of, of.tells)
        if "PATCH" in of.detail:
            found[f"{name}-change"] = changed(of)
    found["included"] = {"oneOf": [ref(name) for name in resources]}
    return found

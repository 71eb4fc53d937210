"""The OpenAPI document (3.1) of the API, generated from the routes: every operation, member and error.

drf-spectacular walks the routes and describes the views of plain JSON; the operations of resources are described
here, from the same declarations that route them.
"""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from openevent.api.jsonapi import schemas
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.resource import REGISTRY, Resource
from openevent.api.jsonapi.schemas import Schema, ref
from openevent.api.jsonapi.views import CollectionView, DetailView, RelatedView, RelationshipView, ResourceView

REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Sign in first.",
    "403": "You may not do this.",
    "404": "There is no such thing, or none that you may know of.",
    "405": "This address does not take this method.",
    "406": "There is no answer of the kind that is wanted.",
    "409": "It contradicts what is there, or the type is another.",
    "412": "Somebody changed the thing meanwhile (If-Match).",
    "413": "The body is too big.",
    "415": "The body is of a kind that is not read here.",
    "422": "A member holds what it cannot.",
    "429": "Too many requests; Retry-After says when to come again.",
}
ON_READING = ("400", "401", "403", "404", "406")
ON_WRITING = ("400", "401", "403", "404", "406", "409", "412", "413", "415", "422", "429")
TEXT: Schema = {"type": "string"}
VERBS = {"GET": "read", "POST": "add", "PATCH": "change", "DELETE": "delete"}


def refusals(statuses: tuple[str, ...]) -> dict[str, Any]:
    """The errors that an operation may answer with."""
    content = {MEDIA_TYPE: {"schema": ref("errors")}}
    return {status: {"description": REFUSALS[status], "content": content} for status in statuses}


def parameter(name: str, where: str, schema: Schema, description: str, *, required: bool = False) -> Schema:
    """A parameter of an operation."""
    return {"name": name, "in": where, "schema": schema, "description": description, "required": required}


class Description(AutoSchema):
    """How one view is described."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Any:
        """The operation of a resource, or what the library makes of a view of plain JSON, with its errors."""
        if isinstance(self.view, ResourceView):
            return Operation(self.view, path, method).described()
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation is not None:
            known = ON_READING if method == "GET" else ON_WRITING
            operation["responses"] = {
                **refusals((*known, "429") if method == "GET" else known),
                **operation["responses"],
            }
        return operation


class Operation:
    """One method at one address of a resource."""

    def __init__(self, view: ResourceView, path: str, method: str) -> None:
        self.view, self.path, self.method = view, path, method

    @property
    def target(self) -> Resource:
        """The resource that the answer is of; for the writing of relationships the one that is changed."""
        return self.view.of if isinstance(self.view, RelationshipView) else self.view.target

    def described(self) -> Schema:
        """The operation."""
        found: Schema = {
            "operationId": "-".join(
                filter(None, (self.view.of.type, self.view.kind, self.relation, self.method.lower()))
            )
            + ("-upcoming" if self.path.endswith("/upcoming") else ""),
            "summary": self.summary(),
            "tags": [self.view.of.type],
            "parameters": self.parameters(),
            "responses": {**self.answers(), **refusals(ON_READING if self.method == "GET" else ON_WRITING)},
        }
        if (body := self.body()) is not None:
            found["requestBody"] = {"required": True, "content": {MEDIA_TYPE: {"schema": body}}}
        found["security"] = [{"token": []}, {}]
        return found

    @property
    def relation(self) -> str:
        """The relationship whose address it is, if it is one's."""
        return self.view.relation_name

    def summary(self) -> str:
        """What the operation does, in words."""
        verb, noun = VERBS[self.method].capitalize(), self.view.of.noun
        if isinstance(self.view, RelationshipView):
            return f"{verb} the linkage “{self.relation}” of a {noun}"
        if isinstance(self.view, RelatedView):
            return f"{verb} the “{self.relation}” of a {noun}"
        many = "a list of " if isinstance(self.view, CollectionView) and self.method == "GET" else "a "
        return f"{verb} {many}{noun}"

    @property
    def is_list(self) -> bool:
        """Whether the answer is a list."""
        if self.method != "GET" or isinstance(self.view, DetailView | RelationshipView):
            return False
        return self.view.relation.many if self.relation else True

    def parameters(self) -> list[Schema]:
        """Of path, query and headers."""
        found = []
        if "{key}" in self.path:
            what = "The event's id or identifier." if self.view.of.type == "event" else "The id."
            found.append(parameter("key", "path", TEXT, what, required=True))
        if self.method == "DELETE" or (isinstance(self.view, RelationshipView) and self.method == "GET"):
            return found + self.conditions()
        types = sorted({self.target.type, *(relation.resource for relation in self.target.relations.values())})
        found.append(parameter("include", "query", TEXT, f"Paths of: {', '.join(self.target.relations)}."))
        found += [parameter(f"fields[{name}]", "query", TEXT, f"Members wanted of “{name}”.") for name in types]
        return found + (self.of_list() if self.is_list else []) + self.conditions()

    def of_list(self) -> list[Schema]:
        """What lists take."""
        whole: Schema = {"type": "integer", "minimum": 1, "maximum": 1_000_000}
        return [
            parameter("page[number]", "query", whole, "Which page, from 1."),
            parameter("page[size]", "query", {**whole, "maximum": 100}, "Rows a page; at most 100."),
            parameter("sort", "query", TEXT, "Members, descending with “-”; one step into a relationship with a dot."),
            parameter("filter", "query", TEXT, "A JSON array of conditions; see docs/api.md."),
            parameter("get_trashed", "query", {"enum": ["true", "false"]}, "Deleted rows, too, for those who may."),
        ]

    def conditions(self) -> list[Schema]:
        """Preconditions (RFC 9110, 13.1)."""
        if self.method == "GET":
            return [parameter("If-None-Match", "header", TEXT, "The tag of the answer that is known already.")]
        if self.method in ("PATCH", "DELETE"):
            return [parameter("If-Match", "header", TEXT, "Change only what is still as it was under this tag.")]
        return []

    def body(self) -> Schema | None:
        """What the request says."""
        if isinstance(self.view, RelationshipView):
            return None if self.method == "GET" else schemas.relationship_body(self.view.relation)
        if self.method == "POST":
            return ref(f"{self.target.type}-new")
        return ref(f"{self.target.type}-change") if self.method == "PATCH" else None

    def answers(self) -> Schema:
        """What the operation answers with when it is done."""
        name = self.target.type
        if isinstance(self.view, RelationshipView):
            if self.method == "GET":
                return {
                    "200": _answer("The linkage.", schemas.relationship_document(self.view.relation)),
                    **NOT_MODIFIED,
                }
            return {
                "200": _answer("What was changed.", ref(f"{name}-document")),
                "204": {"description": "Nothing new."},
            }
        if self.method == "DELETE":
            return {"200": _answer("It was deleted.", ref("deleted"))}
        if self.method == "POST":
            return {"201": _answer("It was made.", ref(f"{name}-document"))}
        if self.is_list:
            return {"200": _answer("A page.", ref(f"{name}-collection")), **NOT_MODIFIED}
        kind = "or-null-document" if isinstance(self.view, RelatedView) else "document"
        found = {"200": _answer("The resource.", ref(f"{name}-{kind}"))}
        return {**found, **NOT_MODIFIED} if self.method == "GET" else found


NOT_MODIFIED: Schema = {"304": {"description": "It is as it was under the tag in If-None-Match."}}


def _answer(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


def completed(result: Any, **_context: Any) -> Any:
    """The library's document with the components of all resources, and the ways of saying who asks."""
    parts = result.setdefault("components", {})
    parts.setdefault("schemas", {}).update(schemas.components(REGISTRY))
    parts["securitySchemes"] = {
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“JWT <access token>” or “Bearer <access token>”; POST /v1/auth/login gives one.",
        }
    }
    return result


def of_api(endpoints: list[Any], **_context: Any) -> list[Any]:
    """The endpoints without the pages for people."""
    return [endpoint for endpoint in endpoints if endpoint[0] not in ("/v1/docs", "/v1/openapi.json")]

"""How views of plain JSON are described in the OpenAPI document, and what any operation may be refused with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

Schema = dict[str, Any]
Handler = TypeVar("Handler", bound=Callable[..., Any])

JSON = "application/json"
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
SUCCESS: Schema = {"type": "object", "properties": {"success": {"const": True}}, "required": ["success"]}
REFUSALS = {
    400: "The request cannot be read.",
    401: "Sign in first, or again.",
    403: "You may not do this.",
    404: "There is no such thing, or none that you may know of.",
    406: "There is no answer of the kind that is wanted.",
    409: "It contradicts what is there, or the type is another.",
    410: "It was there, and is no more.",
    412: "Somebody changed the thing meanwhile (If-Match).",
    413: "The body is too big.",
    415: "The body is of a kind that is not read here.",
    422: "A member holds what it cannot.",
    429: "Too many requests; Retry-After says when to come again.",
    503: "Another server, which is needed for it, does not answer now.",
}
TAGS = {
    "site": "The server itself: what is here, and whether it works.",
    "auth": "Signing in and out, passwords, and the proof of an address.",
    "export": "An event as a file.",
    "import": "Events out of files.",
    "task": "Slow work, and how far it is.",
    "upload": "Pictures and other files.",
    "privacy": "A person's own data: all of it as a file, and all of it erased.",
}
OF_BODIES = frozenset({400, 413, 415})  # what any body may be refused with


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of one method of a view of plain JSON."""

    summary: str
    tag: str
    answers: Mapping[int, Schema | None]  # by status; None without a body
    gives: tuple[str, ...]
    body: Schema | None
    takes: str
    refuses: frozenset[int]  # beyond those of any token and of any kind of answer that is wanted
    parameters: tuple[Schema, ...]
    security: tuple[Schema, ...] | None
    headers: Mapping[str, Schema] = field(default_factory=dict)

    def request_body(self) -> Schema | None:
        """What the request says, if it says anything."""
        if self.body is None:
            return None
        # Where every member may be missing, so may the body.
        return {"required": self.body.get("required") != [], "content": {self.takes: {"schema": self.body}}}

    def responses(self) -> Schema:
        """The answers that are no errors."""
        found: Schema = {}
        for status, schema in self.answers.items():
            found[str(status)] = {"description": HTTPStatus(status).phrase}
            if schema is not None:
                found[str(status)]["content"] = {kind: {"schema": schema} for kind in self.gives}
                found[str(status)]["headers"] = dict(self.headers)
        return found


def described(
    *,
    summary: str,
    tag: str,
    answer: Schema | None,
    status: int = 200,
    also: Mapping[int, Schema | None] | None = None,
    gives: tuple[str, ...] = (JSON,),
    headers: Mapping[str, Schema] | None = None,
    body: Schema | None = None,
    takes: str = JSON,
    refuses: tuple[int, ...] = (),
    parameters: tuple[Schema, ...] = (),
    security: tuple[Schema, ...] | None = None,
) -> Callable[[Handler], Handler]:
    """What a handler takes and gives, and with which errors it refuses; its docstring says more of what it does."""
    told = Told(
        summary=summary,
        tag=tag,
        answers={status: answer, **(also or {})},
        gives=gives,
        headers=headers or {},
        body=body,
        takes=takes,
        refuses=frozenset(refuses) | (OF_BODIES if body is not None else frozenset()),
        parameters=parameters,
        security=security,
    )

    def decorate(handler: Handler) -> Handler:
        handler.told = told  # type: ignore[attr-defined]  # read by the description of the view
        return handler

    return decorate


def members(**properties: Schema) -> Schema:
    """An object with these members, all of them there."""
    dashed = {name.removesuffix("_").replace("__", "-"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": dashed, "required": sorted(dashed)}


def optional(schema: Schema, **properties: Schema) -> Schema:
    """The object with further members, which may be missing."""
    dashed = {name.removesuffix("_").replace("__", "-"): inner for name, inner in properties.items()}
    return {**schema, "properties": {**schema["properties"], **dashed}}


def framed(schema: Schema) -> Schema:
    """The object under “data”, or as it is."""
    return {"anyOf": [members(data=schema), schema]}


def many(schema: Schema) -> Schema:
    """An array of these."""
    return {"type": "array", "items": schema}


def parameter(name: str, where: str, description: str, schema: Schema | None = None) -> Schema:
    """A parameter of an operation; those of the path are always there."""
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": description,
        "schema": schema or TEXT,
    }


def query(name: str, description: str, schema: Schema | None = None) -> Schema:
    """A parameter of the query string."""
    return parameter(name, "query", description, schema)


def refusals(statuses: Iterable[int]) -> Schema:
    """The errors that an operation may answer with, by their statuses."""
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}

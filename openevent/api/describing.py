"""How views of plain JSON are described in the OpenAPI document."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

Schema = dict[str, Any]
Handler = TypeVar("Handler", bound=Callable[..., Any])

JSON = "application/json"
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
SUCCESS: Schema = {"type": "object", "properties": {"success": {"const": True}}, "required": ["success"]}


def members(**properties: Schema) -> Schema:
    """An object with these members, all of them there."""
    dashed = {name.removesuffix("_").replace("__", "-"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": dashed, "required": sorted(dashed)}


def optional(schema: Schema, **properties: Schema) -> Schema:
    """The object with further members, which may be missing."""
    dashed = {name.removesuffix("_").replace("__", "-"): inner for name, inner in properties.items()}
    return {**schema, "properties": {**schema["properties"], **dashed}}


def framed(schema: Schema) -> Schema:
    """The object under “data”."""
    return members(data=schema)


def query(name: str, description: str, schema: Schema | None = None) -> OpenApiParameter:
    """A parameter of the query string."""
    return OpenApiParameter(name, schema or TEXT, OpenApiParameter.QUERY, description=description)


def described(
    *,
    answer: Schema | None,
    status: int = 200,
    body: Schema | None = None,
    takes: str = JSON,
    gives: str = JSON,
    tag: str,
    parameters: tuple[OpenApiParameter, ...] = (),
) -> Callable[[Handler], Handler]:
    """What a handler takes and gives; its docstring says what it does."""
    content = {(status, gives): OpenApiResponse(answer)} if answer is not None else {status: None}
    decorate: Callable[[Handler], Handler] = extend_schema(
        request={takes: body} if body is not None else None,
        responses=content,
        tags=[tag],
        parameters=list(parameters),
    )
    return decorate

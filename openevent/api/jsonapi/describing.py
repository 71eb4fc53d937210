"""The OpenAPI document (3.1) of the API, generated from the routes: every operation, member and error.

drf-spectacular walks the routes; what is told of each is had from the declaration of its resource, or from what its
view says itself (`openevent.api.describing.described`).
"""

import re
from inspect import cleandoc
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from drf_spectacular.openapi import AutoSchema

from openevent.api.describing import REFUSALS, TAGS, TEXT, Schema, Told, parameter, refusals
from openevent.api.jsonapi import schemas
from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.operations import TOKEN, Operation
from openevent.api.jsonapi.resource import REGISTRY
from openevent.api.jsonapi.schemas import ref
from openevent.api.permissions import SignedIn

PAGES = frozenset({"/v1/docs"})  # for people
IN_PATHS: dict[str, tuple[str, Schema]] = {
    "key": ("The id; of an event also its identifier.", TEXT),
    "kind": ("Which kind of export.", TEXT),
    "table": ("What is listed.", {"type": "string", "enum": ["orders", "attendees", "sessions", "speakers"]}),
    "spelling": ("How it is written.", {"type": "string", "enum": ["csv", "pdf"]}),
    "code": ("The word of the code, in whatever case.", TEXT),
    "identifier": ("The identifier of the attendee.", TEXT),
    "signature": ("From the address in the letter.", TEXT),
    "job_id": ("The id of the task.", {"type": "string", "format": "uuid"}),
    "media_id": ("The id of the upload.", {"type": "string", "pattern": "^[0-9a-f]{32}$"}),
    "name": ("The name of the file.", {"type": "string", "minLength": 1, "maxLength": 255}),
}
OF_ERRORS: dict[int, Schema] = {
    401: {"WWW-Authenticate": {"description": "How to sign in.", "schema": TEXT, "required": True}},
    409: {"Retry-After": {"description": "Seconds, where it will be otherwise soon.", "schema": {"type": "integer"}}},
    429: {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}, "required": True}},
}
SECURITY: Schema = {
    "token": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "“JWT <access token>” or “Bearer <access token>”; POST /v1/auth/login gives one.",
    },
    "refresh": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "“JWT <refresh token>” or “Bearer <refresh token>”.",
    },
    "refresh-cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "refresh_token_cookie",
        "description": "With what the cookie csrf_refresh_token says in the header X-CSRF-TOKEN.",
    },
}


class Description(AutoSchema):
    """How one view is described."""

    def get_operation(self, path: str, _path_regex: str, _path_prefix: str, method: str, _registry: Any) -> Schema:
        """What a handler of plain JSON tells of itself, or the operation of a resource; raises ImproperlyConfigured."""
        handler = getattr(self.view, method.lower())
        told = getattr(handler, "told", None)
        if told is None and isinstance(self.view, ResourceView):
            return Operation(self.view, path, method).described()
        if not isinstance(told, Told):
            raise ImproperlyConfigured(f"{method} {path} is not described.")
        found: Schema = {
            "operationId": "-".join([*re.findall(r"[A-Za-z0-9]+", path), method.lower()]),
            "summary": told.summary,
            "description": " ".join(cleandoc(f"{self.view.__doc__}\n{handler.__doc__}").split()),
            "tags": [told.tag],
            "parameters": [*in_path(path), *told.parameters],
            "responses": {**told.responses(), **refusals(told.refuses | self.common())},
            "security": self.security() if told.security is None else list(told.security),
        }
        if (body := told.request_body()) is not None:
            found["requestBody"] = body
        return found

    def security(self) -> list[Schema]:
        """Which tokens are read, if any."""
        if not self.view.authentication_classes:
            return []
        return [TOKEN] if SignedIn in self.view.permission_classes else [TOKEN, {}]

    def common(self) -> set[int]:
        """What every request is refused with here: for its form, its token, the kind of answer that it wants."""
        is_picky = getattr(self.view.content_negotiation_class, "is_picky", True)
        return {400} | ({401} if self.view.authentication_classes else set()) | ({406} if is_picky else set())


def in_path(path: str) -> list[Schema]:
    """The parameters that are parts of the address."""
    return [parameter(name, "path", *IN_PATHS[name]) for name in re.findall(r"\{(\w+)\}", path)]


def completed(result: Any, **_context: Any) -> Any:
    """The library's document with the components of all resources, the errors, and the ways of saying who asks."""
    parts = result.setdefault("components", {})
    parts.setdefault("schemas", {}).update(schemas.components(REGISTRY))
    parts["securitySchemes"] = SECURITY
    content = {MEDIA_TYPE: {"schema": ref("errors")}}
    parts["responses"] = {
        str(status): {"description": words, "content": content, "headers": OF_ERRORS.get(status, {})}
        for status, words in REFUSALS.items()
    }
    told = TAGS | {name: cleandoc(of.__doc__ or of.noun) for name, of in sorted(REGISTRY.items()) if of.detail}
    result["tags"] = [{"name": name, "description": words} for name, words in told.items()]
    return result


def of_api(endpoints: list[Any], **_context: Any) -> list[Any]:
    """The endpoints without the pages for people."""
    return [endpoint for endpoint in endpoints if endpoint[0] not in PAGES]

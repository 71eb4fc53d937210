"""The addresses of calendars in the OpenAPI document of the API."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from django.urls import URLPattern

from openevent.calendars.formats import FORMATS
from openevent.feeds import personal, pictures, schedule, urls
from openevent.program.models import Session

Schema = dict[str, Any]
TAG = "calendars"
ABOUT = "Calendars that programs follow. Every address ends with the extension of its format; none needs a header."
TEXT: Schema = {"type": "string"}
NUMBERS: Schema = {"type": "string", "pattern": "^[0-9]{1,18}(,[0-9]{1,18})*$"}
IN_PATHS: dict[str, tuple[str, Schema]] = {
    "key": ("The event's identifier, or its id.", {"type": "string", "pattern": "^[0-9a-f]{1,18}$"}),
    "number": ("The id.", {"type": "string", "pattern": "^[0-9]{1,18}$"}),
    "secret": ("The secret of a feed token.", {"type": "string", "pattern": "^[A-Za-z0-9_-]{20,100}$"}),
}
SELECTION: dict[str, tuple[str, Schema]] = {
    "track": ("Only sessions of these tracks, by their ids.", NUMBERS),
    "room": ("Only sessions in these rooms, by their ids.", NUMBERS),
    "speaker": ("Only what these speakers give, by their ids.", NUMBERS),
    "type": ("Only sessions of these types, by their ids.", NUMBERS),
    "session": ("Only these sessions, by their ids.", NUMBERS),
    "language": ("Only sessions in these languages.", TEXT),
    "day": ("Only sessions that begin on these days.", {"type": "string", "format": "date"}),
    "state": ("Only sessions in these states; for the team.", {"type": "string", "enum": Session.State.values}),
    "profile": ("rich: with what only some programs understand.", {"type": "string", "enum": ["plain", "rich"]}),
    "download": ("To be saved, under the event's name.", TEXT),
}
OF_EVENTS: dict[str, tuple[str, Schema]] = {
    "include_sessions": ("With the sessions, not the event alone.", TEXT),
    "my_schedule": ("Only what the holder of the token has marked.", TEXT),
}
PROGRAM: dict[str, tuple[str, Schema]] = {
    "program": (
        "The program that shall follow it.",
        {"type": "string", "enum": ["ics", "webcal", "google", "outlook"], "default": "webcal"},
    ),
}
REFUSES = (400, 401, 403, 404)
NAMED = re.compile(r"\(\?P<(\w+)>")


def completed(result: Any, **_context: Any) -> Any:
    """The document with an operation for every calendar in every format, and for every QR code."""
    paths = result["paths"]
    for one in urls.CALENDARS:
        for written in FORMATS.values():
            path = address(one, written.extension)
            paths[path] = {"get": _operation(one, path, f"Follow it as {written.name}", written.media_type)}
    for one in urls.PICTURES:
        for kind, media_type in pictures.KINDS.items():
            path = address(one, kind)
            paths[path] = {"get": _operation(one, path, "A QR code that leads there", media_type)}
    result["tags"] = [*result.get("tags", []), {"name": TAG, "description": ABOUT}]
    return result


def address(one: URLPattern, ending: str) -> str:
    """The address of a calendar with this ending, its parts in braces."""
    found = str(one.pattern).removeprefix("^").removesuffix("$").replace("\\.", ".")
    while (named := NAMED.search(found)) is not None:
        name, end = named[1], _closed(found, named.start())
        found = found[: named.start()] + (ending if name in {"extension", "kind"} else f"{{{name}}}") + found[end:]
    return f"/{found}"


def _closed(pattern: str, start: int) -> int:
    """Where the parenthesis that is opened here is closed."""
    depth = 0
    for place in range(start, len(pattern)):
        depth += (pattern[place] == "(") - (pattern[place] == ")")
        if depth == 0:
            return place + 1
    raise ValueError(f"{pattern} has a parenthesis that is never closed.")


def _operation(one: URLPattern, path: str, summary: str, media_type: str) -> Schema:
    about: Any = one.default_args.get("read", one.callback)
    return {
        "operationId": "-".join([*re.findall(r"[A-Za-z0-9]+", path), "get"]),
        "summary": summary,
        "description": " ".join(cleandoc(about.__doc__ or "").split()),
        "tags": [TAG],
        "parameters": [*_in_path(path), *_in_query(one, path)],
        "responses": _responses(one, media_type),
        "security": [{"token": []}, {}] if one.callback is schedule.feed else [],
    }


def _in_path(path: str) -> Iterator[Schema]:
    for name in re.findall(r"\{(\w+)\}", path):
        words, schema = IN_PATHS[name]
        yield {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


def _in_query(one: URLPattern, path: str) -> Iterator[Schema]:
    asked = PROGRAM if one in urls.PICTURES else SELECTION
    for name, (words, schema) in (asked | OF_EVENTS if path.startswith("/v1/events/") else asked).items():
        yield {"name": name, "in": "query", "description": words, "schema": schema}


def _responses(one: URLPattern, media_type: str) -> Schema:
    schema = {} if "json" in media_type else TEXT
    content = {media_type.partition(";")[0]: {"schema": schema}}
    found: Schema = {"200": {"description": "As it is now.", "content": content}}
    if one in urls.CALENDARS:
        found["200"]["headers"] = {"ETag": {"description": "Changes with what the calendar says.", "schema": TEXT}}
        found["304"] = {"description": "It is as it was (If-None-Match, If-Modified-Since)."}
    if one.callback is personal.feed:
        told = "The token was revoked or renewed: an empty calendar that says so."
        found["410"] = {"description": told, "content": content}
    return found | {str(status): {"$ref": f"#/components/responses/{status}"} for status in REFUSES}

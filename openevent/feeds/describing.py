"""The addresses of calendars in the OpenAPI document of the API."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from django.urls import URLPattern
from django.utils.regex_helper import normalize

from openevent.calendars.formats import FORMATS
from openevent.exports.options import PARAMETERS
from openevent.feeds import overview, personal, pictures, schedule, urls
from openevent.program import grammar
from openevent.program.grammar import parameter

Schema = dict[str, Any]
TAG = "calendars"
ABOUT = "Calendars that programs follow. Every address ends with the extension of its format; none needs a header."
TEXT: Schema = {"type": "string"}
IN_PATHS: dict[str, tuple[str, Schema]] = {
    "key": ("The event's identifier, or its id.", {"type": "string", "pattern": "^[0-9a-f]{1,18}$"}),
    "identifier": ("The event's identifier.", {"type": "string", "pattern": "^[0-9a-f]{8}$"}),
    "number": ("The id.", {"type": "string", "pattern": "^[0-9]{1,18}$"}),
    "secret": ("The secret of a feed token.", {"type": "string", "pattern": "^[A-Za-z0-9_-]{20,100}$"}),
}
IN_QUERIES = PARAMETERS | {
    one["name"]: one
    for one in (
        parameter("download", "To be saved, under the calendar's name.", TEXT),
        parameter("include_sessions", "With the sessions, not the event alone.", TEXT),
        parameter("my_schedule", "Only what the holder of the token has marked.", TEXT),
        parameter(
            "program",
            "The program that shall follow it.",
            {"type": "string", "enum": ["ics", "webcal", "google", "outlook"], "default": "webcal"},
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a view takes in its query, and with which statuses it refuses."""

    takes: tuple[str, ...]
    refuses: tuple[int, ...] = (400, 404)
    reads_token: bool = False


SELECTION = tuple(grammar.WORDS)
WRITTEN = ("profile", "download")
OF_EVENT = (400, 401, 403, 404)  # of a draft, of what only the team chooses by, of one's own schedule


def _but(name: str) -> tuple[str, ...]:
    """The selection without what the path says already."""
    return tuple(one for one in SELECTION if one != name)


# By the view, or by what reads the address for it.
VIEWS: Mapping[Callable[..., Any], Told] = {
    schedule.asked_event: Told(
        takes=(*SELECTION, *WRITTEN, "include_sessions", "my_schedule"), refuses=OF_EVENT, reads_token=True
    ),
    schedule.asked_schedule: Told(takes=(*SELECTION, *WRITTEN), refuses=OF_EVENT, reads_token=True),
    schedule.asked_session: Told(takes=(*_but("session"), *WRITTEN), refuses=OF_EVENT, reads_token=True),
    schedule.asked_speaker: Told(takes=(*_but("speaker"), *WRITTEN), refuses=OF_EVENT, reads_token=True),
    personal.feed: Told(takes=(*SELECTION, *WRITTEN)),
    overview.site: Told(takes=WRITTEN, refuses=(400,)),
    overview.organiser: Told(takes=WRITTEN),
    pictures.of_schedule: Told(takes=(*_but("state"), "profile", "program"), refuses=(400, 401, 404)),
    pictures.of_token: Told(takes=("program",)),
}
OF_WHOLE_EVENTS = (overview.site, overview.organiser)


def completed(result: Any, **_context: Any) -> Any:
    """The document with an operation for every calendar in every format, and for every QR code."""
    paths = result["paths"]
    for one in urls.CALENDARS:
        for written in FORMATS.values():
            if one.callback in OF_WHOLE_EVENTS and not written.holds_events:
                continue  # there is never anything
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
    ((path, names),) = normalize(str(one.pattern))
    return "/" + path % {name: ending if name in {"extension", "kind"} else f"{{{name}}}" for name in names}


def _operation(one: URLPattern, path: str, summary: str, media_type: str) -> Schema:
    view: Any = one.default_args.get("read", one.callback)
    told = VIEWS[view]
    return {
        "operationId": "-".join([*re.findall(r"[A-Za-z0-9]+", path), "get"]),
        "summary": summary,
        "description": " ".join(cleandoc(view.__doc__ or "").split()),
        "tags": [TAG],
        "parameters": [*_in_path(path), *(IN_QUERIES[name] for name in told.takes)],
        "responses": _responses(one, media_type, told.refuses),
        "security": [{"token": []}, {}] if told.reads_token else [],
    }


def _in_path(path: str) -> Iterator[Schema]:
    for name in re.findall(r"\{(\w+)\}", path):
        words, schema = IN_PATHS["identifier" if path.startswith("/e/") and name == "key" else name]
        yield {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


def _responses(one: URLPattern, media_type: str, refuses: tuple[int, ...]) -> Schema:
    schema = {} if "json" in media_type else TEXT
    content = {media_type.partition(";")[0]: {"schema": schema}}
    found: Schema = {"200": {"description": "As it is now.", "content": content}}
    if one in urls.CALENDARS:
        found["200"]["headers"] = {"ETag": {"description": "Changes with what the calendar says.", "schema": TEXT}}
        found["304"] = {"description": "It is as it was (If-None-Match, If-Modified-Since)."}
    if one.callback is personal.feed:
        told = "The token was revoked or renewed: an empty calendar that says so."
        found["410"] = {"description": told, "content": content}
    return found | {str(status): {"$ref": f"#/components/responses/{status}"} for status in refuses}

"""The description of the API: valid, whole, and served from here alone."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

from openevent.feeds.urls import urlpatterns as feeds
from openevent.web.urls import urlpatterns as pages
from tests.api.matrix.test_matrix import METHODS, patterns

UNDESCRIBED = frozenset({"v1/docs"})  # a page for people


@pytest.fixture(scope="module")
def document() -> Any:
    return Client().get("/v1/openapi.json").json()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def written(pattern: str) -> str:
    """An address of the router as OpenAPI writes it."""
    named = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)
    if named.startswith("^"):  # a regular expression
        named = re.sub(r"\(\?P\{(\w+)\}.*?\)(?=/|\$)", r"{\1}", named).strip("^$")
    return f"/{named}"


EXTENSION = re.compile(r"\(\?P<(?:extension|kind)>([^)]*)\)")


def calendars() -> set[str]:
    """The addresses of calendars, each with every extension, as OpenAPI writes them."""
    found = set()
    for one in feeds:
        pattern = str(one.pattern)
        extensions = EXTENSION.search(pattern)
        assert extensions is not None
        bare = EXTENSION.sub("EXTENSION", pattern)
        address = "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", bare).strip("^$").replace("\\.", ".")
        found |= {address.replace("EXTENSION", extension) for extension in extensions[1].split("|")}
    return {path for path in found if not re.search(r"/events\.(xml|json)$", path)}  # what is of one conference


def routed() -> set[tuple[str, str]]:
    found = {(path, "GET") for path in calendars()}
    for path, callback in patterns():
        view = getattr(callback, "cls", None)
        if view is None or path in UNDESCRIBED:
            continue
        for method in METHODS:
            if method.lower() in view.http_method_names and hasattr(view, method.lower()):
                found.add((written(path), method))
    return found


def test_every_route_that_is_no_page_is_one_of_the_api() -> None:
    strange = {path for path, callback in patterns() if not hasattr(callback, "cls")}

    shown = {str(one.pattern) for one in pages} | {""}  # at the root there is a page, too
    assert strange - shown == {str(one.pattern) for one in feeds}


def test_the_document_is_valid(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_it_is_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # the library has no types here

    assert (dict(GENERATOR_STATS._warn_cache), dict(GENERATOR_STATS._error_cache)) == ({}, {})


def test_every_route_with_every_method_is_in_it_and_nothing_else(document: Any) -> None:
    described = {(path, method) for path, method, _ in operations(document)}

    assert described == routed()


def test_every_operation_has_a_name_of_its_own(document: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert sorted(names) == sorted(set(names))


def test_every_operation_says_what_it_does_and_what_it_may_answer(document: Any) -> None:
    poor = [
        (path, method)
        for path, method, operation in operations(document)
        if not operation.get("summary")
        or not operation.get("tags")
        or not any(status[0] == "2" for status in operation["responses"])
        or not any(status[0] == "4" for status in operation["responses"])
    ]

    assert poor == []


def test_every_parameter_is_described(document: Any) -> None:
    poor = [
        (path, method, parameter["name"])
        for path, method, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]

    assert poor == []


def test_who_makes_or_renews_a_feed_token_is_told_its_addresses(document: Any) -> None:
    made = document["paths"]["/v1/feed-tokens"]["post"]["responses"]["201"]["content"]["application/vnd.api+json"]
    renewed = document["paths"]["/v1/feed-tokens/{key}/rotate"]["post"]["responses"]["200"]["content"]
    told = document["components"]["schemas"][made["schema"]["$ref"].rpartition("/")[2]]

    meta = told["properties"]["meta"]
    assert "meta" in told["required"]
    assert renewed["application/json"]["schema"]["properties"] == {"meta": meta}
    assert meta["required"] == ["subscribe", "url"]
    assert meta["properties"]["subscribe"]["required"] == ["google", "ics", "outlook", "qr", "webcal"]


SELECTION = {"track", "room", "speaker", "type", "session", "language", "text", "day", "state"}
WRITTEN = {"profile", "download"}


@pytest.mark.parametrize(
    ("path", "query", "errors"),
    [
        ("/e/{key}/schedule.ics", SELECTION | WRITTEN, {"400", "401", "403", "404"}),
        ("/e/{key}/sessions/{number}.ics", (SELECTION - {"session"}) | WRITTEN, {"400", "401", "403", "404"}),
        ("/e/{key}/speakers/{number}.ics", (SELECTION - {"speaker"}) | WRITTEN, {"400", "401", "403", "404"}),
        (
            "/v1/events/{key}.ics",
            SELECTION | WRITTEN | {"include_sessions", "my_schedule"},
            {"400", "401", "403", "404"},
        ),
        ("/feeds/{secret}.ics", SELECTION | WRITTEN, {"400", "404", "410"}),
        ("/v1/events.ics", WRITTEN, {"400"}),
        ("/v1/users/{number}/events.ics", WRITTEN, {"400", "404"}),
        ("/e/{key}/schedule/qr.svg", SELECTION - {"state"} | {"profile", "program"}, {"400", "401", "404"}),
        ("/feeds/{secret}/qr.svg", {"program"}, {"400", "404"}),
        ("/v1/events/{key}/export/{kind}", SELECTION | {"profile", "cancelled"}, {"400", "401", "403", "404"}),
    ],
)
def test_every_calendar_says_what_it_takes_and_answers(
    document: Any, path: str, query: set[str], errors: set[str]
) -> None:
    told = document["paths"][path]["get"]

    assert {one["name"] for one in told["parameters"] if one["in"] == "query"} == query
    assert {status for status in told["responses"] if status[0] == "4"} - {"406", "429"} == errors


def test_a_selection_is_a_list_wherever_one_selects(document: Any) -> None:
    found = [
        one
        for _, _, operation in operations(document)
        for one in operation.get("parameters", [])
        if one["in"] == "query" and one["name"] in SELECTION
    ]

    assert {one["name"] for one in found} == SELECTION
    assert {(one["schema"]["type"], one["style"], one["explode"]) for one in found} == {("array", "form", False)}


def test_every_tag_is_described(document: Any) -> None:
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}

    assert {tag["name"] for tag in document["tags"] if tag["description"]} == used


class Links(HTMLParser):
    """The addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_the_page_has_all_its_parts_from_here(client: Client) -> None:
    page = client.get("/v1/docs")
    links = Links()

    links.feed(page.content.decode())

    assert page.status_code == 200
    assert links.found
    assert [link for link in links.found if not link.startswith("/static/")] == []
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]+", page.content.decode()) == []
    assert [link for link in links.found if finders.find(link.removeprefix("/static/")) is None] == []


@pytest.mark.usefixtures("db")
def test_the_parts_of_the_page_are_served(client: Client, settings: Any) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    links = Links()
    links.feed(client.get("/v1/docs").content.decode())

    answers = {link: client.get(link) for link in links.found}

    assert {link: answer.status_code for link, answer in answers.items()} == dict.fromkeys(links.found, 200)
    assert all(b"".join(answer.streaming_content) for answer in answers.values())  # type: ignore[attr-defined]  # files are

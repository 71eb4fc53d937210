"""Whatever is sent wherever by whomever: never a 500, and every refusal is an error document."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from openevent.accounts import tokens
from openevent.api.jsonapi.filtering import COMPARISONS
from openevent.api.jsonapi.schemas import ERRORS
from openevent.web.urls import urlpatterns as pages
from tests.api.defects.documents import MEDIA_TYPE
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.test_matrix import patterns
from tests.api.matrix.world import World, made
from tests.api.resources import REGISTRY

IS_ERROR = Draft202012Validator(ERRORS)
PAGES = {str(page.pattern) for page in pages}  # they are asked in tests/web, and answer with pages
ADDRESSES = sorted(
    {"/" + path for path, _ in patterns() if not path.startswith(("admin", "static", "v1/docs")) and path not in PAGES}
)
METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS")
KINDS = (MEDIA_TYPE, "application/json", "multipart/form-data; boundary=x", "text/plain", "")
ACTORS = (Actor.ANONYMOUS, Actor.STRANGER, Actor.SPEAKER, Actor.OWNER, Actor.STAFF)
NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**31, 2**63, -(2**63) - 1, 2**64, 10**400, float("inf"), float("nan"), "", " ", "\x00", "a\x00b",
    "\ud800", "\udfff\ud800", "\u202e", "\U0001f994", "é" * 300, "x" * 70_000, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2030-02-30T00:00:00Z", "2030-01-01", "24:00", "99999999999999999999",
    "1" * 5000, "-1", "1e5", "٣", "true", "null", "javascript:alert(1)", "https://[::1", "https://x:99999/", "<b>" * 2000, "'; --", "%00",
    [], {}, [None], [[]], {"": None}, {"id": 1}, [{"type": "session", "id": "1"}], {"data": None}, {"data": []}, {"data": {}},
    {"data": {"type": [], "id": {}}}, {"data": [{"type": "track", "id": "\x00"}]}, {"data": {"type": "event", "id": "9" * 30}},
)  # fmt: skip
HEADER = some.text(some.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)


def nasty(at: int) -> Any:
    return NASTY[at]


# By their numbers: a strategy of the values themselves would be told of in pages.
some_nasty = some.integers(0, len(NASTY) - 1).map(nasty)
text = some.text(max_size=12) | some_nasty.filter(lambda one: isinstance(one, str) and len(one) < 6000)
anything = some_nasty | some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | text,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
names = some.sampled_from(sorted({name for of in REGISTRY.values() for name in (*of.by_name, *of.relations)} | {"id"}))


def encoded(value: Any) -> str:
    return quote_from_bytes(str(value).encode("utf-8", "surrogatepass"), safe="")


class Server:
    """The world of the matrix, in which everything that an example does is undone."""

    def __init__(self) -> None:
        self.world: World = made(State.PUBLISHED)
        people = ((actor, self.world.users[actor]) for actor in ACTORS)
        self.clients = {
            actor: Client(
                raise_request_exception=False,
                headers={"Authorization": f"JWT {tokens.access_token(user, fresh=True)}"} if user else {},
            )
            for actor, user in people
        }

    def ask(
        self, actor: Actor, method: str, address: str, body: bytes = b"", kind: str = MEDIA_TYPE, **headers: str
    ) -> Any:
        """The answer, which is none of a server that failed."""
        with transaction.atomic():
            answer = self.clients[actor].generic(method, address, body, content_type=kind, headers=headers)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (actor, method, address, body[:500], headers, answer.content)
        if answer.status_code >= 400 and method != "HEAD":
            assert answer["Content-Type"] == MEDIA_TYPE, (method, address, answer.content)
            IS_ERROR.validate(answer.json())
        return answer

    def filled(self, address: str, key: str | None = None) -> str:
        """The address with this key, or with one that there is."""
        of = next((of for of in REGISTRY.values() if address.startswith(f"/v1/{of.path}/<")), None)
        known = of.key(self.world.rows[of.type]) if of is not None else "1"
        return re.sub(r"<[^>]+>", lambda _: encoded(known if key is None else key), address)


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    """Where messages would lie: /health/ready looks."""
    (settings.QUEUE_DIR / "messages").mkdir(parents=True, exist_ok=True)


@pytest.fixture
def server(db: None) -> Server:
    return Server()


def tried(examples: int, **drawn: Any) -> Callable[[Callable[..., None]], None]:
    """Calls the function with so many examples."""

    def run(ask: Callable[..., None]) -> None:
        checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
        settings(max_examples=examples, deadline=None, suppress_health_check=checks)(given(**drawn)(ask))()

    return run


def test_there_are_addresses_of_every_kind() -> None:
    assert len(ADDRESSES) > 200
    assert {"/v1/events/<str:key>", "/v1/auth/login", "/v1/tasks/<uuid:job_id>"} <= set(ADDRESSES)


def test_any_body_anywhere(server: Server) -> None:
    @tried(
        400, actor=some.sampled_from(ACTORS), address=some.sampled_from(ADDRESSES), kind=some.sampled_from(KINDS),
        method=some.sampled_from(("POST", "PATCH", "DELETE")), body=anything.map(json.dumps).map(str.encode) | some.binary(max_size=60),
    )  # fmt: skip
    def ask(actor: Actor, address: str, kind: str, method: str, body: bytes) -> None:
        server.ask(actor, method, server.filled(address), body, kind)


def test_documents_with_anything_in_them(server: Server) -> None:
    @tried(
        600, actor=some.sampled_from(ACTORS[2:]), name=some.sampled_from(sorted(REGISTRY)), is_new=some.booleans(),
        drawn=some.data(),
    )  # fmt: skip
    def ask(actor: Actor, name: str, is_new: bool, drawn: Any) -> None:
        of, row = REGISTRY[name], server.world.rows[name]
        said = some.dictionaries(
            some.sampled_from(sorted({*of.by_name, "password", "call-hash", "nothing"})), anything, max_size=4
        )
        led = some.dictionaries(
            some.sampled_from(sorted({*of.relations, "nothing"})), anything | linkage(server.world), max_size=2
        )
        relationships = drawn.draw(led)
        if is_new and "event" in of.relations:
            relationships.setdefault("event", {"data": {"type": "event", "id": str(server.world.event.pk)}})
        data = {"type": name, "id": str(row.pk), "attributes": drawn.draw(said), "relationships": relationships}
        server.ask(
            actor,
            *(("POST", f"/v1/{of.path}") if is_new else ("PATCH", of.address(row))),
            json.dumps({"data": data}).encode(),
        )


def linkage(world: World) -> Any:
    """Of any kind to a row of any kind that there is."""
    one = some.sampled_from([{"type": name, "id": str(row.pk)} for name, row in sorted(world.rows.items())])
    return some.builds(lambda data: {"data": data}, one | some.lists(one | anything, max_size=3))


def test_relationships_to_anything(server: Server) -> None:
    addresses = [address for address in ADDRESSES if "/relationships/" in address]

    @tried(
        300, actor=some.sampled_from(ACTORS[2:]), address=some.sampled_from(addresses), body=linkage(server.world) | anything,
        method=some.sampled_from(("POST", "PATCH", "DELETE")),
    )  # fmt: skip
    def ask(actor: Actor, address: str, body: Any, method: str) -> None:
        server.ask(actor, method, server.filled(address), json.dumps(body).encode())


def test_any_question_anywhere(server: Server) -> None:
    parameters = [
        "page[size]",
        "page[number]",
        "sort",
        "include",
        "filter",
        "get_trashed",
        "since",
        "permanent",
        "q",
        "withRole",
        "reset",
    ]
    node = some.fixed_dictionaries(
        {"name": names | text, "op": some.sampled_from([*COMPARISONS, "has", "any"]) | text, "val": anything}
    )
    nodes = some.recursive(
        node,
        lambda inner: (
            some.builds(lambda n, one: {"name": n, "op": "any", "val": one}, names, inner)
            | some.builds(lambda one: {"not": one}, inner)
            | some.builds(lambda many: {"or": many}, some.lists(inner, max_size=3))
        ),
        max_leaves=5,
    )
    paths = some.lists(some.lists(names, min_size=1, max_size=4).map(".".join), max_size=3).map(",".join)
    value = (
        text
        | paths
        | paths.map("-{}".format)
        | some.integers().map(str)
        | some.lists(nodes, max_size=3).map(json.dumps)
    )
    key = (
        some.sampled_from(parameters) | some.builds("fields[{}]".format, some.sampled_from(sorted(REGISTRY)) | text)
        | some.builds("filter[{}]".format, names | paths | text) | text
    )  # fmt: skip

    @tried(
        800, actor=some.sampled_from(ACTORS), address=some.sampled_from(ADDRESSES), method=some.sampled_from(("GET", "GET", "HEAD")),
        query=some.dictionaries(key, value, max_size=3),
    )  # fmt: skip
    def ask(actor: Actor, address: str, method: str, query: dict[str, str]) -> None:
        said = "&".join(f"{encoded(name)}={encoded(text)}" for name, text in query.items())
        server.ask(actor, method, f"{server.filled(address)}?{said}")


def test_every_list_sorted_by_every_member_there_is(server: Server) -> None:
    for name, of in REGISTRY.items():
        for key, relation in of.relations.items():
            target = REGISTRY[relation.resource]
            steps = [
                *target.by_name,
                *target.relations,
                *(f"{one}.{inner}" for one in target.relations for inner in ("name", "id")),
            ]
            for step in steps if relation.many else ():
                server.ask(
                    Actor.OWNER, "GET", f"{of.address(server.world.rows[name])}/{relation.at or key}?sort={step}"
                )


def test_any_header_anywhere(server: Server) -> None:
    known = some.sampled_from(
        ["*", '"x"', 'W/"1.1-x-0"', '"1.1-é-0"', "*/*;q=x", MEDIA_TYPE + ';ext="', "a/b; c*=utf-8''%ff", ";", ",,"]
    )
    value = HEADER | known
    heads = some.dictionaries(
        some.sampled_from(
            ["Accept", "If-Match", "If-None-Match", "Authorization", "Accept-Language", "Cookie", "Origin", "Range"]
        ),
        value,
        max_size=2,
    )

    @tried(400, address=some.sampled_from(ADDRESSES), method=some.sampled_from(METHODS), heads=heads, kind=value)
    def ask(address: str, method: str, heads: dict[str, str], kind: str) -> None:
        server.ask(
            Actor.OWNER, method, server.filled(address), b"{}" if method in {"POST", "PATCH"} else b"", kind, **heads
        )


def test_any_key_anywhere(server: Server) -> None:
    keyed = [address for address in ADDRESSES if "<" in address]

    @tried(
        400,
        actor=some.sampled_from(ACTORS),
        address=some.sampled_from(keyed),
        method=some.sampled_from(METHODS[:4]),
        key=text,
    )
    def ask(actor: Actor, address: str, method: str, key: str) -> None:
        server.ask(actor, method, server.filled(address, key), b'{"data": []}' if method != "GET" else b"")


@pytest.mark.parametrize("kind", [MEDIA_TYPE, "application/json"])
def test_bodies_of_every_size_and_depth_everywhere(server: Server, kind: str) -> None:
    for address in ADDRESSES:
        for body in (b'"' + b"x" * 3_000_000 + b'"', b'{"data":' * 10_000, b"[" * 10_000 + b"]" * 10_000, b"1" * 5_000):
            for method in ("POST", "PATCH"):
                server.ask(Actor.OWNER, method, server.filled(address), body, kind)


def test_more_parameters_than_anybody_needs_are_refused(server: Server) -> None:
    query = "a&" * (django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)

    answers = [server.ask(Actor.OWNER, "GET", f"{server.filled(address)}?{query}") for address in ADDRESSES]

    assert {answer.status_code for answer in answers} <= {200, 302, 400, 403, 404, 405}

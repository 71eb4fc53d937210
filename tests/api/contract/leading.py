"""Leads what schemathesis makes up to where there is something: ids, members and sorting of the test's own world.

What a case becomes depends on the case alone, so the same case is asked the same way again.
"""

from collections.abc import Callable
from random import Random
from typing import Any
from zlib import crc32

from schemathesis import Case
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation

from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.resource import REGISTRY, Resource
from tests.api.contract.files import files
from tests.api.contract.serving import Server
from tests.api.matrix.bodies import ATTRIBUTES
from tests.api.matrix.expected import Actor
from tests.api.matrix.test_matrix import view_classes
from tests.conftest import PASSWORD

ACTORS = tuple(Actor)
VIEWS = {f"/{path.replace('<str:key>', '{key}')}": view for path, view in view_classes().items()}
OTHERS = ("0", "1", "999999999", "18446744073709551616", "٣", "a-b", "%00")  # ids that there are not, and what is none
FILTERS = (
    '[{"name": "id", "op": "gt", "val": "0"}]',
    '[{"not": {"name": "id", "op": "in", "val": ["1", "2"]}}]',
    '[{"or": [{"name": "name", "op": "ilike", "val": "%a%"}, {"name": "title", "op": "match", "val": "s"}]}]',
    '[{"name": "event", "op": "has", "val": {"name": "name", "op": "eq", "val": "Autumn Conference"}}]',
)


class Leader:
    """Changes cases just before they are asked: as anybody, or as one `actor` who asks one thing after the other."""

    def __init__(self, server: Server, *, actor: Actor | None = None) -> None:
        self.server, self.actor = server, actor
        self.truth = 0.6 if actor is None else 0.9  # how much of it is led
        self.ids = {name: [str(row.pk)] for name, row in server.world.rows.items()}
        self.known = files(server.world)

    def lead(self, case: Case[Any]) -> None:
        """Give the case somebody who asks, and parts of the world."""
        random = Random(crc32(repr((case.method, case.path, case.path_parameters, case.query, case.body)).encode()))
        view = VIEWS.get(case.path)
        self.address(case, view, random)
        if view is not None and is_right(case, ParameterLocation.QUERY):
            self.question(case, view.of if view.kind == "relationship" else target(view), random)
        elif is_right(case, ParameterLocation.QUERY):
            self.signed(case, random)
        if is_right(case, ParameterLocation.BODY):
            self.said(case, view, random)
        else:
            case.query.pop("reset", None)  # with it the body does not count
        if is_right(case, ParameterLocation.HEADER) and random.random() < 0.8:
            for name in ("If-Match", "If-None-Match"):
                case.headers.pop(name, None)
        if self.actor is not None:
            case.headers.pop("Idempotency-Key", None)  # what was made once and deleted is told of once more, and gone
        actor = self.actor or random.choice(ACTORS)
        if token := self.server.tokens[actor]:
            case.headers.setdefault("Authorization", f"JWT {token}")

    def address(self, case: Case[Any], view: type[ResourceView] | None, random: Random) -> None:
        """Of something that there is, mostly."""
        for name, value in case.path_parameters.items():
            found = self.known.get(name) or (self.keys(view) if name == "key" else [])
            if is_right(case, ParameterLocation.PATH) and found and (self.actor is None or not str(value).isdigit()):
                case.path_parameters[name] = random.choice(found if random.random() < 0.9 else OTHERS)

    def keys(self, view: type[ResourceView] | None) -> list[str]:
        event = self.server.world.event
        if view is None or view.of.type == "event":
            return [str(event.pk), event.identifier]
        return self.ids[view.of.type]

    def question(self, case: Case[Any], of: Resource, random: Random) -> None:
        """A query that means something."""
        makers: dict[str, Callable[[], str]] = {
            "include": lambda: ",".join(paths(of, random)),
            "sort": lambda: random.choice(["-", ""]) + random.choice([*of.by_name, "id"]),
            "filter": lambda: random.choice(FILTERS),
            "get_trashed": lambda: random.choice(["true", "false"]),
            "page[size]": lambda: random.choice(["1", "2", "100"]),
        }
        for name in list(case.query):
            if name.startswith("fields["):
                kind = REGISTRY[name[7:-1]]
                case.query[name] = ",".join(random.sample([*kind.by_name, *kind.relations], 2))
            elif name in makers and random.random() < self.truth:
                case.query[name] = makers[name]()

    def signed(self, case: Case[Any], random: Random) -> None:
        """The query of an address of a download, sometimes."""
        for name in case.query.keys() & {"for", "expires", "signature"}:
            if name in self.known and random.random() < 0.9:
                case.query[name] = self.known[name][0]

    def said(self, case: Case[Any], view: type[ResourceView] | None, random: Random) -> None:
        """A body of which parts are true."""
        if isinstance(case.body, NotSet) or not isinstance(case.body, dict):
            return
        data = case.body.get("data")
        if view is None:
            self.credentials(case.body, random)
        elif view.kind == "relationship":
            self.linkage(data, random)
        elif isinstance(data, dict):
            self.resource(data, case, target(view), random)

    def resource(self, data: dict[str, Any], case: Case[Any], of: Resource, random: Random) -> None:
        if case.method == "PATCH":
            key = str(case.path_parameters.get("key", ""))
            data["id"] = key if key.isdigit() and "/{key}/" not in case.path else self.ids[of.type][0]
        attributes = data.get("attributes")
        if isinstance(attributes, dict):
            usual = ATTRIBUTES.get(of.type, {})
            attributes |= {name: value for name, value in usual.items() if random.random() < self.truth}
            for name in [name for name in attributes if name not in usual and random.random() < self.truth]:
                del attributes[name]
        for relationship in (data.get("relationships") or {}).values():
            self.linkage(relationship.get("data"), random)

    def linkage(self, data: Any, random: Random) -> None:
        for one in data if isinstance(data, list) else [data]:
            if isinstance(one, dict) and one.get("type") in self.ids and random.random() < 0.9:
                one["id"] = random.choice(self.ids[one["type"]])

    def credentials(self, body: dict[str, Any], random: Random) -> None:
        """What somebody of the world would say."""
        inner = body["data"] if isinstance(body.get("data"), dict) else body
        said = {"email": "speaker@example.org", "password": PASSWORD, "old-password": PASSWORD}
        for name in inner.keys() & said.keys():
            if random.random() < 0.7:
                inner[name] = said[name]


def is_right(case: Case[Any], location: ParameterLocation) -> bool:
    """Whether this part of the case was made as described, and not wrong on purpose."""
    return case.meta is None or not case.meta.is_negative_at(location)


def target(view: type[ResourceView]) -> Resource:
    """What an answer of the view is of."""
    return REGISTRY[view.of.relations[view.relation_name].resource] if view.relation_name else view.of


def paths(of: Resource, random: Random) -> list[str]:
    """Some paths of relationships, one or two steps deep."""
    found = []
    for name in random.sample(list(of.relations), min(len(of.relations), 3)):
        below = list(REGISTRY[of.relations[name].resource].relations)
        found.append(f"{name}.{random.choice(below)}" if below and random.random() < 0.5 else name)
    return found

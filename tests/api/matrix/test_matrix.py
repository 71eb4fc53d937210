"""Every actor at every route with every method, while the event is published, a draft, deleted.

The routes are the router's own; what to expect of them is written by hand in `expected`. A route of a resource that
has no line there fails, and so does a route of another kind that `PLAIN` does not name.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.linkage import RelationshipView
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import Resource, resource
from openevent.api.jsonapi.views import CollectionView, DetailView, RelatedView
from openevent.events.policy import TABLE, Act, Hat, Hats
from openevent.tickets.models import Order
from tests.api.matrix import bodies, expected
from tests.api.matrix.expected import Actor, Actors, State
from tests.api.matrix.world import World, made
from tests.conftest import as_user

MEDIA_TYPE = "application/vnd.api+json"
METHODS = ("GET", "POST", "PATCH", "DELETE")


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address below v1/, with its view."""
    for one in get_resolver().url_patterns if found is None else found:
        path = prefix + str(one.pattern)
        if path.startswith("admin"):  # pages for staff, with tests of their own
            continue
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


def view_classes() -> dict[str, type[ResourceView]]:
    """The views of resources, by their addresses."""
    return {
        path: callback.cls
        for path, callback in patterns()
        if isinstance(getattr(callback, "cls", None), type) and issubclass(callback.cls, ResourceView)
    }


RESOURCES = sorted({view.of.type for view in view_classes().values()})


def methods(view: type[ResourceView]) -> list[str]:
    """What it takes as its kind of address does; what it tells of itself is asked in test_plain_routes."""
    return [method for method in METHODS if method.lower() in view.http_method_names and not tells(view, method)]


def tells(view: type[Any], method: str) -> bool:
    return hasattr(getattr(view, method.lower(), None), "told")


def address(path: str, world: World, of: Resource) -> str:
    row = world.rows.get(of.type)
    return "/" + path.replace("<str:key>", of.key(row) if row is not None else "")


def allowed(view: type[ResourceView], method: str, state: State) -> tuple[Actors, Actors]:
    """Who may do this, and who sees that it is there."""
    name, draft = view.of.type, state is not State.PUBLISHED
    if issubclass(view, CollectionView):
        if method == "GET":
            return expected.LIST[name], expected.EVERYONE
        makers = expected.CREATE[name][draft]
        hangs_on_event = name in expected.SEE and name != "event"
        if hangs_on_event and state is State.DELETED:
            return expected.NOBODY, expected.NOBODY
        # The event, or the session, that a new row names must be one that the asker sees.
        return makers, (makers | expected.sees("event", state)) if hangs_on_event else expected.EVERYONE
    seen = expected.sees(name, state)
    if issubclass(view, DetailView):
        return writers(name, method, seen), seen
    relation: Relation = view.of.relations[view.relation_name]
    readers = expected.reads(name, view.relation_name, state)
    if relation.resource in expected.OF_ORGANIZERS:
        readers &= expected.OR
    if issubclass(view, RelatedView):
        if method == "GET":
            # What is the asker's own is not there for others; of the world it is the speaker's.
            return (readers & expected.SPEAKER,) * 2 if view.relation_name == "favourite" else (readers, seen)
        if method == "POST":
            return seen & expected.CREATE[relation.resource][draft], seen
        return writers(relation.resource, method, seen), seen
    if method == "GET":
        return readers, seen
    return seen & expected.EDIT[name], seen


def writers(name: str, method: str, seen: Actors) -> Actors:
    return {"GET": seen, "PATCH": seen & expected.EDIT[name], "DELETE": seen & expected.DELETE[name]}[method]


def statuses(view: type[ResourceView], actor: Actor, may: Actors, seen: Actors, method: str, state: State) -> set[int]:
    """What the answer may be."""
    if actor in may:
        if method == "POST" and view.kind == "collection":
            return {201, 409}  # 409: there is one already
        if method == "POST" and view.kind == "related":
            return {409}  # the ticket is not paid
        if method == "PATCH" and view.kind == "relationship" and names_unseen(view, actor, state):
            return {422}  # the row at the other end is one that they do not see
        return {200, 204}
    if actor is Actor.ANONYMOUS and method != "GET":
        return {401}
    if actor not in seen:
        # What a new row hangs on is looked for as at its own address; a session to like, a ticket to wait for is none.
        names_another = view.of.type in {"user-favourite-session", "waiting-list-entry"}
        return {422} if names_another and method == "POST" else {404}
    return {401} if actor is Actor.ANONYMOUS else {403}


def names_unseen(view: type[ResourceView], actor: Actor, state: State) -> bool:
    """Whether the relationship leads to something that the actor may not see, though they may edit the row."""
    relation = view.of.relations[view.relation_name]
    return not relation.fixed and actor not in expected.sees(relation.resource, state)


def body(view: type[ResourceView], method: str, world: World) -> Any:
    if issubclass(view, RelationshipView) and method != "GET":
        return {"data": linkage(view, world) if method == "PATCH" else []}
    if method == "POST":
        made_of = view.of.relations[view.relation_name].resource if view.relation_name else view.of.type
        return bodies.new(made_of, world)
    if method == "PATCH":
        target = resource(view.of.relations[view.relation_name].resource) if view.relation_name else view.of
        return bodies.change(target.type, world)
    return None


def linkage(view: type[ResourceView], world: World) -> Any:
    """To what the row leads already: no change, and the same right is asked for."""
    relation = view.of.relations[view.relation_name]
    row = world.rows[view.of.type]
    found = relation.load([prepared(view.of, row)], related_rows(relation))[row.pk]
    made_of = [bodies.identifier(relation.resource, one) for one in found]
    return made_of if relation.many else (made_of[0] if made_of else None)


def prepared(of: Resource, row: Any) -> Any:
    return of.prepared(of.model._default_manager.filter(pk=row.pk)).get()


def related_rows(relation: Relation) -> Any:
    target = resource(relation.resource)
    return target.prepared(target.model._default_manager.all()).order_by("pk")


def wrong_answers(name: str, state: State) -> list[tuple[Any, ...]]:
    """What every actor is answered at every route of a resource, where that is not what is expected."""
    world = made(state)
    if name == "user":  # who holds tickets of an event that is still to come closes no account
        Order.objects.update(user=None)
    wrong: list[tuple[Any, ...]] = []
    for path, view in view_classes().items():
        if view.of.type != name or path in {"v1/events/upcoming", "v1/search/events"}:
            continue
        for method in methods(view):
            may, seen = allowed(view, method, state)
            said = body(view, method, world)
            for actor, user in world.users.items():
                with transaction.atomic():
                    answer = as_user(user).generic(
                        method,
                        address(path, world, view.of),
                        json.dumps(said) if said is not None else b"",
                        content_type=MEDIA_TYPE,
                    )
                    transaction.set_rollback(True)
                if answer.status_code not in statuses(view, actor, may, seen, method, state):
                    wrong.append((method, path, actor.value, answer.status_code, answer.content[:200]))
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", RESOURCES)
def test_every_route_of_a_resource(name: str, state: State) -> None:
    assert wrong_answers(name, state) == []


@pytest.mark.django_db
def test_a_rule_that_is_missing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Resource, "may_edit", lambda *_: True)

    wrong = wrong_answers("sponsor", State.PUBLISHED)

    assert ("PATCH", "v1/sponsors/<str:key>", "stranger", 200) in {one[:4] for one in wrong}


@pytest.mark.django_db
def test_a_cell_that_is_opened_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dict_of("sponsor"), Act.DELETE, frozenset({Hat.REGISTRAR}))

    wrong = wrong_answers("sponsor", State.PUBLISHED)

    assert {one[:4] for one in wrong} >= {
        ("DELETE", "v1/sponsors/<str:key>", "registrar", 200),
        ("DELETE", "v1/sponsors/<str:key>", "owner", 403),
    }


def dict_of(name: str) -> dict[Act, Hats]:
    """The line of the policy's table, to be changed."""
    line = TABLE[name]
    assert isinstance(line, dict)
    return line


def test_every_resource_of_the_router_has_its_lines() -> None:
    # What is counted of an event has no address but the one under it.
    lines = (expected.SEE.keys() | expected.SEE_ANYWHERE.keys()) - {
        *("event-statistics-general", "order-statistics-event", "order-statistics-ticket")
    }

    assert set(RESOURCES) == lines == expected.EDIT.keys() == expected.DELETE.keys()
    # Roles are given by invitations, orders make their attendees, and money has addresses of its own.
    assert expected.CREATE.keys() == lines - {"users-events-roles", "attendee", "payment", "refund", "order-invoice"}

"""The addresses of a resource, from its declaration: nothing is routed by hand."""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, URLResolver, include, path

from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.conditional import conditional
from openevent.api.jsonapi.linkage import RelationshipView
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import REGISTRY, Resource, resource
from openevent.api.jsonapi.views import CollectionView, DetailView, RelatedView

ALL = frozenset({"GET", "POST", "PATCH", "DELETE"})


def routes(resources: Iterable[Resource], others: Iterable[URLPattern] = ()) -> list[URLPattern | URLResolver]:
    """All addresses of these resources under v1/, and the resources known by their types from now on.

    `others` are addresses of other kinds: those below a resource's own come before them, so that a word in its place
    is not taken for a key, and one that is the same stands for it; all the rest come last. So few patterns are tried
    before the right one.
    """
    for one in resources:
        REGISTRY[one.type] = one
    rest = list(others)
    found: list[URLPattern | URLResolver] = []
    for one in REGISTRY.values():
        prefix = f"v1/{one.path}"
        below = [pattern for pattern in rest if str(pattern.pattern).startswith(f"{prefix}/")]
        rest = [pattern for pattern in rest if pattern not in below]
        inner = [
            path(str(pattern.pattern).removeprefix(prefix), pattern.callback, name=pattern.name) for pattern in below
        ]
        taken = {str(pattern.pattern) for pattern in inner}
        found.append(path(prefix, include([*inner, *(at for at in _addresses(one) if str(at.pattern) not in taken)])))
    return [*found, *rest]


def _addresses(of: Resource) -> Iterable[URLPattern]:
    if of.collection:
        yield path("", _view(CollectionView, of, of.collection), name=of.path)
    if of.detail:
        yield path("/<str:key>", _view(DetailView, of, of.detail), name=f"{of.path}-detail")
    for name, relation in of.relations.items():
        linked, related = of.ways[name]
        yield path(
            f"/<str:key>{related}",
            _view(RelatedView, of, frozenset({"GET"}) | relation.writes, name),
            name=f"{of.path}-{name}",
        )
        yield path(
            f"/<str:key>{linked}",
            _view(RelationshipView, of, relationship_methods(relation), name),
            name=f"{of.path}-relationships-{name}",
        )


def relationship_methods(relation: Relation) -> frozenset[str]:
    """What the address of a relationship takes."""
    if relation.many and (relation.settable or relation.inverse):
        return ALL
    if relation.settable or relation.fixed:
        return frozenset({"GET", "PATCH"})
    return frozenset({"GET"})


def _view(kind: type[ResourceView], of: Resource, methods: frozenset[str], relation: str = "") -> Any:
    view = kind.at(of, methods, relation).as_view()
    target = resource(of.relations[relation].resource) if relation and kind is RelatedView else of
    if kind is RelationshipView:
        target = resource(of.relations[relation].resource)
    return conditional(view, of, target, is_detail=kind is DetailView)

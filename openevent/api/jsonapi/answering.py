"""What all addresses of a resource share: who asks, what the query asks for, and the answer with its tag."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotAuthenticated

from openevent.accounts.models import User
from openevent.api.jsonapi import asking, documents, filtering, paging, tags
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.plain import PlainView
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import NotAllowed, Resource, resource
from openevent.events import access
from openevent.events.models import Event
from openevent.events.policy import Act, aloud, hats_for


class ResourceView(PlainView):
    """What all addresses of a resource share: `Resource.rows` and `Resource.may_…` say who may."""

    kind: ClassVar[str]  # of address
    of: ClassVar[Resource]  # whose address it is
    relation_name: ClassVar[str] = ""

    @classmethod
    def at(cls, of: Resource, methods: frozenset[str], relation_name: str = "") -> type["ResourceView"]:
        """The view of one address, which takes these methods."""
        taken = [method.lower() for method in sorted(methods)] + ["options"]
        if "GET" in methods:
            taken.append("head")
        name = "".join(word.capitalize() for word in f"{of.type}-{cls.kind}-{relation_name}".split("-"))
        return type(name, (cls,), {"of": of, "relation_name": relation_name, "http_method_names": taken})

    @property
    def relation(self) -> Relation:
        """The relationship whose address it is."""
        return self.of.relations[self.relation_name]

    @property
    def target(self) -> Resource:
        """The resource that the answers are of."""
        return resource(self.relation.resource) if self.relation_name else self.of

    def somebody(self) -> User:
        """Who asks, with an account; raises NotAuthenticated."""
        account = access.somebody(self.asker)
        if account is None:
            raise NotAuthenticated
        return account

    def refuse(self, of: Resource, act: Act, hint: str = "") -> None:
        """Raise for somebody who sees the thing and may not do this: 401 without an account, else 403."""
        self.somebody()
        raise NotAllowed(f"{aloud(of.type, act)} {hint}".strip())

    def check_open(self, parent: Any) -> None:
        """Raise for a relationship of the private view, or one under an event whose rows are for its team only."""
        if self.relation_name in self.of.closed(parent):
            self.refuse(self.of, Act.SEE_PRIVATE)
        if isinstance(parent, Event) and self.target.is_restricted() and self.target.reach.event is not None:
            team = hats_for(self.target.type, Act.SEE_HIDDEN)
            if not access.has_role(self.asker, parent, team):
                self.refuse(self.target, Act.SEE_HIDDEN)

    def asked(self, of: Resource) -> Asked:
        """What the query asks for, of documents of this resource."""
        return asking.asked(self.request.query_params, of)

    def many(self, of: Resource, rows: QuerySet[Any]) -> HttpResponse:
        """A page of these rows, filtered and sorted as asked."""
        query, asked = self.request.query_params, self.asked(of)
        page = asking.page(query)
        wanted = rows.filter(filtering.condition(query, of, self.asker))
        if order := asking.order(query, of, self.asker):
            wanted = wanted.order_by(*order)
        found, count = paging.cut(wanted, page)
        composer = documents.Composer(asker=self.asker, asked=asked)
        links = paging.links(self.request._request, page, count)
        return self.answer(documents.collection(of, found, composer, links=links, count=count))

    def one(
        self, of: Resource, row: Any, status: int = HTTPStatus.OK, *, is_write: bool = False, **headers: str
    ) -> HttpResponse:
        """The row, or null."""
        composer = documents.Composer(asker=self.asker, asked=self.asked(of))
        meta = self.meta(of, row) if is_write and row is not None else None
        link = self.request.get_full_path() if not is_write or row is None else of.address(row)
        response = self.answer(documents.single(of, row, composer, link=link, meta=meta), status, **headers)
        if row is not None:
            self.tag_row(response, of, row, is_write=is_write)
        return response

    def meta(self, of: Resource, row: Any) -> dict[str, Any]:
        """What the answer to a write says beside the row."""
        return of.meta(row, self.asker)

    def tag_row(self, response: HttpResponse, of: Resource, row: Any, *, is_write: bool) -> None:
        """Give the answer the tag with which the row can be changed safely."""
        event = of.event(row)
        if event is None:
            response["ETag"] = tags.of_bytes(response.content, tags.of_row(of, row, self.asker))
        elif is_write:
            now = Event.objects.values_list("revision", "reactions").get(pk=event.pk)
            response["ETag"] = tags.signed(f"{event.identifier}/{of.type}/{row.pk}", f"{now[0]}.{now[1]}", self.asker)

"""The kinds of addresses that a resource has: its collection, a row, and what a row leads to.

`Resource.rows` and `Resource.may_…` say who may.
"""

from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from openevent.accounts.models import User
from openevent.api import reading, repeating
from openevent.api.jsonapi import bodies
from openevent.api.jsonapi.resource import TOLD, Facts, related
from openevent.api.jsonapi.writing import WritingView
from openevent.api.repeating import Once
from openevent.events import access
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.events.policy import EVERYONE, Act, hats_for
from openevent.lib.errors import Unknown


class CollectionView(WritingView):
    """`/v1/<path>`: the list over all events, where there is one, and making a row."""

    kind = "collection"

    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """The list."""
        trashed = self.asked(self.of).trashed
        if not access.opens(self.asker, self.of.type, Act.LIST):
            self.refuse(self.of, Act.LIST, self.of.own_list)
        return self.many(self.of, self.of.listed(self.asker, trashed=trashed))

    def post(self, request: Request) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """A new row."""
        return repeating.answered(self, self.make) if self.of.is_repeatable else self.make(Once(self))

    def make(self, once: Once) -> HttpResponse:
        """The row that the request asks for, made."""
        if not hats_for(self.of.type, Act.CREATE) & EVERYONE:
            self.somebody()
        self.asked(self.of)
        body = bodies.body(self.request, self.of)
        facts = self.linked(body)
        said = bodies.attributes(self.of.serializer, body.attributes, partial=False)
        self.of.admit(self.request)
        said = self.of.fetched(said, SimpleNamespace(**facts))
        with self.alone(self.of.event(SimpleNamespace(**facts))):
            if self.asker.pk is not None:
                reading.account_now(self.request)
            # What it leads to may have gone while the request waited, and so may the right to make it.
            made = self.of.create(self.linked(body) | said, by=self.asker)
            # Who registers reads the new account as its holder, whom no token tells yet.
            is_new = isinstance(made, User) and self.asker.pk is None
            seen = self.shown(self.of, made, to=made if is_new else self.asker)
            setattr(seen, TOLD, getattr(made, TOLD, {}))
            answer = self.one(self.of, seen, HTTPStatus.CREATED, is_write=True, Location=self.of.address(made))
            return once.keep(answer)

    def linked(self, body: bodies.Body) -> Facts:
        """The rows that the new one is to lead to, for somebody who may make it. Raises Refused."""
        facts = bodies.new(body, self.of, self.asker)
        if not self.of.may_create(self.asker, {**body.attributes, **facts}):
            self.refuse(self.of, Act.CREATE)
        return facts


class DetailView(WritingView):
    """`/v1/<path>/<id>`: a row."""

    kind = "detail"

    def row(self, key: str) -> Any:
        """The row, if the asker sees it."""
        return self.of.find(key, self.asker, trashed=self.request.query_params.get("get_trashed") == "true")

    def get(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """The row."""
        return self.one(self.of, self.row(key))

    def patch(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Change the row."""
        self.somebody()
        return self.patch_row(self.of, self.row(key))

    def delete(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Delete the row."""
        self.somebody()
        return self.delete_row(self.of, self.row(key))


class RelatedView(WritingView):
    """`/v1/<path>/<id>/<relationship>`: what a row leads to."""

    kind = "related"

    def related(self, key: str) -> QuerySet[Any]:
        """The rows to which the row leads, of those that the asker sees."""
        parent = self.of.find(key, self.asker)
        self.check_open(parent)
        trashed = self.request.query_params.get("get_trashed") == "true"
        return self.relation.of(parent, related(self.relation, self.asker, trashed=trashed))

    def only(self, key: str) -> Any:
        """The one row; raises Unknown where there is none."""
        found = self.related(key).first()
        if found is None:
            raise Unknown(f"There is no {self.target.noun} here.")
        return found

    def get(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """The list, or the one row; null where the row leads to none, 404 where it has no such part."""
        if self.relation.many:
            return self.many(self.target, self.related(key))
        return self.one(self.target, self.only(key) if self.relation.is_part else self.related(key).first())

    def post(self, request: Request, key: str) -> HttpResponse:
        """One more of the list, made in what the address names."""
        self.somebody()
        self.asked(self.target)
        before = self.parent_of_new(key, self.asker)
        said = bodies.attributes(self.target.serializer, bodies.body(request, self.target).attributes, partial=False)
        with self.alone(before if isinstance(before, Event) and self.target.is_of_event else None):
            parent = self.parent_of_new(key, reading.account_now(request))
            made = self.target.create({self.relation.back: parent} | said, by=self.asker)
            seen = self.shown(self.target, made)
            return self.one(self.target, seen, HTTPStatus.CREATED, is_write=True, Location=self.target.address(made))

    def parent_of_new(self, key: str, asker: Asker) -> Any:
        """The row in which something is to be made, for somebody who may make it there. Raises Refused."""
        parent = self.of.find(key, asker)
        if not self.target.may_create(asker, {self.relation.back: parent}):
            self.refuse(self.target, Act.CREATE)
        return parent

    def patch(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Change the one row."""
        self.somebody()
        return self.patch_row(self.target, self.only(key))

    def delete(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Delete the one row."""
        self.somebody()
        return self.delete_row(self.target, self.only(key))

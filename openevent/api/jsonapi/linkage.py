"""The address of a relationship: to what a row leads, by type and id, and changing it."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from openevent.accounts.models import User
from openevent.api.jsonapi import bodies, documents
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.resource import Resource, related
from openevent.api.jsonapi.writing import WritingView
from openevent.events.policy import Act


class RelationshipView(WritingView):
    """`/v1/<path>/<id>/relationships/<relationship>`: to what a row leads, by type and id, and changing it."""

    kind = "relationship"

    def get(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """Linkage."""
        parent = self.of.find(key, self.asker)
        self.check_open(parent)
        found = self.relation.load([parent], related(self.relation, self.asker))[parent.pk]
        return self.answer(
            {
                "links": self.of.links(parent, self.relation_name),
                "data": documents.identifiers(self.target.type, found, many=self.relation.many),
                "jsonapi": documents.VERSION,
            }
        )

    def patch(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Lead to exactly these."""
        return self.put(key, lambda _present, given: given)

    def post(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Lead to these, too."""
        return self.put(key, lambda present, given: [*present, *(row for row in given if row not in present)])

    def delete(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Lead to these no longer."""
        return self.put(key, lambda present, given: [row for row in present if row not in given])

    @property
    def kept_by(self) -> str:
        """Where rows of another type hold the linkage, their changes are changes of it."""
        return self.relation.kept_by

    def put(self, key: str, combine: Any) -> HttpResponse:
        """Change to what the row leads; 200 with the row, or 204 where nothing changed."""
        parent = self.of.find(key, self.somebody())
        self.check_writable(parent, self.somebody())
        self.changed_rows: list[Any] = []  # related ones that were changed along
        linkage = bodies.data(self.request)
        if self.relation.fixed:
            bodies.check_same(linkage, self.relation, parent, "/data")
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        with self.changing(self.of, parent) as (parent, account):
            self.check_writable(parent, account)
            given = bodies.rows(linkage, self.relation, account, "/data")
            set_them = partial(self.set_many, combine=combine) if self.relation.many else self.set_one
            if not set_them(parent, given, account=account):
                return HttpResponse(status=HTTPStatus.NO_CONTENT)
            return self.one(self.of, self.shown(self.of, parent), is_write=True)

    def check_writable(self, parent: Any, account: User) -> None:
        """Raise for who may not change the row, or not read this relationship of it."""
        if self.relation_name in self.of.closed(parent) or not self.of.may_edit(account, parent):
            self.refuse(self.of, Act.EDIT)

    def meta(self, of: Resource, row: Any) -> dict[str, Any]:
        """Also what there is to say of the rows that were changed along: what a session now collides with."""
        found = super().meta(of, row)
        for changed in self.changed_rows:
            for name, said in self.target.meta(self.shown(self.target, changed), self.asker).items():
                found[name] = [*found.get(name, ()), *(one for one in said if one not in found.get(name, ()))]
        return found

    def asked(self, of: Resource) -> Asked:
        """Nothing: answers here are of the row itself."""
        return super().asked(of) if of is self.of else Asked()

    def set_one(self, parent: Any, given: Any, *, account: User) -> bool:
        """Lead to this one; whether that is new."""
        if given is None and self.relation.needed:
            raise bodies.WrongReference(
                f"A {self.of.noun} cannot be without its “{self.relation_name}”.", pointer="/data"
            )
        present = self.relation.load([parent], related(self.relation, account))[parent.pk]
        if present == ([given] if given is not None else []):
            return False
        self.of.change(parent, {bodies.fact(self.relation_name, self.relation): given}, by=account)
        return True

    def set_many(self, parent: Any, given: list[Any], *, combine: Any, account: User) -> bool:
        """Lead to what combining the present with the given gives; whether that is new."""
        present = self.relation.load([parent], related(self.relation, account))[parent.pk]
        wanted = combine(present, given)
        if wanted == present:
            return False
        if not self.relation.inverse:
            wanted = [*wanted, *bodies.unseen(self.relation, parent, account)]
            self.of.change(parent, {bodies.fact(self.relation_name, self.relation): wanted}, by=account)
            return True
        for row in wanted:
            if row not in present:
                self.put_in(row, parent, account)
        for row in present:
            if row not in wanted:
                self.put_in(row, None, account)
        return True

    def put_in(self, row: Any, parent: Any, account: User) -> None:
        """Let a related row lead to the parent, or to nothing."""
        inverse = self.relation.inverse
        if not self.target.may_put_in(account, row, inverse):
            self.refuse(self.target, Act.EDIT)
        self.changed_rows.append(row)
        self.target.change(row, {bodies.fact(inverse, self.target.relations[inverse]): parent}, by=account)

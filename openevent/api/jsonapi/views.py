"""The kinds of addresses that a resource has: its collection, a row, what a row leads to, and the leading itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.jsonapi import asking, bodies, documents, filtering, media, paging, tags
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.relations import Relation
from openevent.api.jsonapi.resource import Facts, NotAllowed, Resource, related, resource
from openevent.api.permissions import Everyone
from openevent.events import access, revising
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.events.policy import EVERYONE, Act, hats_for
from openevent.lib import violations
from openevent.lib.errors import Conflicting, Forbidden, Unknown


class Dangling(Conflicting):
    """What the request leads to was there when it was read, and is gone."""

    def __init__(self) -> None:
        super().__init__("Something that this leads to was deleted meanwhile. Read it again.")


DELETED = "Object successfully deleted"
WRITES = frozenset({"POST", "PATCH"})
NO_LENGTH = (None, "", "0")  # some clients say of a body that there is not that it is empty


class PlainView(APIView):
    """What answers with documents. The policy is asked inside."""

    permission_classes = [Everyone]
    parser_classes = [media.Document]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = media.Negotiation

    @property
    def asker(self) -> Asker:
        """Who asks."""
        return reading.asker(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse kinds of bodies and answers that there are not, before anything is looked at."""
        super().initial(request, *args, **kwargs)
        if not media.is_wanted(request._request):
            raise media.NotAcceptable(f"The answer is of the type {documents.MEDIA_TYPE}; the request takes no such.")
        if self.reads_body(request):
            media.check_body(request.META.get("CONTENT_TYPE", ""))

    def reads_body(self, request: Request) -> bool:
        """Whether there is a body that counts; a method that is not taken is refused as such."""
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            return False
        return request.method in WRITES or (method == "delete" and request.META.get("CONTENT_LENGTH") not in NO_LENGTH)

    def answer(self, document: Any, status: int = HTTPStatus.OK, **headers: str) -> HttpResponse:
        """The document as an answer."""
        return HttpResponse(
            documents.encoded(document),
            status=status,
            headers={"Content-Type": documents.MEDIA_TYPE, **headers},
        )


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

    def refuse(self) -> None:
        """Raise for somebody who sees the thing and may not do this: 401 without an account, else 403."""
        self.somebody()
        raise NotAllowed

    def asked(self, of: Resource) -> Asked:
        """What the query asks for, of documents of this resource."""
        return asking.asked(self.request.query_params, of)

    # --- reading -----------------------------------------------------------------------------------------------------

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

    # --- writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def changing(self, of: Resource, row: Any, *, trashed: bool = False) -> Iterator[tuple[Any, User]]:
        """A transaction in which nobody else changes the event or the row: the row and the asker as they are now.

        While the request waited for it, the row may have gone, the asker may have lost a role or the account, and
        somebody may have changed what the request thinks it changes. Raises Unknown, NotAuthenticated, Overtaken.
        """
        with self.alone(of.event(row), deleted=trashed):
            if of.event(row) is None:
                type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
            account = reading.account_now(self.request)
            found = of.rows(account, trashed=trashed).filter(pk=row.pk).first()
            if found is None:
                raise Unknown(f"There is no such {of.noun} any more.")
            request: HttpRequest = self.request._request
            tags.check(request, f"{of.type}/{row.pk}", of, found, account, kept_by=self.kept_by)
            yield found, account

    @contextmanager
    def alone(self, event: Event | None, *, deleted: bool = False) -> Iterator[None]:
        """A transaction, behind the lock of the event where there is one. Raises Dangling, revising.EventGone."""
        try:
            with revising.locked(event.pk, deleted=deleted) if event is not None else transaction.atomic():
                yield
        except IntegrityError as error:
            if not violations.is_dangling(error):
                raise
            raise Dangling from error

    @property
    def kept_by(self) -> str:
        """The type whose changes are changes of what is written here, too."""
        return ""

    def shown(self, of: Resource, row: Any, *, to: Asker | None = None) -> Any:
        """The row as it is after a write, for its writer, even where a later look would not find it any more."""
        rows = of.prepared(of.model._default_manager.filter(pk=row.pk))
        return of.with_view(rows, to or self.asker).get()

    def patch_row(self, of: Resource, row: Any) -> HttpResponse:
        """Change the row as the document in the request says; what it does not say stays."""
        self.asked(of)  # a query that cannot be answered is refused before anything is done
        if getattr(row, "deleted_at", None) is not None:
            return self.restore_row(of, row)
        if not of.may_edit(self.somebody(), row):
            self.refuse()
        body = bodies.body(self.request, of, row_id=str(row.pk))
        said = bodies.attributes(of.serializer, body.attributes, partial=True)
        of.admit_change(self.somebody(), row, said)
        with self.changing(of, row) as (row, account):
            if not of.may_edit(account, row):
                self.refuse()
            facts = bodies.changed(body.relationships, of, row, account) | said
            changed = of.change(row, facts, by=account) if facts else row
            return self.one(of, self.shown(of, changed), is_write=True)

    def restore_row(self, of: Resource, row: Any) -> HttpResponse:
        """Bring a deleted row back: `"deleted-at": null`; what else the document says anew, is changed then."""
        if not of.may_restore(self.somebody(), row):
            self.refuse()
        body = bodies.body(self.request, of, row_id=str(row.pk))
        if body.attributes.get("deleted_at", row) is not None:
            raise Forbidden(
                "This was deleted. Bring it back first, with “deleted-at”: null.",
                pointer="/data/attributes/deleted-at",
            )
        said = bodies.attributes(of.serializer, body.attributes, partial=True)
        with self.changing(of, row, trashed=True) as (row, account):
            if not of.may_restore(account, row):
                self.refuse()
            said |= bodies.changed(body.relationships, of, row, account)
            # Some clients send all that they read; what they read is the row as it was deleted.
            facts = {name: value for name, value in said.items() if getattr(row, name, said) != value}
            restored = of.restore(row, by=account)
            if facts:
                if not of.may_edit(account, restored):
                    self.refuse()
                of.change(restored, facts, by=account)
            return self.one(of, self.shown(of, row), is_write=True)

    def delete_row(self, of: Resource, row: Any) -> HttpResponse:
        """Delete the row."""
        if of.reach.soft and self.request.query_params.get("permanent") == "true":
            return self.erase_row(of, row)
        if not of.may_delete(self.somebody(), row):
            self.refuse()
        with self.changing(of, row) as (row, account):
            if not of.may_delete(account, row):
                self.refuse()
            of.delete(row, by=account)
        return self.answer({"meta": {"message": DELETED}, "jsonapi": documents.VERSION})

    def erase_row(self, of: Resource, row: Any) -> HttpResponse:
        """Delete the row for good."""
        if not of.may_erase(self.somebody(), row):
            raise Forbidden("Only the staff of this site deletes for good.", parameter="permanent")
        with self.changing(of, row, trashed=True) as (row, account):
            if not of.may_erase(account, row):
                self.refuse()
            of.erase(row, by=account)
        return self.answer({"meta": {"message": DELETED}, "jsonapi": documents.VERSION})


class CollectionView(ResourceView):
    """`/v1/<path>`: the list over all events, where there is one, and making a row."""

    kind = "collection"

    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """The list."""
        trashed = self.asked(self.of).trashed
        if not access.opens(self.asker, self.of.type, Act.LIST):
            self.refuse()
        return self.many(self.of, self.of.listed(self.asker, trashed=trashed))

    def post(self, request: Request) -> HttpResponse:
        """A new row."""
        if not hats_for(self.of.type, Act.CREATE) & EVERYONE:
            self.somebody()
        self.asked(self.of)
        body = bodies.body(request, self.of)
        facts = self.linked(body)
        said = bodies.attributes(self.of.serializer, body.attributes, partial=False)
        self.of.admit(request)
        with self.alone(self.of.event(SimpleNamespace(**facts))):
            if self.asker.pk is not None:
                reading.account_now(request)
            # What it leads to may have gone while the request waited, and so may the right to make it.
            made = self.of.create(self.linked(body) | said, by=self.asker)
            # Who registers reads the new account as its holder, whom no token tells yet.
            is_new = isinstance(made, User) and self.asker.pk is None
            seen = self.shown(self.of, made, to=made if is_new else self.asker)
            return self.one(self.of, seen, HTTPStatus.CREATED, is_write=True, Location=self.of.address(made))

    def linked(self, body: bodies.Body) -> Facts:
        """The rows that the new one is to lead to, for somebody who may make it. Raises Refused."""
        facts = bodies.new(body, self.of, self.asker)
        if not self.of.may_create(self.asker, {**body.attributes, **facts}):
            self.refuse()
        return facts


class DetailView(ResourceView):
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


class RelatedView(ResourceView):
    """`/v1/<path>/<id>/<relationship>`: what a row leads to."""

    kind = "related"

    def related(self, key: str) -> QuerySet[Any]:
        """The rows to which the row leads, of those that the asker sees."""
        parent = self.of.find(key, self.asker)
        self.check_open(parent)
        trashed = self.request.query_params.get("get_trashed") == "true"
        return self.relation.of(parent, related(self.relation, self.asker, trashed=trashed))

    def check_open(self, parent: Any) -> None:
        """Raise for a relationship of the private view, or one under an event whose rows are for its team only."""
        if self.relation_name in self.of.hidden and not parent.private_view:
            self.refuse()
        if isinstance(parent, Event) and self.target.is_restricted() and self.target.reach.event is not None:
            team = hats_for(self.target.type, Act.SEE_HIDDEN)
            if not access.has_role(self.asker, parent, team):
                self.refuse()

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

    def patch(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Change the one row."""
        self.somebody()
        return self.patch_row(self.target, self.only(key))

    def delete(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - as above
        """Delete the one row."""
        self.somebody()
        return self.delete_row(self.target, self.only(key))


class RelationshipView(ResourceView):
    """`/v1/<path>/<id>/relationships/<relationship>`: to what a row leads, by type and id, and changing it."""

    kind = "relationship"

    def get(self, request: Request, key: str) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """Linkage."""
        parent = self.of.find(key, self.asker)
        if self.relation_name in self.of.hidden and not parent.private_view:
            self.refuse()
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
        is_hidden = self.relation_name in self.of.hidden and not parent.private_view
        if is_hidden or not self.of.may_edit(account, parent):
            self.refuse()

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
            self.refuse()
        self.changed_rows.append(row)
        self.target.change(row, {bodies.fact(inverse, self.target.relations[inverse]): parent}, by=account)

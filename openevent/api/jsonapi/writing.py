"""Changing rows over HTTP: asked again behind the lock, and answered before it is let go."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.jsonapi import bodies, documents, tags
from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.resource import Resource
from openevent.events import revising
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.events.policy import Act
from openevent.lib import violations
from openevent.lib.errors import Conflicting, Forbidden, Unknown

DELETED = "Object successfully deleted"


class Dangling(Conflicting):
    """What the request leads to was there when it was read, and is gone."""

    def __init__(self) -> None:
        super().__init__("Something that this leads to was deleted meanwhile. Read it again.")


class WritingView(ResourceView):
    """An address at which rows are changed, too."""

    @contextmanager
    def changing(self, of: Resource, row: Any, *, trashed: bool = False) -> Iterator[tuple[Any, User]]:
        """A transaction in which nobody else changes the event or the row: the row and the asker as they are now.

        While the request waited for it, the row may have gone, the asker may have lost a role or the account, and
        somebody may have changed what the request thinks it changes. Raises Unknown, NotAuthenticated, Overtaken.
        """
        with self.alone(of.event(row), deleted=trashed):
            if of.event(row) is None:
                held = of.held(row)
                rows = type(held)._default_manager.select_for_update(no_key=True).filter(pk=held.pk)
                rows.values_list("pk").first()
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
            self.refuse(of, Act.EDIT)
        body = bodies.body(self.request, of, row_id=str(row.pk))
        said = bodies.attributes(of.serializer, body.attributes, partial=True)
        of.admit_change(self.somebody(), row, said)
        said = of.fetched(said, row)
        with self.changing(of, row) as (row, account):
            if not of.may_edit(account, row):
                self.refuse(of, Act.EDIT)
            facts = bodies.changed(body.relationships, of, row, account) | said
            changed = of.change(row, facts, by=account) if facts else row
            return self.one(of, self.shown(of, changed), is_write=True)

    def restore_row(self, of: Resource, row: Any) -> HttpResponse:
        """Bring a deleted row back: `"deleted-at": null`; what else the document says anew, is changed then."""
        if not of.may_restore(self.somebody(), row):
            self.refuse(of, Act.RESTORE)
        body = bodies.body(self.request, of, row_id=str(row.pk))
        if body.attributes.get("deleted_at", row) is not None:
            raise Forbidden(
                "This was deleted. Bring it back first, with “deleted-at”: null.",
                pointer="/data/attributes/deleted-at",
            )
        said = bodies.attributes(of.serializer, body.attributes, partial=True)
        with self.changing(of, row, trashed=True) as (row, account):
            if not of.may_restore(account, row):
                self.refuse(of, Act.RESTORE)
            said |= bodies.changed(body.relationships, of, row, account)
            # Some clients send all that they read; what they read is the row as it was deleted.
            facts = {name: value for name, value in said.items() if getattr(row, name, said) != value}
            restored = of.restore(row, by=account)
            if facts:
                if not of.may_edit(account, restored):
                    self.refuse(of, Act.EDIT)
                of.change(restored, facts, by=account)
            return self.one(of, self.shown(of, row), is_write=True)

    def delete_row(self, of: Resource, row: Any) -> HttpResponse:
        """Delete the row."""
        if of.reach.soft and self.request.query_params.get("permanent") == "true":
            return self.erase_row(of, row)
        if not of.may_delete(self.somebody(), row):
            self.refuse(of, Act.DELETE)
        with self.changing(of, row) as (row, account):
            if not of.may_delete(account, row):
                self.refuse(of, Act.DELETE)
            of.delete(row, by=account)
        return self.answer({"meta": {"message": DELETED}, "jsonapi": documents.VERSION})

    def erase_row(self, of: Resource, row: Any) -> HttpResponse:
        """Delete the row for good."""
        if not of.may_erase(self.somebody(), row):
            raise Forbidden("Only the staff of this site deletes for good.", parameter="permanent")
        with self.changing(of, row, trashed=True) as (row, account):
            if not of.may_erase(account, row):
                self.refuse(of, Act.ERASE)
            of.erase(row, by=account)
        return self.answer({"meta": {"message": DELETED}, "jsonapi": documents.VERSION})

"""How what an event sells is kept: made, changed, removed and brought back behind the lock of its event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.lib import models
from openevent.lib.errors import Refused, Unknown
from openevent.tickets.models import AccessCode, CustomForm, DiscountCode, Tax, Ticket, TicketTag

AnyPart = Ticket | TicketTag | DiscountCode | AccessCode | Tax | CustomForm
Part = TypeVar("Part", Ticket, TicketTag, DiscountCode, AccessCode, Tax, CustomForm)
Placed = TypeVar("Placed", Ticket, CustomForm)  # what stands in an order that its event says
Facts = dict[str, Any]
Links = Mapping[str, Sequence[Any]]  # by the name of the relation: the rows that the part is linked to from now on
UNCHANGEABLE = frozenset({"id", "event", "event_id", "deleted_at", "taken", "waiting"})


class Foreign(Refused):
    """What belongs to another event."""

    def __init__(self, relation: str) -> None:
        name = relation.replace("_", "-")
        super().__init__(
            _("These %(name)s are not all of this event.") % {"name": name}, pointer=f"/data/relationships/{name}"
        )


@dataclass(frozen=True, kw_only=True)
class Keeper(Generic[Part]):
    """Keeps one kind of part. The merged record is judged, never only what one request says."""

    clean: Callable[[Part, Event, Facts], Facts]  # facts as they are stored
    check: Callable[[Part, Event, Links], None]  # what must hold
    leave: Callable[[Part], None] = lambda _part: None  # what stands against its removal
    links: tuple[str, ...] = ()  # its relations to many

    def add(self, part: Part, *, by: User, **links: Sequence[Any]) -> Part:
        """Save a new part of its event, linked to these rows. Raises Refused."""
        with revising.locked(part.event_id) as event:
            self._put(part, self.clean(part, event, _values(part)))
            models.check(part)
            self._check(part, event, links)
            part.save(force_insert=True)
            revising.bump(event, revising.Kind.CREATED, part, by=by, revised=self._link(part, links))
        return part

    def change(self, part: Part, *, by: User, **facts: Any) -> Part:
        """Give the part these facts, and exactly these links. Raises Refused."""
        links = {name: facts.pop(name) for name in self.links if name in facts}
        with revising.locked(part.event_id) as event:
            self._refresh(part)
            before = _values(part)
            self._put(part, self.clean(part, event, facts))
            models.check(part, members=_changed(before, part))
            self._check(part, event, links)
            changed, linked = _changed(before, part), self._link(part, links)
            if changed:
                part.save(update_fields=sorted(changed))
            if changed or linked:
                members = changed | (links.keys() if linked else set())
                revising.bump(event, revising.Kind.CHANGED, part, by=by, members=members, revised=linked)
        return part

    def remove(self, part: Part, *, by: User) -> Part:
        """Delete the part; a removed one stays removed."""
        return self._set_deleted(part, by, deleted=True)

    def restore(self, part: Part, *, by: User) -> Part:
        """Bring a removed part back as it was. Raises Refused where another has taken its place."""
        return self._set_deleted(part, by, deleted=False)

    def _put(self, part: Part, facts: Facts) -> None:
        for name, value in facts.items():
            if name not in UNCHANGEABLE:
                setattr(part, name, value)

    def _check(self, part: Part, event: Event, links: Links) -> None:
        for name, rows in links.items():
            if any(row.event_id != event.pk for row in rows):
                raise Foreign(name)
        part.event = event
        self.check(part, event, links)

    def _link(self, part: Part, links: Links) -> list[Model]:
        """Link exactly these rows; those whose links are new or gone."""
        found: list[Model] = []
        for name, rows in links.items():
            manager = getattr(part, name)
            before, after = {row.pk: row for row in manager.all()}, {row.pk: row for row in rows}
            if before.keys() != after.keys():
                manager.set(rows)
                found += [row for pk, row in (before | after).items() if (pk in before) != (pk in after)]
        return found

    def _refresh(self, part: Part) -> None:
        """Read the part as it is now, behind the lock of its event."""
        try:
            part.refresh_from_db()
        except ObjectDoesNotExist as error:
            raise Unknown(_("Somebody deleted this meanwhile.")) from error

    def _set_deleted(self, part: Part, by: User, *, deleted: bool) -> Part:
        with revising.locked(part.event_id) as event:
            self._refresh(part)
            if (part.deleted_at is not None) == deleted:
                return part
            if deleted:
                self.leave(part)
            part.deleted_at = timezone.now() if deleted else None
            if not deleted:
                self._check(part, event, {})
            part.save(update_fields=["deleted_at"])
            revising.bump(event, revising.Kind.DELETED if deleted else revising.Kind.RESTORED, part, by=by)
        return part


def arrange(keeper: Keeper[Placed], parts: Sequence[Placed], *, by: User) -> None:
    """Put the parts of one event in this order. Raises Refused."""
    places = {part.pk: place for place, part in enumerate(parts, start=1)}
    with transaction.atomic():
        for part in sorted(parts, key=lambda one: one.pk):  # locks are taken by ids, as orders do
            if part.position != places[part.pk]:
                keeper.change(part, by=by, position=places[part.pk])


def _values(part: AnyPart) -> Facts:
    """What the part's columns hold, but for those that lead to other rows."""
    return {field.name: getattr(part, field.name) for field in part._meta.concrete_fields if not field.is_relation}


def _changed(before: Facts, part: AnyPart) -> set[str]:
    return {name for name, value in _values(part).items() if before[name] != value} - UNCHANGEABLE

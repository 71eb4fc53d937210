"""What a resource is: a type, its members, its relationships, its rows, and the acts that change them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet, Value
from rest_framework.request import Request

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Member, Serializer, members
from openevent.api.jsonapi.relations import Relation
from openevent.events import access, erasing
from openevent.events.access import Asker, Reach
from openevent.events.models import Event
from openevent.events.policy import Act, hats_for
from openevent.lib.errors import Forbidden, Unknown

SerializerClass = type[Serializer[Any]]
ModelClass = type[Model]
# The acts that open a part of a row, and what a row notes of whether they do.
VIEWS = {Act.SEE_PRIVATE: "private_view", Act.SEE_REVIEWS: "review_view"}
TOLD = "told_once"  # what a new row notes for the answer, and what is in no table
Facts = dict[str, Any]  # what a document says, by columns: values, rows, lists of rows


class NotAllowed(Forbidden):
    """The asker sees the thing, but may not do this with it."""


class Resource:
    """A type of the API. Subclasses name its parts and call the acts of the domain; they hold no rule."""

    type: ClassVar[str]  # as documents name it
    path: ClassVar[str]  # of its collection, under /v1/
    serializer: ClassVar[SerializerClass]
    reach: ClassVar[Reach]
    relations: ClassVar[Mapping[str, Relation]] = {}
    collection: ClassVar[frozenset[str]] = frozenset({"POST"})  # what /v1/<path> takes
    detail: ClassVar[frozenset[str]] = frozenset({"GET", "PATCH", "DELETE"})
    private: ClassVar[frozenset[str]] = frozenset()  # members and relationships that the public view leaves out
    noun: ClassVar[str]  # in sentences: "There is no such track."
    # Relationships of the published API with types that there are not here: clients of that ask to include them along
    # with others, so that includes nothing and is no mistake.
    elsewhere: ClassVar[frozenset[str]] = frozenset()
    tells: ClassVar[dict[str, Any] | None] = None  # JSON Schema of what the maker of one is told once, in `meta`
    own_list: ClassVar[str] = ""  # where one finds one's own, in a sentence for who may not read the list over all
    # Whether who makes one may send an Idempotency-Key. Not where an answer tells a secret: it would be kept.
    is_repeatable: ClassVar[bool] = False

    # Whether the revision of its event counts its changes. What buyers do does not: they would wait for each other.
    is_counted: ClassVar[bool] = True
    is_found_by_asker: ClassVar[bool] = False  # whether an address means another row to another asker

    def __init__(self) -> None:
        self.members: tuple[Member, ...] = members(self.serializer)
        self.by_name: Mapping[str, Member] = {member.name: member for member in self.members}
        meta = self.serializer.Meta
        self.model: ModelClass = meta.model
        # What only some see of a row that they see, and the act of the table that opens it to them.
        self.hidden: Mapping[str, Act] = {
            **{name.replace("_", "-"): Act.SEE_PRIVATE for name in (*self.private, *getattr(meta, "private", ()))},
            **{name.replace("_", "-"): Act.SEE_REVIEWS for name in getattr(meta, "reviews", ())},
        }
        self.guarded: tuple[tuple[str, frozenset[str]], ...] = tuple(
            (VIEWS[act], frozenset(name for name, opens in self.hidden.items() if opens is act))
            for act in sorted(set(self.hidden.values()))
        )
        unknown = self.hidden.keys() - self.by_name.keys() - self.relations.keys()
        if unknown:  # what is misspelt would be public
            raise ImproperlyConfigured(f"“{self.type}” has no members {', '.join(sorted(unknown))} to keep private.")
        # How the addresses of a relationship go on from the row's: its linkage, and what it leads to.
        self.ways: Mapping[str, tuple[str, str]] = {
            name: (f"/relationships/{relation.linked_at or name}", f"/{relation.at or name}")
            for name, relation in self.relations.items()
        }
        self.order: tuple[str, ...] = (*self.model._meta.ordering, "pk")

    # --- questions ---------------------------------------------------------------------------------------------------

    def rows(self, asker: Asker, *, trashed: bool = False) -> QuerySet[Any]:
        """The rows that the asker sees, wherever they are reached, each knowing which of its views are open."""
        found: QuerySet[Any] = self.model._default_manager.filter(access.visible(asker, self.reach, trashed=trashed))
        ordered: QuerySet[Any] = self.prepared(self.with_view(found, asker)).order_by(*self.order)
        return ordered

    def with_view(self, rows: QuerySet[Any], asker: Asker) -> QuerySet[Any]:
        """The rows with their VIEWS: whether the asker sees what only some see."""
        acts = {VIEWS[act]: act for act in self.hidden.values()}
        viewed: QuerySet[Any] = rows.annotate(**{view: self.view(asker, act) for view, act in acts.items()})
        return viewed

    def view(self, asker: Asker, act: Act) -> Any:
        """Whether the act opens a row to the asker, for the database."""
        opened = access.rows(asker, self.reach, act)
        if opened in (access.ALL_ROWS, access.NO_ROWS):
            return Value(opened == access.ALL_ROWS, output_field=BooleanField())
        return ExpressionWrapper(opened, output_field=BooleanField())

    def closed(self, row: Any) -> frozenset[str]:
        """What of the row its asker does not see."""
        found: frozenset[str] = frozenset()
        for view, names in self.guarded:
            if not getattr(row, view, False):
                found = found | names if found else names
        return found

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with all that their members show (a constant number of statements)."""
        return rows

    def listed(self, asker: Asker, *, trashed: bool = False) -> QuerySet[Any]:
        """The rows of the list over all events; raises NotAllowed."""
        if not access.opens(asker, self.type, Act.LIST):
            raise NotAllowed("Only the staff of this site reads this list.")
        return self.rows(asker, trashed=trashed)

    def find(self, key: str, asker: Asker, *, trashed: bool = False) -> Any:
        """The row at this address, if the asker sees it; raises Unknown."""
        found = self.rows(asker, trashed=trashed).filter(self.where(key, asker)).first()
        if found is None:
            raise Unknown(f"There is no such {self.noun}.")
        return found

    def where(self, key: str, asker: Asker) -> Q:  # noqa: ARG002 - for addresses that mean something of the asker's
        """The row that the address names."""
        return Q(pk=int(key)) if is_id(key) else access.NO_ROWS

    def key(self, row: Any) -> str:
        """What the row's address ends with."""
        return str(row.pk)

    def address(self, row: Any) -> str:
        """The row's address."""
        return f"/v1/{self.path}/{self.key(row)}"

    def links(self, row: Any, name: str) -> dict[str, str]:
        """The addresses of a relationship of the row: its linkage, and what it leads to."""
        address, (linked, related) = self.address(row), self.ways[name]
        return {"self": address + linked, "related": address + related}

    def more_links(self, row: Any) -> dict[str, str]:  # noqa: ARG002 - for what leads somewhere outside the API
        """Where the row leads beside its own address."""
        return {}

    @property
    def is_of_event(self) -> bool:
        """Whether its rows are of an event, whose revision and lock are theirs."""
        return self.reach.event is not None and self.is_counted

    def event(self, row: Any) -> Event | None:
        """The event that the row is of, or is, and whose lock is the row's; None where it is of none."""
        if not self.is_of_event:
            return None
        for path in filter(None, (self.reach.event, self.reach.or_event)):
            found = row
            for step in path.split("__"):
                found = getattr(found, step, None)
            if isinstance(found, Event):
                return found
        return row if isinstance(row, Event) else None

    def held(self, row: Any) -> Model:
        """The row of which whoever changes this one has the lock, where no event's lock is its own: by default itself.

        What is changed together is locked by the same row first, so that nobody waits in a circle.
        """
        found: Model = row
        return found

    def meta(self, row: Any, asker: Asker) -> dict[str, Any]:  # noqa: ARG002 - for resources that have something to say
        """What an answer to a write says beside the row; of a new one, what its maker is told this once."""
        told: dict[str, Any] = getattr(row, TOLD, {})
        return told

    # --- who may -----------------------------------------------------------------------------------------------------

    def admit(self, request: Request) -> None:
        """Refuse who makes too many. Outside the transaction of the act: refused ones count, too."""

    def admit_change(self, asker: User, row: Any, facts: Facts) -> None:
        """Refuse who changes this too often. As `admit`."""

    def fetched(self, said: Facts, row: Any) -> Facts:  # noqa: ARG002 - for what another server is asked
        """The attributes, with what another server makes of them: outside the transaction, for it may take long.

        `row` is the one that is to change, or holds what a new one is to lead to; the asker may write it.
        """
        return said

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Whether the asker may make this row."""
        event = facts.get("event")
        if isinstance(event, Event):
            return access.may_add(asker, self.type, event)
        return self.reach.event in (None, "") and access.opens(asker, self.type, Act.CREATE)

    def addable(self, asker: Asker, said: Mapping[str, Any]) -> Q:  # noqa: ARG002 - for what opens an event to some
        """The events that a new row of the asker's may name; `said` are the attributes that it is to have."""
        return access.addable(asker, self.type)

    def may_edit(self, asker: Asker, row: Any) -> bool:
        """Whether the asker may change the row."""
        return access.may(asker, Act.EDIT, row, self.reach)

    def may_put_in(self, asker: Asker, row: Any, name: str) -> bool:  # noqa: ARG002 - for relationships of their own right
        """Whether the asker may let this relationship of the row lead to a row that the asker may change."""
        return self.may_edit(asker, row)

    def may_delete(self, asker: Asker, row: Any) -> bool:
        """Whether the asker may delete the row."""
        return access.may(asker, Act.DELETE, row, self.reach)

    def may_restore(self, asker: Asker, row: Any) -> bool:
        """Whether the asker may bring the row back."""
        return access.may(asker, Act.RESTORE, row, self.reach)

    def may_erase(self, asker: Asker, row: Any) -> bool:
        """Whether the asker may delete the row for good."""
        return access.may(asker, Act.ERASE, row, self.reach)

    def is_restricted(self) -> bool:
        """Whether none of its rows is public: lists of it under a public event answer 403 to strangers."""
        return not hats_for(self.type, Act.SEE)

    # --- acts --------------------------------------------------------------------------------------------------------

    def create(self, facts: Facts, *, by: Asker) -> Any:
        """Make a row of these facts."""
        raise NotImplementedError

    def change(self, row: Any, facts: Facts, *, by: User) -> Any:
        """Give the row these facts."""
        raise NotImplementedError

    def delete(self, row: Any, *, by: User) -> None:
        """Take the row away."""
        raise NotImplementedError

    def restore(self, row: Any, *, by: User) -> Any:
        """Bring a deleted row back."""
        raise NotImplementedError

    def erase(self, row: Any, *, by: User) -> None:
        """Take the row away for good; deleted first, where it is not yet."""
        if row.deleted_at is None:
            self.delete(row, by=by)
        erasing.erase(row, by=by)


class Part(Resource):
    """A resource whose rows are made, changed, removed and brought back by the acts of one module."""

    acts: Any  # the module: add(part, by=…), change(part, by=…, **facts), remove(part, by=…), restore(part, by=…)

    def create(self, facts: Facts, *, by: Any) -> Any:
        """A new part."""
        return self.acts.add(self.model(**facts), by=by)

    def change(self, row: Any, facts: Facts, *, by: User) -> Any:
        """The part with these facts."""
        return self.acts.change(row, by=by, **facts)

    def delete(self, row: Any, *, by: User) -> None:
        """The part removed."""
        self.acts.remove(row, by=by)

    def restore(self, row: Any, *, by: User) -> Any:
        """The part brought back."""
        return self.acts.restore(row, by=by)


def is_id(key: str) -> bool:
    """Whether the text is an id that a database can look up: decimal digits, 63 bits."""
    return key.isascii() and key.isdigit() and len(key) < 19


def related(relation: Relation, asker: Asker, *, trashed: bool = False) -> QuerySet[Any]:
    """The rows to which a relationship may lead this asker."""
    rows = resource(relation.resource).rows(asker, trashed=trashed)
    return rows.filter(relation.only(asker)) if relation.only else rows


REGISTRY: dict[str, Resource] = {}  # filled once, by `routing.routes`, from the visible list in api/urls.py


def resource(name: str) -> Resource:
    """The resource of this type."""
    return REGISTRY[name]

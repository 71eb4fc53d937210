"""The roles that there are. /v1/roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Found, Relation, Rows
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import Role


class RoleSerializer(Serializer[Role]):
    """A role's members."""

    class Meta:
        model = Role
        resource_name = "role"
        fields = ["name", "title_name"]


@dataclass(frozen=True, kw_only=True)
class RoleByName(Relation):
    """The role whose name a row has in its column `role`."""

    resource: str = "role"
    said: str = "role_row"  # the column holds the name

    def of(self, parent: Any, related: Rows) -> Rows:
        """The one role."""
        return related.filter(name=parent.role)

    def matching(self, related: Rows) -> Q:
        """The rows with the name of one of the roles."""
        return Q(role__in=related.values("name"))

    def load(self, parents: Sequence[Any], related: Rows) -> Found:
        """One statement for all."""
        rows = {row.name: row for row in related.filter(name__in={parent.role for parent in parents})}
        return {parent.pk: [rows[parent.role]] if parent.role in rows else [] for parent in parents}


class Roles(Part):
    """The roles that there are. /v1/roles."""

    type, path, noun = "role", "roles", "role"
    serializer, reach, acts = RoleSerializer, access.ROLE, cataloguing
    collection = frozenset({"GET", "POST"})
    relations = {}

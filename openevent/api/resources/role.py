"""The roles that there are. /v1/roles."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import Role


class RoleSerializer(Serializer[Role]):
    """A role's members."""

    class Meta:
        model = Role
        resource_name = "role"
        fields = ["name", "title_name"]


class Roles(Part):
    """The roles that there are. /v1/roles."""

    type, path, noun = "role", "roles", "role"
    serializer, reach, acts = RoleSerializer, access.ROLE, cataloguing
    collection = frozenset({"GET", "POST"})
    relations = {}

"""Who has which role in an event. /v1/users-events-roles."""

from typing import Any

from django.db.models import QuerySet

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.resources.role import RoleByName
from openevent.events import access, team
from openevent.events.access import Asker
from openevent.events.models import EventRole


class EventRoleSerializer(Serializer[EventRole]):
    """No attributes: what there is to say, the relationships say."""

    class Meta:
        model = EventRole
        resource_name = "users-events-roles"
        fields: list[str] = []


class EventRoles(Resource):
    """Made by creating an event and by accepted invitations; changed by organizers."""

    type, path, noun = "users-events-roles", "users-events-roles", "role in an event"
    serializer, reach = EventRoleSerializer, access.EVENT_ROLE
    collection = frozenset()
    relations = {
        "event": ToOne(resource="event", column="event", fixed=True),
        "user": ToOne(resource="user", column="user", fixed=True),
        "role": RoleByName(needed=True, settable=True),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its event."""
        return rows.select_related("event")

    def may_delete(self, asker: Asker, row: EventRole) -> bool:
        """One's own; the team's, as far as it reaches."""
        return access.may_dismiss(asker, row)

    def change(self, row: EventRole, facts: Facts, *, by: User) -> EventRole:
        """Another role, but never to or from the owner's."""
        return team.change_role(row, facts["role_row"].name, by=by)

    def delete(self, row: EventRole, *, by: User) -> None:
        """The role taken away."""
        team.dismiss(row.user, EventRole.Name(row.role), row.event, by=by)

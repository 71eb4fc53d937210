"""Events that somebody likes. /v1/user-favourite-events; a row's address ends with the event's id."""

from typing import Any

from django.db.models import Q

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource, is_id
from openevent.events import access, favouring
from openevent.events.access import Asker
from openevent.events.models import FavouriteEvent


class FavouriteEventSerializer(Serializer[FavouriteEvent]):
    """No attributes but when."""

    class Meta:
        model = FavouriteEvent
        resource_name = "user-favourite-event"
        fields = ["created_at"]
        read_only_fields = ["created_at"]


class FavouriteEvents(Resource):
    """One's own; nobody sees another's."""

    type, path, noun = "user-favourite-event", "user-favourite-events", "favourite"
    serializer, reach = FavouriteEventSerializer, access.FAVOURITE_EVENT
    is_found_by_asker = True
    collection = frozenset({"GET", "POST"})
    detail = frozenset({"GET", "DELETE"})
    own_list = "Your own are at /v1/users/{your id}/user-favourite-events."
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "user": ToOne(resource="user", column="user"),
    }

    def where(self, key: str, asker: Asker) -> Q:
        """The asker's, of the event with this id."""
        return Q(event_id=int(key), user_id=asker.pk) if is_id(key) and asker.pk else access.NO_ROWS

    def key(self, row: FavouriteEvent) -> str:
        """The event's id."""
        return str(row.event_id)

    def create(self, facts: Facts, *, by: Any) -> FavouriteEvent:
        """A star on an event."""
        return favouring.add(facts["event"], user=by)

    def delete(self, row: FavouriteEvent, *, by: User) -> None:  # noqa: ARG002 - whose it is, the row says
        """The star taken off."""
        favouring.remove(row)

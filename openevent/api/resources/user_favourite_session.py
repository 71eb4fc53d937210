"""Sessions that somebody likes. /v1/user-favourite-sessions."""

from typing import Any

from django.db.models import QuerySet

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.events import access as events
from openevent.events.access import Act, Asker
from openevent.program import access, favouring
from openevent.program.models import FavouriteSession


class FavouriteSessionSerializer(Serializer[FavouriteSession]):
    """No attributes but when."""

    class Meta:
        model = FavouriteSession
        resource_name = "user-favourite-session"
        fields = ["created_at"]
        read_only_fields = ["created_at"]


class FavouriteSessions(Resource):
    """One's own; the event's team sees what is liked, and by whom."""

    type, path, noun = "user-favourite-session", "user-favourite-sessions", "favourite"
    serializer, reach = FavouriteSessionSerializer, access.FAVOURITE_SESSION
    collection = frozenset({"GET", "POST"})
    detail = frozenset({"GET", "DELETE"})
    own_list = "Your own are at /v1/users/{your id}/user-favourite-sessions."
    relations = {
        "session": ToOne(resource="session", column="session", needed=True, fixed=True),
        "user": ToOne(resource="user", column="user"),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its session and event."""
        return rows.select_related("session__event")

    def is_restricted(self) -> bool:
        """No: under an event everybody finds their own."""
        return False

    def may_create(self, asker: Asker, facts: Facts) -> bool:  # noqa: ARG002 - a session that is seen may be liked
        """Whoever has an account."""
        return events.opens(asker, self.type, Act.CREATE)

    def create(self, facts: Facts, *, by: Any) -> FavouriteSession:
        """A star on a session."""
        return favouring.add(facts["session"], user=by)

    def delete(self, row: FavouriteSession, *, by: User) -> None:  # noqa: ARG002 - whose it is, the row says
        """The star taken off."""
        favouring.remove(row)

"""Kinds of sessions. /v1/session-types."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Part
from openevent.program import access, arranging
from openevent.program.models import SessionType


class SessionTypeSerializer(Serializer[SessionType]):
    """A session type's members."""

    class Meta:
        model = SessionType
        resource_name = "session-type"
        fields = ["name", "length", "position", "deleted_at"]
        read_only_fields = ["deleted_at"]
        says = {
            "length": "Hours and minutes: HH:MM.",
        }


class SessionTypes(Part):
    """Kinds of sessions. /v1/session-types."""

    type, path, noun = "session-type", "session-types", "session type"
    serializer, reach, acts = SessionTypeSerializer, access.SESSION_TYPE, arranging
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "sessions": Reverse(resource="session", column="session_type", many=True, inverse="session-type"),
    }

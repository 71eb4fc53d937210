"""Rooms. /v1/microlocations."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Part
from openevent.program import access, arranging
from openevent.program.models import Microlocation


class MicrolocationSerializer(Serializer[Microlocation]):
    """A room's members."""

    class Meta:
        model = Microlocation
        resource_name = "microlocation"
        fields = [
            "name",
            "latitude",
            "longitude",
            "floor",
            "room",
            "stream_url",
            "hidden_in_scheduler",
            "position",
            "is_chat_enabled",
            "is_global_event_room",
            "chat_room_name",
            "deleted_at",
        ]
        read_only_fields = ["chat_room_name", "deleted_at"]


class Microlocations(Part):
    """Rooms. /v1/microlocations."""

    type, path, noun = "microlocation", "microlocations", "room"
    serializer, reach, acts = MicrolocationSerializer, access.MICROLOCATION, arranging
    elsewhere = frozenset({"video-stream"})
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "sessions": Reverse(resource="session", column="microlocation", many=True, inverse="microlocation"),
    }

"""Kinds of events. /v1/event-types."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import EventType


class EventTypeSerializer(Serializer[EventType]):
    """An event type's members."""

    class Meta:
        model = EventType
        resource_name = "event-type"
        fields = ["name", "slug", "deleted_at"]
        read_only_fields = ["slug", "deleted_at"]


class EventTypes(Part):
    """Kinds of events. /v1/event-types."""

    type, path, noun = "event-type", "event-types", "event type"
    serializer, reach, acts = EventTypeSerializer, access.EVENT_TYPE, cataloguing
    collection = frozenset({"GET", "POST"})
    relations = {
        "events": Reverse(resource="event", column="event_type", many=True, only=access.listed),
    }

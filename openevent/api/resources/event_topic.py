"""Subjects of events. /v1/event-topics."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import EventTopic


class EventTopicSerializer(Serializer[EventTopic]):
    """An event topic's members."""

    class Meta:
        model = EventTopic
        resource_name = "event-topic"
        fields = ["name", "slug", "system_image_url", "deleted_at"]
        read_only_fields = ["slug", "deleted_at"]


class EventTopics(Part):
    """Subjects of events. /v1/event-topics."""

    type, path, noun = "event-topic", "event-topics", "event topic"
    serializer, reach, acts = EventTopicSerializer, access.EVENT_TOPIC, cataloguing
    collection = frozenset({"GET", "POST"})
    relations = {
        "events": Reverse(resource="event", column="event_topic", many=True, only=access.listed),
        "event-sub-topics": Reverse(resource="event-sub-topic", column="event_topic", many=True),
    }

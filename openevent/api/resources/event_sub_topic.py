"""Narrower subjects of events. /v1/event-sub-topics."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import EventSubTopic


class EventSubTopicSerializer(Serializer[EventSubTopic]):
    """An event sub-topic's members."""

    class Meta:
        model = EventSubTopic
        resource_name = "event-sub-topic"
        fields = ["name", "slug"]
        read_only_fields = ["slug"]


class EventSubTopics(Part):
    """Narrower subjects of events. /v1/event-sub-topics."""

    type, path, noun = "event-sub-topic", "event-sub-topics", "event sub-topic"
    serializer, reach, acts = EventSubTopicSerializer, access.EVENT_SUB_TOPIC, cataloguing
    elsewhere = frozenset({"custom-placeholder"})
    relations = {
        "event-topic": ToOne(resource="event-topic", column="event_topic", needed=True, settable=True),
        "events": Reverse(resource="event", column="event_sub_topic", many=True, only=access.listed),
    }

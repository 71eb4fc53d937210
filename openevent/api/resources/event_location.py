"""Places that people look for events in. /v1/event-locations."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.resource import Part
from openevent.events import access, cataloguing
from openevent.events.models import EventLocation


class EventLocationSerializer(Serializer[EventLocation]):
    """A place's members."""

    class Meta:
        model = EventLocation
        resource_name = "event-location"
        fields = ["name", "slug"]
        read_only_fields = ["slug"]


class EventLocations(Part):
    """Places that people look for events in. /v1/event-locations."""

    type, path, noun = "event-location", "event-locations", "place"
    serializer, reach, acts = EventLocationSerializer, access.EVENT_LOCATION, cataloguing
    collection = frozenset({"GET", "POST"})

"""The licence of an event's material. /v1/event-copyrights."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, furnishing
from openevent.events.models import EventCopyright


class EventCopyrightSerializer(Serializer[EventCopyright]):
    """A copyright's members."""

    class Meta:
        model = EventCopyright
        resource_name = "event-copyright"
        fields = ["licence", "licence_url", "holder", "holder_url", "year", "logo_url", "deleted_at"]
        read_only_fields = ["deleted_at"]
        says = {
            "year": "From 1900 to the present year.",
        }


class EventCopyrights(Part):
    """The licence of an event's material. /v1/event-copyrights."""

    type, path, noun = "event-copyright", "event-copyrights", "copyright"
    serializer, reach, acts = EventCopyrightSerializer, access.EVENT_COPYRIGHT, furnishing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }

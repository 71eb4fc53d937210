"""Frequently asked questions. /v1/faqs."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, furnishing
from openevent.events.models import Faq


class FaqSerializer(Serializer[Faq]):
    """A question and its answer."""

    class Meta:
        model = Faq
        resource_name = "faq"
        fields = ["question", "answer", "deleted_at"]
        read_only_fields = ["deleted_at"]


class Faqs(Part):
    """Frequently asked questions. /v1/faqs."""

    type, path, noun = "faq", "faqs", "question"
    serializer, reach, acts = FaqSerializer, access.FAQ, furnishing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "faq-type": ToOne(resource="faq-type", column="faq_type", settable=True),
    }

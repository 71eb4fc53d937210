"""Kinds of questions. /v1/faq-types."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, furnishing
from openevent.events.models import FaqType


class FaqTypeSerializer(Serializer[FaqType]):
    """A kind of question."""

    class Meta:
        model = FaqType
        resource_name = "faq-type"
        fields = ["name"]


class FaqTypes(Part):
    """Kinds of questions. /v1/faq-types."""

    type, path, noun = "faq-type", "faq-types", "kind of question"
    serializer, reach, acts = FaqTypeSerializer, access.FAQ_TYPE, furnishing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "faqs": Reverse(resource="faq", column="faq_type", many=True, inverse="faq-type"),
    }

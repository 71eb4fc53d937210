"""Links to an event's pages elsewhere. /v1/social-links."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, furnishing
from openevent.events.models import SocialLink


class SocialLinkSerializer(Serializer[SocialLink]):
    """A social link's members."""

    class Meta:
        model = SocialLink
        resource_name = "social-link"
        fields = ["name", "link", "identifier", "deleted_at"]
        read_only_fields = ["deleted_at"]


class SocialLinks(Part):
    """Links to an event's pages elsewhere. /v1/social-links."""

    type, path, noun = "social-link", "social-links", "social link"
    serializer, reach, acts = SocialLinkSerializer, access.SOCIAL_LINK, furnishing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }

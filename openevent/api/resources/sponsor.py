"""Sponsors. /v1/sponsors."""

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Part
from openevent.events import access, furnishing
from openevent.events.models import Sponsor


class SponsorSerializer(Serializer[Sponsor]):
    """A sponsor's members."""

    class Meta:
        model = Sponsor
        resource_name = "sponsor"
        fields = ["name", "description", "url", "logo_url", "level", "type", "deleted_at"]
        read_only_fields = ["deleted_at"]


class Sponsors(Part):
    """Sponsors. /v1/sponsors."""

    type, path, noun = "sponsor", "sponsors", "sponsor"
    serializer, reach, acts = SponsorSerializer, access.SPONSOR, furnishing
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }

"""Tags of tickets. /v1/ticket-tags."""

from typing import Any

from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Through, ToOne
from openevent.api.jsonapi.resource import Facts, Part
from openevent.api.resources.ticket import TAGGED
from openevent.tickets import access, tagging
from openevent.tickets.models import TicketTag


class TicketTagSerializer(Serializer[TicketTag]):
    """A tag's name."""

    class Meta:
        model = TicketTag
        resource_name = "ticket-tag"
        fields = ["name", "deleted_at"]
        read_only_fields = ["deleted_at"]


class TicketTags(Part):
    """Words under which tickets are found together."""

    type, path, noun = "ticket-tag", "ticket-tags", "ticket tag"
    serializer, reach, acts = TicketTagSerializer, access.TICKET_TAG, tagging
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "tickets": Through(resource="ticket", links=TAGGED, here="tickettag", there="ticket", settable=True),
    }

    def create(self, facts: Facts, *, by: Any) -> TicketTag:
        """A new tag, of these tickets."""
        tickets = facts.pop("tickets", [])
        return tagging.add(TicketTag(**facts), by=by, tickets=tickets)

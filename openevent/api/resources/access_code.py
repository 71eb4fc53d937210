"""Codes that open hidden tickets. /v1/access-codes."""

from typing import Any

from openevent.api.jsonapi.members import Serializer, Whole
from openevent.api.jsonapi.relations import Through, ToOne
from openevent.api.jsonapi.resource import Facts, Part
from openevent.api.resources.ticket import OPENED
from openevent.tickets import access, coding
from openevent.tickets.models import AccessCode


class AccessCodeSerializer(Serializer[AccessCode]):
    """An access code's members."""

    max_quantity = Whole(
        required=False, allow_null=True, min_value=0, help_text="Tickets of one order; null: no limit."
    )

    class Meta:
        model = AccessCode
        resource_name = "access-code"
        fields = [
            *("code", "access_url", "is_active", "tickets_number", "min_quantity", "max_quantity"),
            *("valid_from", "valid_till", "deleted_at"),
        ]
        read_only_fields = ["deleted_at"]
        extra_kwargs = {"valid_from": {"required": True, "allow_null": False}}
        says = {
            "code": "Whatever its case, once an event.",
            "tickets_number": "For so many tickets in all; null: no limit.",
            "valid_till": "null: until the event ends.",
        }


class AccessCodes(Part):
    """What opens hidden tickets; its team reads it, and buyers who know its word."""

    type, path, noun = "access-code", "access-codes", "access code"
    serializer, reach, acts = AccessCodeSerializer, access.ACCESS_CODE, coding
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "tickets": Through(resource="ticket", links=OPENED, here="accesscode", there="ticket", settable=True),
        "marketer": ToOne(resource="user", column="marketer"),
    }

    def create(self, facts: Facts, *, by: Any) -> AccessCode:
        """A new code, for these tickets."""
        tickets = facts.pop("tickets", [])
        return coding.add(AccessCode(marketer=by, **facts), by=by, tickets=tickets)


ACCESS_CODES = AccessCodes()

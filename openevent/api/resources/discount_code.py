"""Codes that make tickets cheaper. /v1/discount-codes."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from openevent.api.jsonapi.amounts import Exact, in_currency, in_percent
from openevent.api.jsonapi.members import Computed, Serializer, Whole
from openevent.api.jsonapi.relations import Through, ToOne
from openevent.api.jsonapi.resource import Facts, Part
from openevent.api.resources.ticket import DISCOUNTED
from openevent.tickets import access, coding
from openevent.tickets.models import DiscountCode

FOR_TICKETS = "ticket"


class Value(Exact):
    """An amount in the event's currency, or percent: as the code's type says."""

    def of_row(self) -> Callable[[Any], Any]:
        """A number."""

        def read(row: Any) -> float:
            if row.type == DiscountCode.Type.PERCENT:
                return in_percent(row.value)
            return in_currency(row.value, row.event.payment_currency)

        return read


class DiscountCodeSerializer(Serializer[DiscountCode]):
    """A discount code's members."""

    value = Value(help_text="Percent, 0 to 100; or an amount, at most the price of every linked ticket.")
    used_for = Computed(schema={"const": "ticket"})
    max_quantity = Whole(
        required=False, allow_null=True, help_text="Tickets of one order; null, or a negative number: no limit."
    )

    class Meta:
        model = DiscountCode
        resource_name = "discount-code"
        fields = [
            *("code", "type", "value", "used_for", "is_active", "tickets_number", "min_quantity", "max_quantity"),
            *("valid_from", "valid_till", "discount_url", "created_at", "deleted_at"),
        ]
        read_only_fields = ["created_at", "deleted_at"]
        says = {
            "code": "Whatever its case, once an event.",
            "tickets_number": "For so many tickets in all; null: no limit.",
            "valid_till": "null: until the event ends.",
        }

    def get_used_for(self, _row: DiscountCode) -> str:
        """Codes are for tickets: organisers get no invoices here."""
        return FOR_TICKETS


class DiscountCodes(Part):
    """What makes tickets cheaper; its team reads it, and buyers who know its word."""

    type, path, noun = "discount-code", "discount-codes", "discount code"
    serializer, reach, acts = DiscountCodeSerializer, access.DISCOUNT_CODE, coding
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "tickets": Through(resource="ticket", links=DISCOUNTED, here="discountcode", there="ticket", settable=True),
        "marketer": ToOne(resource="user", column="marketer"),
    }
    elsewhere = frozenset({"events"})

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its event, whose currency its amount is in."""
        joined: QuerySet[Any] = rows.select_related("event")
        return joined

    def create(self, facts: Facts, *, by: Any) -> DiscountCode:
        """A new code, for these tickets."""
        tickets = facts.pop("tickets", [])
        return coding.add(DiscountCode(marketer=by, **facts), by=by, tickets=tickets)


DISCOUNT_CODES = DiscountCodes()

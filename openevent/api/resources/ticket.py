"""Kinds of tickets. /v1/tickets."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from openevent.api.jsonapi.amounts import Amount
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, Same, Through, ToOne
from openevent.api.jsonapi.resource import Facts, Part
from openevent.tickets import access, offering
from openevent.tickets.models import AccessCode, DiscountCode, Ticket, TicketTag

CURRENCY = "event.payment_currency"
LINKS = ("ticket_tags", "discount_codes", "access_codes")


def links(made: Callable[[], QuerySet[Any]]) -> Callable[[], QuerySet[Any]]:
    """The rows of a table between two, in their order."""

    def rows() -> QuerySet[Any]:
        return made().order_by("pk")

    return rows


TAGGED = links(TicketTag.tickets.through._default_manager.all)
DISCOUNTED = links(DiscountCode.tickets.through._default_manager.all)
OPENED = links(AccessCode.tickets.through._default_manager.all)


class TicketSerializer(Serializer[Ticket]):
    """A ticket's members; money in whole units of the event's currency."""

    price = Amount(currency=CURRENCY, required=False, allow_null=True, at_first=0, help_text="A paid ticket has one.")
    min_price = Amount(currency=CURRENCY, required=False, at_first=0, help_text="The least that a donation may be.")
    max_price = Amount(
        currency=CURRENCY, required=False, allow_null=True, help_text="The most that a donation may be; null: no limit."
    )

    class Meta:
        model = Ticket
        resource_name = "ticket"
        fields = [
            *("name", "type", "price", "min_price", "max_price", "quantity", "min_order", "max_order"),
            *("sales_starts_at", "sales_ends_at", "description", "is_description_visible", "is_hidden"),
            *("auto_checkin_enabled", "is_fee_absorbed", "is_checkin_restricted", "position", "form_id", "badge_id"),
            "deleted_at",
        ]
        read_only_fields = ["deleted_at"]
        says = {
            "type": "free, paid (has a price) or donation (the buyer says it, within min-price and max-price).",
            "quantity": "Not below max-order, nor below what is sold.",
            "max_order": "Of one order; where nothing is said 10, or the quantity if that is less.",
            "sales_ends_at": "After sales-starts-at, and not after the event ends.",
            "is_hidden": "Then only who has an access code for it sees and buys it.",
            "is_fee_absorbed": "The site’s fee is not added to what the buyer pays.",
            "form_id": "The form that its attendees fill, beside what the event asks everybody.",
        }


class Tickets(Part):
    """What one can buy; hidden ones are seen by the team alone."""

    type, path, noun = "ticket", "tickets", "ticket"
    serializer, reach, acts = TicketSerializer, access.TICKET, offering
    private = frozenset({"access-codes", "discount-codes", "attendees", "order-statistics"})
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "ticket-tags": Through(
            resource="ticket-tag", links=TAGGED, here="ticket", there="tickettag", settable=True, held_by="ticket-tag"
        ),
        "discount-codes": Through(
            resource="discount-code",
            links=DISCOUNTED,
            here="ticket",
            there="discountcode",
            settable=True,
            held_by="discount-code",
        ),
        "access-codes": Through(
            resource="access-code",
            links=OPENED,
            here="ticket",
            there="accesscode",
            settable=True,
            held_by="access-code",
        ),
        "attendees": Reverse(resource="attendee", column="ticket", many=True),
        "order-statistics": Same(resource="order-statistics-ticket"),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its event, whose currency its prices are in."""
        joined: QuerySet[Any] = rows.select_related("event")
        return joined

    def create(self, facts: Facts, *, by: Any) -> Ticket:
        """A new ticket; where nothing is said of it, an order holds at most ten, or all that there are."""
        said = {name: facts.pop(name) for name in LINKS if name in facts}
        facts.setdefault(
            "max_order", min(offering.MOST_IN_ORDER, max(facts.get("quantity", offering.MOST_IN_ORDER), 1))
        )
        return offering.add(Ticket(**facts), by=by, **said)

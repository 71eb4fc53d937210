"""What was sold: of an event, and of each of its tickets. /v1/events/{identifier}/order-statistics."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers as rest

from openevent.api.jsonapi.amounts import in_currency
from openevent.api.jsonapi.members import Computed, Serializer
from openevent.api.jsonapi.resource import Resource
from openevent.events.models import Event
from openevent.tickets import access, counting
from openevent.tickets.models import Ticket

BY_STATUS = {"type": "object", "additionalProperties": {"type": "number"}}


class Sold(rest.Serializer[Model]):
    """Tickets, orders and sales: `{"total": …, "initializing": …, "completed": …, …}`."""

    tickets = Computed(schema=BY_STATUS, help_text="How many tickets, by the status of their orders.")
    orders = Computed(schema=BY_STATUS, help_text="How many orders, by status.")
    sales = Computed(schema=BY_STATUS, help_text="What they cost, in the event’s currency.")

    def get_tickets(self, row: Model) -> dict[str, int]:
        """By status."""
        return counting.sold(row, "tickets")

    def get_orders(self, row: Model) -> dict[str, int]:
        """By status."""
        return counting.sold(row, "orders")

    def get_sales(self, row: Event | Ticket) -> dict[str, float]:
        """By status."""
        currency = (row if isinstance(row, Event) else row.event).payment_currency
        return {name: in_currency(units, currency) for name, units in counting.sold(row, "sales").items()}


class EventSoldSerializer(Sold, Serializer[Event]):
    """What an event sold."""

    class Meta:
        model = Event
        resource_name = "order-statistics-event"
        fields = ["identifier", "tickets", "orders", "sales"]
        read_only_fields = ["identifier"]


class TicketSoldSerializer(Sold, Serializer[Ticket]):
    """What was sold of a kind of tickets."""

    class Meta:
        model = Ticket
        resource_name = "order-statistics-ticket"
        fields = ["tickets", "orders", "sales"]


class Statistics(Resource):
    """What was sold, counted for the team; at home under what it is of."""

    collection = detail = frozenset()
    relations = {}
    is_counted = False

    def address(self, row: Model) -> str:
        """Below what it is of."""
        return f"/v1/{self.path}/{row.pk}/order-statistics"


class EventStatistics(Statistics):
    """What an event sold."""

    type, path, noun = "order-statistics-event", "events", "event"
    serializer, reach = EventSoldSerializer, access.EVENT_STATISTICS

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its numbers."""
        return counting.of_events(rows)


class TicketStatistics(Statistics):
    """What was sold of a kind of tickets."""

    type, path, noun = "order-statistics-ticket", "tickets", "ticket"
    serializer, reach = TicketSoldSerializer, access.TICKET_STATISTICS

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its numbers, and its event, whose currency they are in."""
        return counting.of_tickets(rows.select_related("event"))

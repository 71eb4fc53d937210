"""Orders. /v1/orders."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers as rest

from openevent.accounts.models import User
from openevent.api import baskets
from openevent.api.baskets import MOST_ITEMS
from openevent.api.jsonapi.amounts import Amount
from openevent.api.jsonapi.members import Computed, Json, Serializer, Text
from openevent.api.jsonapi.relations import Reverse, Through, ToOne
from openevent.api.jsonapi.resource import Facts, NotAllowed, Resource
from openevent.events import access as events
from openevent.events.access import Asker
from openevent.events.policy import Act, aloud
from openevent.lib.models import WrongValue
from openevent.tickets import access, bills, finishing, ordering, papers
from openevent.tickets.models import Order, OrderLine, Ticket
from openevent.tickets.quoting import Basket, NoSuchTicket


def uuid_of(key: str) -> uuid.UUID | None:
    """The identifier that the text is, if it is one."""
    try:
        found = uuid.UUID(key)
    except ValueError:
        return None
    return found if str(found) == key.lower() else None


class OrderSerializer(Serializer[Order]):
    """An order's members; money in whole units of `currency`."""

    identifier = rest.UUIDField(read_only=True)
    amount = Amount(currency="currency", read_only=True, help_text="What is to be paid in all; the server reckons it.")
    refunded = Amount(currency="currency", read_only=True, help_text="What was paid back of it.")
    discount = Amount(currency="currency", read_only=True, help_text="What codes took off.")
    tax = Amount(source="tax_amount", currency="currency", read_only=True, help_text="In the amount.")
    discount_code_id = Text(read_only=True)
    on_site_tickets = Json(
        write_only=True, required=False, help_text="Sold at the door by registrars and up: a list of {id, quantity}."
    )
    tickets_pdf_url = Computed(
        schema={"type": ["string", "null"]}, help_text="Of a completed order. Its buyer and the team get it."
    )
    payment_details = Computed(
        schema={"type": ["string", "null"]}, help_text="How a placed order is paid, as the organiser says it."
    )

    class Meta:
        model = Order
        resource_name = "order"
        fields = [
            *("identifier", "amount", "currency", "discount", "tax", "refunded", "status", "payment_mode"),
            *("payment_details", "tickets_pdf_url", "address", "city", "state", "country", "zipcode", "company"),
            *("tax_business_info", "is_billing_enabled", "discount_code_id", "on_site_tickets", "cancel_note"),
            *("order_notes", "paid_via", "transaction_id"),
            *("brand", "exp_month", "exp_year", "last4", "language", "expires_at", "placed_at", "completed_at"),
            "created_at",
        ]
        read_only_fields = [
            *("currency", "paid_via", "transaction_id", "brand", "exp_month", "exp_year", "last4", "language"),
            *("expires_at", "placed_at", "completed_at", "created_at"),
        ]
        # Who only holds a ticket of it learns nothing of the buyer, the money or the code.
        private = [
            *("amount", "discount", "tax", "refunded", "payment_mode", "payment_details", "tickets_pdf_url", "address"),
            *("city", "state", "country", "zipcode", "company", "tax_business_info", "is_billing_enabled"),
            *("discount_code_id", "cancel_note", "order_notes", "paid_via", "transaction_id"),
            *("brand", "exp_month", "exp_year", "last4"),
        ]
        says = {
            "status": "A buyer moves it to completed (free), placed (paid later), pending (paid online) or cancelled.",
            "expires_at": "Until then its places are held; it has to be finished before.",
            "payment_mode": "One that the event takes: can-pay-by-… of the event.",
            "is_billing_enabled": "Then company, address, city, zipcode and country are needed.",
        }

    def get_tickets_pdf_url(self, row: Order) -> str | None:
        """Where the tickets are had on paper."""
        return papers.tickets_url(row)

    def get_payment_details(self, row: Order) -> str | None:
        """What the organiser says of the way in which the order is paid: to its buyers, once it is placed."""
        if row.status not in (Order.Status.PLACED, Order.Status.COMPLETED):
            return None
        return bills.details(row) or None


class Orders(Resource):
    """What people buy; at home under its id and under its identifier. Its buyer, its attendees and the team read it."""

    type, path, noun = "order", "orders", "order"
    serializer, reach = OrderSerializer, access.ORDER
    collection = frozenset({"GET", "POST"})
    detail = frozenset({"GET", "PATCH"})
    is_counted = False
    is_repeatable = True
    own_list = "Your own are at /v1/users/<id>/orders."
    relations = {
        "event": ToOne(resource="event", column="event"),
        "user": ToOne(resource="user", column="user"),
        "attendees": Reverse(resource="attendee", column="order", many=True),
        "tickets": Through(resource="ticket", links=OrderLine.objects.all, here="order", there="ticket"),
        "discount-code": ToOne(resource="discount-code", column="discount_code"),
        "access-code": ToOne(resource="access-code", column="access_code"),
        "payments": Reverse(resource="payment", column="order", many=True),
        "refunds": Reverse(resource="refund", column="order", many=True),
        "invoices": Reverse(resource="order-invoice", column="order", many=True),
    }
    elsewhere = frozenset({"event-invoice", "marketer"})

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its event, which says how it is paid."""
        joined: QuerySet[Any] = rows.select_related("event")
        return joined

    def where(self, key: str, asker: Asker) -> Q:
        """An order is found by its identifier and by its id."""
        identifier = uuid_of(key)
        return Q(identifier=identifier) if identifier else super().where(key, asker)

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """At the door; whoever else buys does it with create-order. Raises Unknown for tickets of unseen events."""
        first = _sold(facts.get("on_site_tickets")).items[0].ticket
        ticket = Ticket.objects.living().filter(pk=first).select_related("event").first()
        if ticket is None or not (
            events.may_see(asker, ticket.event) or access.may_sell_at_the_door(asker, ticket.event)
        ):
            raise NoSuchTicket(first)
        return access.may_sell_at_the_door(asker, ticket.event)

    def create(self, facts: Facts, *, by: Any) -> Order:
        """A completed order of somebody who stands there."""
        return ordering.sell_at_the_door(_sold(facts["on_site_tickets"]), by=by)

    def change(self, row: Order, facts: Facts, *, by: User) -> Order:
        """Billing, the way of paying, another status."""
        actors = access.actors(by, row)
        if not actors:
            raise NotAllowed(aloud(self.type, Act.EDIT))
        return finishing.amend(row, by=by, actors=actors, **facts)


def _sold(said: Any) -> Basket:
    """What is sold at the door; raises WrongValue."""
    pointer = "/data/attributes/on-site-tickets"
    if not said:
        raise WrongValue("Order with POST /v1/orders/create-order. At the door, say on-site-tickets.", pointer=pointer)
    if not isinstance(said, list) or len(said) > MOST_ITEMS:
        raise WrongValue(f"on-site-tickets: A list of at most {MOST_ITEMS} objects.", pointer=pointer)
    return Basket(items=tuple(baskets.item(one, f"{pointer}/{at}") for at, one in enumerate(said)))


ORDERS = Orders()

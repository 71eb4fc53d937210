"""Payments. /v1/payments."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers as rest

from openevent.api.jsonapi.amounts import Amount
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import Reverse, ToOne
from openevent.api.jsonapi.resource import Resource
from openevent.tickets import access
from openevent.tickets.models import Payment


class PaymentSerializer(Serializer[Payment]):
    """What came for an order, or was to come; money in whole units of `currency`."""

    identifier = rest.UUIDField(read_only=True)
    amount = Amount(currency="currency", read_only=True)
    refunded = Amount(currency="currency", read_only=True, help_text="What of it went back, or is asked back.")

    class Meta:
        model = Payment
        resource_name = "payment"
        fields = [
            *("identifier", "provider", "way", "status", "amount", "currency", "refunded", "reference"),
            *("transaction_id", "created_at", "received_at"),
        ]
        read_only_fields = fields
        says = {
            "provider": "stripe; or how the team says that it came.",
            "status": "Only received pays for the order; surplus came too late, twice, or was another amount.",
            "way": "Of payments online: on a page of the provider, or in the client.",
        }


class Payments(Resource):
    """What was paid for an order. Its buyer and the team read it; POST /v1/orders/{identifier}/charge begins one."""

    type, path, noun = "payment", "payments", "payment"
    serializer, reach = PaymentSerializer, access.PAYMENT
    collection = frozenset()
    detail = frozenset({"GET"})
    is_counted = False
    relations = {
        "order": ToOne(resource="order", column="order"),
        "refunds": Reverse(resource="refund", column="payment", many=True),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its order, which says who may."""
        joined: QuerySet[Any] = rows.select_related("order__event")
        return joined

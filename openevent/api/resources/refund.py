"""Refunds. /v1/refunds, and POST /v1/orders/{identifier}/refunds."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework import serializers as rest
from rest_framework.request import Request
from rest_framework.views import APIView

from openevent.api import parsing, reading
from openevent.api.describing import TEXT, WHOLE, Schema, described, many, members, optional
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.amounts import Amount, exact
from openevent.api.jsonapi.conditional import conditional
from openevent.api.jsonapi.members import Json, Serializer, Text
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import NotAllowed, Resource, is_id
from openevent.api.jsonapi.schemas import ID, ref
from openevent.api.jsonapi.views import RelatedView
from openevent.api.repeating import Once, repeatable
from openevent.api.resources.order import ORDERS
from openevent.events.policy import Act, aloud
from openevent.lib import money
from openevent.lib.errors import Malformed
from openevent.tickets import access
from openevent.tickets.models import Order, Refund
from openevent.tickets.paying import refunding
from openevent.tickets.paying.refunding import WrongAmount

MOST_ATTENDEES = 1000
AMOUNT, ATTENDEES = "/data/attributes/amount", "/data/attributes/attendees"
BODY = optional(
    members(),
    amount={"type": ["number", "null"]},
    attendees={"anyOf": [many({"anyOf": [ID, WHOLE]}), {"type": "null"}]},
    reason={"type": ["string", "null"]},
)
LOCATION: Schema = {"Location": {"description": "The address of the refund.", "schema": TEXT}}


class RefundSerializer(Serializer[Refund]):
    """What went back; money in whole units of `currency`."""

    identifier = rest.UUIDField(read_only=True)
    amount = Amount(currency="payment.currency", read_only=True)
    currency = Text(source="payment.currency", read_only=True)
    created_at = rest.DateTimeField(source="at", read_only=True)
    attendee_ids = Json(read_only=True, help_text="Whose tickets are good no more with it.")

    class Meta:
        model = Refund
        resource_name = "refund"
        fields = [
            *("identifier", "status", "amount", "currency", "reason", "failure", "reference", "attendee_ids"),
            *("created_at", "done_at"),
        ]
        read_only_fields = fields
        says = {
            "status": "asked: the provider has not answered yet, and is asked again; failed: the money is still here.",
            "failure": "Why the money did not go back.",
        }


class Refunds(Resource):
    """Money that went back. The order's buyer and the team read it; the team gives it back."""

    type, path, noun = "refund", "refunds", "refund"
    serializer, reach = RefundSerializer, access.REFUND
    collection = frozenset()
    detail = frozenset({"GET"})
    is_counted = False
    relations = {
        "order": ToOne(resource="order", column="order"),
        "payment": ToOne(resource="payment", column="payment"),
        "user": ToOne(resource="user", column="by"),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its payment, whose currency it is in, and with the attendees of whom it is."""
        joined: QuerySet[Any] = rows.select_related("payment", "order__event").prefetch_related("attendees")
        return joined


REFUNDS = Refunds()


class OrderRefunds(RelatedView):
    """The refunds of an order; the team gives money back here."""

    of, relation_name = ORDERS, "refunds"
    http_method_names = ["get", "head", "options", "post"]
    parser_classes = [parsing.Json]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What asks for a refund is plain JSON, whatever the request says of kinds."""
        if request.method == "POST":
            APIView.initial(self, request, *args, **kwargs)
        else:
            super().initial(request, *args, **kwargs)

    @repeatable
    @described(
        summary="Give money of an order back",
        tag="order",
        body=BODY,
        answer=ref("refund-document"),
        status=201,
        gives=(documents.MEDIA_TYPE,),
        headers=LOCATION,
        refuses=(401, 403, 404, 409, 422),
    )
    def post(self, request: Request, key: str, *, once: Once) -> HttpResponse:
        """`{"amount": …, "attendees": [<id>, …], "reason": …}`, each of which may be missing.

        Without an amount it is what the attendees paid, or all that is left; they lose their tickets with it. All of
        it cancels the order.
        """
        account = self.somebody()
        order: Order = ORDERS.find(key, account)
        if not access.may_refund(account, order.event):
            raise NotAllowed(aloud("order", Act.REFUND))
        said = reading.attributes(request)
        amount, attendees, reason = _amount(said, order), _attendees(said), reading.words(said, "reason")
        made = refunding.refund(
            order, by=account, amount=amount, attendees=attendees, reason=reason, identifier=UUID(once.bind())
        )
        with transaction.atomic():
            shown = self.shown(REFUNDS, made)
            return once.keep(self.one(REFUNDS, shown, 201, is_write=True, Location=REFUNDS.address(made)))


def _amount(said: dict[str, Any], order: Order) -> int | None:
    """The amount in minor units of the order's currency; raises Malformed, WrongAmount."""
    number = exact(said.get("amount"))
    if number is None:
        return None
    if not isinstance(number, Decimal) or not number.is_finite():
        raise Malformed("“amount” is a number.", pointer=AMOUNT)
    try:
        return money.minor(number, order.currency) if number else 0
    except money.NotMoney as error:
        raise WrongAmount(str(error)) from error


def _attendees(said: dict[str, Any]) -> list[int]:
    """The ids of attendees; raises Malformed."""
    found = said.get("attendees")
    if found is None:
        return []
    if not isinstance(found, list) or not 0 < len(found) <= MOST_ATTENDEES:  # who ticks nobody does not mean all
        raise Malformed(f"“attendees” is an array of 1 to {MOST_ATTENDEES} ids; or it is left out.", pointer=ATTENDEES)
    return [_id(one) for one in dict.fromkeys(map(str, found))]


def _id(text: str) -> int:
    if not is_id(text):
        raise Malformed("“attendees” is an array of ids.", pointer=ATTENDEES)
    return int(text)


urlpatterns: list[URLPattern] = [
    path("v1/orders/<str:key>/refunds", conditional(OrderRefunds.as_view(), ORDERS, REFUNDS, is_detail=False))
]

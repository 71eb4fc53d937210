"""Buying tickets: what they cost, and holding them for a buyer; plain JSON in and out."""

from decimal import Decimal
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.clients import client
from openevent.accounts.models import User
from openevent.api import baskets, reading
from openevent.api.describing import FLAG, TEXT, WHOLE, Schema, described, many, members, optional
from openevent.api.jsonapi import asking, documents
from openevent.api.jsonapi.amounts import in_currency, in_percent
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.conditional import tagged
from openevent.api.jsonapi.schemas import ID
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.repeating import Once, repeatable
from openevent.api.resources.order import ORDERS
from openevent.events import access as events
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.tickets import access, guessing, ordering
from openevent.tickets.models import Order, Ticket
from openevent.tickets.pricing import Line
from openevent.tickets.quoting import Basket, NoSuchTicket, Quote, quote

NUMBER: Schema = {"type": "number"}
KEY: Schema = {"anyOf": [ID, WHOLE, TEXT]}
ITEM = optional(members(id={"anyOf": [ID, WHOLE]}), quantity=WHOLE, price=NUMBER)
CODE: Schema = {"anyOf": [*KEY["anyOf"], {"type": "null"}]}
BASKET = optional(members(tickets=many(ITEM)), discount__code=CODE, access__code=CODE)
DISCOUNT = members(code=TEXT, percent=NUMBER, amount=NUMBER, total=NUMBER, type=TEXT)
LINE = {
    "type": "object",
    "properties": {
        "id": WHOLE,
        "name": TEXT,
        "price": NUMBER,
        "quantity": WHOLE,
        "discount": {"anyOf": [DISCOUNT, {"type": "null"}]},
        "ticket_fee": NUMBER,
        "sub_total": NUMBER,
        "ticket_tax": {"type": ["number", "null"]},
        "discounted_tax": {"type": ["number", "null"]},
    },
}
TAX = members(name=TEXT, percent=NUMBER, amount=NUMBER, included=FLAG)
AMOUNT = {
    "type": "object",
    "properties": {
        "tickets": many(LINE),
        "sub_total": NUMBER,
        "discount": NUMBER,
        "tax": {"anyOf": [TAX, {"type": "null"}]},
        "total": NUMBER,
    },
}


class CalculateAmount(APIView):
    """`{"tickets": [{"id": …, "quantity": 1, "price": …}], "discount-code": …, "access-code": …}` to what it costs."""

    permission_classes = [Everyone]

    @described(summary="Calculate what tickets cost", tag="order", body=BASKET, answer=AMOUNT, refuses=(404, 422, 429))
    def post(self, request: Request) -> Response:
        """Nothing is held by it."""
        asker, basket = reading.asker(request), baskets.read(request)
        sees_hidden = access.sees_hidden(asker, _seen_event(basket, asker))
        with guessing.counted(client(request._request.META), basket.discount_code, basket.access_code):
            return Response(shown(quote(basket, now=timezone.now(), sees_hidden=sees_hidden)))


class CreateOrder(APIView):
    """The same body to an order that holds the tickets, for 15 minutes: fill its attendees and finish it meanwhile."""

    permission_classes = [SignedIn]

    @repeatable
    @described(
        summary="Order tickets",
        tag="order",
        body=BASKET,
        answer={"$ref": "#/components/schemas/order-document"},
        status=201,
        headers={"Location": {"description": "The address of the order.", "schema": TEXT}},
        refuses=(403, 404, 409, 422, 429),
    )
    def post(self, request: Request, *, once: Once) -> Response:
        """201 with the order's document. All of the tickets are held, or none."""
        buyer = reading.account(request)
        asked, basket = asking.asked(request.query_params, ORDERS), baskets.read(request)
        _seen_event(basket, buyer)

        def answer(made: Order) -> Response:
            return once.keep(answered(made, buyer, asked))

        with guessing.counted(client(request._request.META), basket.discount_code, basket.access_code):
            return ordering.hold(basket, by=buyer, language=language(request), then=answer)


class Availability(APIView):
    """How many of each ticket are left: `[{"id": …, "name": …, "quantity": …, "available": …}]`."""

    permission_classes = [Everyone]

    @described(
        summary="Read how many tickets are left",
        tag="event",
        answer=many(members(id=WHOLE, name=TEXT, quantity=WHOLE, available=WHOLE)),
        refuses=(404,),
    )
    def get(self, request: Request, key: str) -> Response:
        """Of those that everybody sees."""
        event = reading.seen_event(key, reading.asker(request))
        tickets = Ticket.objects.living().filter(event=event, is_hidden=False)
        return Response(
            [
                {"id": ticket.pk, "name": ticket.name, "quantity": ticket.quantity, "available": ticket.available}
                for ticket in tickets
            ]
        )


def _seen_event(basket: Basket, asker: Asker) -> Event:
    """The event of the tickets, if the asker sees it; raises NoSuchTicket: nobody learns of a draft."""
    first = basket.items[0].ticket
    ticket = Ticket.objects.living().filter(pk=first).select_related("event").first()
    if ticket is None or not events.may_see(asker, ticket.event):
        raise NoSuchTicket(first)
    return ticket.event


def answered(made: Order, buyer: User, asked: Asked) -> Response:
    """201 with the document of the order that the buyer has just made."""
    row = ORDERS.rows(buyer).get(pk=made.pk)
    composer, address = documents.Composer(asker=buyer, asked=asked), ORDERS.address(row)
    return Response(documents.single(ORDERS, row, composer, link=address), status=201, headers={"Location": address})


def language(request: Request) -> str:
    """The language in which the buyer wants letters: the account's, or the one that the request prefers."""
    account = reading.account(request)
    asked = str(request.headers.get("Accept-Language", "")).partition(",")[0].partition(";")[0].strip()
    return (account.language_prefrence or (asked if asked != "*" else ""))[:35]


def shown(wanted: Quote) -> dict[str, Any]:
    """What a basket costs, as the published API has it: in whole units of the event's currency."""
    currency, amount = wanted.event.payment_currency, wanted.amount
    tax = amount.rate and {
        "name": amount.rate.name,
        "percent": in_percent(amount.rate.share),
        "amount": in_currency(amount.tax, currency),
        "included": amount.rate.is_included,
    }
    return {
        "tickets": [_line(line, currency) for line in amount.lines],
        "sub_total": in_currency(amount.sub_total, currency),
        "discount": in_currency(amount.discount, currency),
        "tax": tax,
        "total": in_currency(amount.total, currency),
    }


def _line(line: Line, currency: str) -> dict[str, Any]:
    def money(units: int | None) -> float | None:
        return None if units is None else in_currency(units, currency)

    discount = line.by and {
        "code": line.by.code,
        "percent": _percent(line),
        "amount": money(line.discount),
        "total": money(line.discount * line.wanted.quantity),
        "type": line.by.type,
    }
    return {
        "id": line.wanted.ticket,
        "name": line.wanted.name,
        "price": money(line.wanted.price),
        "quantity": line.wanted.quantity,
        "discount": discount,
        "ticket_fee": money(line.fee),
        "sub_total": money(line.sub_total),
        "ticket_tax": money(line.tax),
        "discounted_tax": money(line.discounted_tax),
    }


def _percent(line: Line) -> float:
    if line.by is not None and line.by.type == "percent":
        return in_percent(line.by.share)
    price = line.wanted.price
    return float(round(Decimal(100 * line.discount) / price, 2)) if price else 0.0


urlpatterns: list[URLPattern] = [
    path("v1/orders/calculate-amount", CalculateAmount.as_view()),
    path("v1/orders/create-order", CreateOrder.as_view()),
    path("v1/events/<str:key>/tickets/availability", tagged(Availability.as_view())),
]

"""Waiting for tickets that are sold out. /v1/waiting-list-entries."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.clients import client
from openevent.accounts.models import User
from openevent.api import baskets, reading
from openevent.api.describing import TEXT, described, members, optional
from openevent.api.jsonapi import asking
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.permissions import SignedIn
from openevent.api.resources.buying import CODE, answered, language
from openevent.api.resources.order import ORDERS
from openevent.events import access as events
from openevent.events.access import Asker
from openevent.events.policy import Act
from openevent.tickets import access, guessing, waiting
from openevent.tickets.models import Ticket, WaitingEntry

BODY = optional(members(), price={"type": ["number", "null"]}, discount__code=CODE, access__code=CODE)


class WaitingEntrySerializer(Serializer[WaitingEntry]):
    """How many places somebody waits for, and how far that is."""

    class Meta:
        model = WaitingEntry
        resource_name = "waiting-list-entry"
        fields = ["quantity", "status", "joined_at", "offered_at", "offered_until", "ended_at"]
        read_only_fields = ["status", "joined_at", "offered_at", "offered_until", "ended_at"]
        says = {
            "quantity": "Within min-order and max-order of the ticket.",
            "status": "waiting, offered (take it before offered-until), taken, left, passed (not taken), ended.",
            "offered_until": "So long the places are held.",
        }


class WaitingList(Resource):
    """Places are offered strictly in the order of joining; the team sees who waits. DELETE is to wait no more."""

    type, path, noun = "waiting-list-entry", "waiting-list-entries", "waiting list entry"
    serializer, reach = WaitingEntrySerializer, access.WAITING
    detail = frozenset({"GET", "DELETE"})
    is_counted = False
    relations = {
        "ticket": ToOne(resource="ticket", column="ticket", needed=True, fixed=True),
        "user": ToOne(resource="user", column="user"),
        "order": ToOne(resource="order", column="order"),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its ticket, which leads to its event."""
        joined: QuerySet[Any] = rows.select_related("ticket")
        return joined

    def held(self, row: WaitingEntry) -> Ticket:
        """The ticket's lock is that of its list, as in every act."""
        return row.ticket

    def may_create(self, asker: Asker, facts: Facts) -> bool:  # noqa: ARG002 - a ticket that is seen may be waited for
        """Whoever has proven an address, to which a letter goes."""
        return events.opens(asker, self.type, Act.CREATE)

    def create(self, facts: Facts, *, by: Any) -> WaitingEntry:
        """The last in line."""
        return waiting.join(**facts, by=by)

    def delete(self, row: WaitingEntry, *, by: User) -> None:
        """Out of the line; the row stays."""
        waiting.leave(row, by=by)


class Take(APIView):
    """What is offered becomes an order. Of a donation say the “price”; codes are taken as create-order takes them."""

    permission_classes = [SignedIn]

    @described(
        summary="Take what is offered to who waited",
        tag="waiting-list-entry",
        body=BODY,
        answer={"$ref": "#/components/schemas/order-document"},
        status=201,
        headers={"Location": {"description": "The address of the order.", "schema": TEXT}},
        refuses=(403, 404, 409, 422, 429),
    )
    def post(self, request: Request, key: str) -> Response:
        """201 with the order's document, as create-order answers: the places are held for 15 minutes from now on."""
        buyer, asked = reading.account(request), asking.asked(request.query_params, ORDERS)
        body = reading.members(request) if request.data else {}
        codes = {name: baskets.code(body, name.replace("_", "-")) for name in ("discount_code", "access_code")}
        with guessing.counted(client(request._request.META), *codes.values()):
            made = waiting.take(
                WAITING_LIST.find(key, buyer),
                by=buyer,
                language=language(request),
                price=baskets.money(body.get("price"), "/price"),
                **codes,
            )
        return answered(made, buyer, asked)


WAITING_LIST = WaitingList()

urlpatterns: list[URLPattern] = [path("v1/waiting-list-entries/<str:key>/take", Take.as_view())]

"""Letters about orders: once more, and never again. Plain JSON, and one page."""

from http import HTTPStatus

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.html import escape
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, described, framed, members, optional
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.resources.order import ORDERS, uuid_of
from openevent.events.access import Asker
from openevent.holders import leaving, resending
from openevent.lib.errors import Conflicting, Unknown
from openevent.tickets import access
from openevent.tickets.models import Order

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Letters about your ticket</title>
<p>{words}</p>{form}
"""
FORM = '<form method="post"><button name="List-Unsubscribe" value="One-Click">No more letters</button></form>'


class NotCompleted(Conflicting):
    """There is a receipt only for what was bought."""


def seen(key: str, asker: Asker) -> Order:
    """The order with this identifier, if the asker sees it; raises Unknown."""
    found: Order = ORDERS.find(key, asker)
    return found


class ResendEmail(APIView):
    """`{"data": {"order": "<identifier>", "user": …}}`: the buyer's letter once more, by the event's team."""

    permission_classes = [SignedIn]

    @described(
        summary="Send the letter of an order again",
        tag="order",
        body=framed(optional(members(order=TEXT), user=TEXT)),
        answer=members(status=FLAG, message=TEXT),
        refuses=(403, 404, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """`{"status": true, "message": "Email resent"}`."""
        user, body = reading.account(request), reading.framed(request)
        order = seen(reading.needed(body, "order"), user)
        resending.by_team(order, by=user)
        return Response({"status": True, "message": "Email resent"})


class SendReceipt(APIView):
    """`{"order-identifier": …}`: the buyer's letter once more, by the buyer or at the door."""

    permission_classes = [SignedIn]

    @described(
        summary="Send the receipt of an order again",
        tag="order",
        body=members(order__identifier=TEXT),
        answer=members(message=TEXT),
        refuses=(403, 404, 409, 429),
    )
    def post(self, request: Request) -> Response:
        """`{"message": "receipt sent to attendees"}`."""
        user, body = reading.account(request), reading.members(request)
        key = reading.needed(body, "order-identifier")
        living = Order.objects.select_related("event", "user").filter(event__deleted_at=None)
        identifier = uuid_of(key)
        order = living.filter(identifier=identifier).first() if identifier else None
        if order is None or not (order.user_id == user.pk or access.may_check_in(user, order.event)):
            raise Unknown("There is no such order.")
        if order.status != Order.Status.COMPLETED:
            raise NotCompleted("The order is not completed.", pointer="/order-identifier")
        resending.to_buyer(order, by=user)
        return Response({"message": "receipt sent to attendees"})


class LeaveMail(APIView):
    """The address in a letter about a ticket that ends such letters: one click, without signing in (RFC 8058)."""

    permission_classes = [Everyone]
    authentication_classes = []
    parser_classes = [FormParser, MultiPartParser]

    @described(
        summary="Read how letters about a ticket are ended",
        tag="attendee",
        answer=TEXT,
        gives=("text/html",),
        refuses=(404,),
    )
    def get(self, request: Request, identifier: str, signature: str) -> HttpResponse:  # noqa: ARG002 - the library's
        """A page with a button: programs that look at every link end nothing by it."""
        leaving.check(identifier, signature)
        return HttpResponse(PAGE.format(words="Do you want no more letters about this ticket?", form=FORM))

    @described(
        summary="End letters about a ticket",
        tag="attendee",
        answer=TEXT,
        gives=("text/html",),
        refuses=(404,),
    )
    def post(self, request: Request, identifier: str, signature: str) -> HttpResponse:  # noqa: ARG002 - as above
        """No more letters; a ticket that is good stays so."""
        leaving.leave(identifier, signature)
        words = "You get no more letters about this ticket."
        if leaving.is_good(identifier):
            words += " It stays good."
        return HttpResponse(PAGE.format(words=escape(words), form=""), status=HTTPStatus.OK)


urlpatterns: list[URLPattern] = [
    path("v1/orders/resend-email", ResendEmail.as_view()),
    path("v1/attendees/send-receipt", SendReceipt.as_view()),
    path("v1/attendees/<str:identifier>/leave-mail/<str:signature>", LeaveMail.as_view()),
]

"""Paying an order online: begun, asked for, and what providers tell of it; plain JSON in and out."""

from typing import Any

from django.db import transaction
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import quotas
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, Schema, described, members, optional
from openevent.api.jsonapi.resource import NotAllowed
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.repeating import Once, repeatable
from openevent.api.resources.order import ORDERS
from openevent.lib import urls
from openevent.lib.errors import Malformed
from openevent.tickets import access
from openevent.tickets.models import Order, Payment
from openevent.tickets.paying import charging, hearing, verifying
from openevent.tickets.paying.charging import Charge
from openevent.tickets.paying.provider import Wanted
from openevent.tickets.states import Actor

Status, Way = Payment.Status, Payment.Way
ATTRIBUTES = "/data/attributes"
LONGEST = 2000
OR_NONE: Schema = {"type": ["string", "null"]}
SAID = optional(
    members(),
    stripe=OR_NONE,
    way={"enum": [*Way.values, None]},
    success__url=OR_NONE,
    cancel__url=OR_NONE,
)
CHARGE = members(data=optional(members(attributes=SAID), type={"const": "charge"}))
CHARGED = optional(
    members(status=FLAG, message=TEXT, payment_status=TEXT),
    payment__url=TEXT,
    client_secret=TEXT,
    publishable_key=TEXT,
    account=TEXT,
)
MESSAGES = {
    Status.RECEIVED: "The order is paid.",
    Status.CLEARING: "The payment is on its way.",
    Status.SURPLUS: "The payment came too late for this order. The money goes back.",
    Status.FAILED: "This payment was given up. Begin again.",
}
HOW = {
    Way.CHECKOUT: "Pay at the payment-url.",
    Way.INTENT: "Pay with the client_secret.",
}


class ChargeOrder(APIView):
    """`{"data": {"type": "charge", "attributes": {"stripe": <what the client got from Stripe>}}}` pays an order.

    Without “stripe”, “way” says how the buyer pays: “checkout” answers with the payment-url of a page of Stripe's,
    which leads back to “success-url” or “cancel-url”; “intent” with a client_secret for Stripe's form in the client.
    """

    permission_classes = [SignedIn]

    @repeatable
    @described(
        summary="Pay an order online",
        tag="order",
        body=CHARGE,
        answer=CHARGED,
        refuses=(403, 404, 409, 422, 429, 503),
    )
    def post(self, request: Request, key: str, *, once: Once) -> Response:
        """`{"status": <whether it is paid>, "message": …, "payment_status": …}`; asked again it is paid once."""
        account, order = _mine(request, key, Actor.BUYER)
        said = reading.attributes(request)
        method = reading.words(said, "stripe")
        way, wanted = _way(said, method), _wanted(said)
        quotas.payment(account)
        once.bind()
        made = charging.charge(order, by=account, way=way, method=method[:LONGEST], wanted=wanted)
        with transaction.atomic():
            return once.keep(Response(_charged(made), headers={"Cache-Control": "no-store"}))


class VerifyOrder(APIView):
    """Asks the provider how far the payment of an order is, and completes the order if it is paid."""

    permission_classes = [SignedIn]

    @described(
        summary="Ask how far the payment of an order is",
        tag="order",
        answer=members(payment_status=TEXT),
        refuses=(403, 404, 409, 429, 503),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"payment_status": …}`: succeeded, processing, canceled, refunded, or what the provider waits for."""
        account, order = _mine(request, key, Actor.BUYER, Actor.TEAM)
        quotas.payment(account)
        return Response({"payment_status": verifying.verify(order)})


class StripeWebhook(APIView):
    """Where Stripe tells what became of payments and refunds, signed with a secret that only it and this site know."""

    permission_classes = [Everyone]
    authentication_classes = []

    @described(
        summary="Hear what Stripe tells of payments",
        tag="payment",
        body={"type": "object"},
        answer=members(received=FLAG),
        refuses=(409, 503),
    )
    def post(self, request: Request) -> Response:
        """Without a good signature, or with an old one, it is refused; what was heard before changes nothing."""
        body = request._request.body
        hearing.hear(Order.Mode.STRIPE, body, request.headers.get("Stripe-Signature", ""))
        return Response({"received": True})


def _mine(request: Request, key: str, *actors: Actor) -> tuple[User, Order]:
    """The order at this address, for whoever is one of these to it; 403 for others who see it, else 404."""
    account = reading.account(request)
    order: Order = ORDERS.find(key, account)
    if not access.actors(account, order).intersection(actors):
        raise NotAllowed("Only who ordered, and where it says so the event’s team, may do this.")
    return account, order


def _way(said: dict[str, Any], method: str) -> Payment.Way:
    way = reading.words(said, "way") or (Way.INTENT if method else "")
    if way not in Way.values:
        raise Malformed(
            "Say how it is paid: “stripe”, what your client got from Stripe; or “way”, checkout or intent.",
            pointer=f"{ATTRIBUTES}/way",
        )
    if method and way == Way.CHECKOUT:
        raise Malformed("What is paid on Stripe’s page needs no “stripe”.", pointer=f"{ATTRIBUTES}/stripe")
    return Way(way)


def _wanted(said: dict[str, Any]) -> Wanted:
    """Where the buyer goes from the provider's page."""
    return Wanted(success=_address(said, "success-url"), back=_address(said, "cancel-url"))


def _address(said: dict[str, Any], name: str) -> str:
    found = reading.words(said, name)
    if found and not (found.startswith(("http://", "https://")) and urls.is_absolute(found) and len(found) <= LONGEST):
        raise Malformed(f"“{name}” is an absolute address (http or https).", pointer=f"{ATTRIBUTES}/{name}")
    return found


def _charged(made: Charge) -> dict[str, Any]:
    status = Status(made.payment.status)
    how = HOW[Way(made.payment.way)]
    found: dict[str, Any] = {
        "status": status == Status.RECEIVED,
        "message": made.refusal or MESSAGES.get(status, how),
        "payment_status": verifying.WORDS[status] if status != Status.OPEN else made.word,
    }
    return found | _how(made) if status == Status.OPEN else found


def _how(made: Charge) -> dict[str, str]:
    """With what the buyer pays."""
    begun = made.begun
    if begun.address:
        return {"payment-url": begun.address}
    told = {
        "client_secret": begun.secret,
        "publishable_key": begun.publishable_key,
        "account": made.payment.account,
    }
    return {name: value for name, value in told.items() if value}


urlpatterns: list[URLPattern] = [
    path("v1/orders/<str:key>/charge", ChargeOrder.as_view()),
    path("v1/orders/<str:key>/verify", VerifyOrder.as_view()),
    path("v1/payments/stripe/webhook", StripeWebhook.as_view()),
]

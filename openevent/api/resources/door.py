"""What whoever stands at the door looks up: who has a ticket, and whether somebody is registered; plain JSON."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, Schema, described, many, members, query
from openevent.api.jsonapi.conditional import tagged
from openevent.api.jsonapi.resource import is_id
from openevent.api.permissions import Everyone
from openevent.events.models import Event
from openevent.events.policy import Act, aloud
from openevent.lib.errors import Forbidden, Malformed, Unknown
from openevent.lib.text import storable
from openevent.tickets import access, marking, presence
from openevent.tickets.models import Attendee

SHORTEST, LONGEST, MOST_FOUND = 2, 100, 50
NULLABLE: Schema = {"type": ["string", "null"]}
FOUND = members(
    id=TEXT,
    identifier=TEXT,
    order_identifier=TEXT,
    order_status=TEXT,
    ticket=TEXT,
    firstname=TEXT,
    lastname=TEXT,
    email=TEXT,
    is_checked_in=FLAG,
    is_checked_out=FLAG,
    is_registered=FLAG,
)


class Search(APIView):
    """Whom the words in `name` and `email` mean, among those with a ticket that is ordered or paid."""

    permission_classes = [Everyone]

    @described(
        summary="Look for an attendee at the door",
        tag="attendee",
        answer=many(FOUND),
        refuses=(403, 404),
        parameters=(
            query("name", "Parts of the first and last name, at least 2 characters."),
            query("email", "A part of the address, likewise."),
        ),
    )
    def get(self, request: Request, key: str) -> Response:
        """At most 50, and of each no more than the door needs."""
        event, _ = at_the_door(key, request)
        found = Attendee.objects.expected().filter(_sought(request.query_params), event=event)
        rows = found.select_related("order", "ticket").order_by("lastname", "firstname", "pk")[:MOST_FOUND]
        return Response([_shown(row) for row in rows])


class States(APIView):
    """Whether somebody got what is handed out: `{"is_registered": …, "register_times": …}`."""

    permission_classes = [Everyone]

    @described(
        summary="Read whether an attendee is registered",
        tag="attendee",
        answer=members(is_registered=FLAG, register_times=NULLABLE),
        refuses=(403, 404),
        parameters=(
            query("event_id", "The event’s id or identifier."),
            query("attendee_id", "The attendee’s id.", WHOLE),
        ),
    )
    def get(self, request: Request) -> Response:
        """The times are joined by commas."""
        event, _ = at_the_door(request.query_params.get("event_id", ""), request)
        key = request.query_params.get("attendee_id", "")
        found = Attendee.objects.living().filter(event=event, pk=int(key)).first() if is_id(key) else None
        if found is None:
            raise Unknown("There is no such attendee.", parameter="attendee_id")
        shown = marking.shown(presence.replayed(found.check_ins.all()))
        return Response({"is_registered": shown["is_registered"], "register_times": shown["register_times"] or None})


def at_the_door(key: str, request: Request) -> tuple[Event, User]:
    """The event at this address, and the asker, who stands at its door; 401 and 403 for others who see it, else 404."""
    event = reading.seen_event(key, reading.asker(request))
    account = reading.account(request)
    if not access.may_check_in(account, event):
        raise Forbidden(aloud("attendee", Act.CHECK_IN))
    return event, account


def _sought(said: QueryDict) -> Q:
    """What the words say; raises Malformed where they are too few to mean somebody."""
    words = {name: said.get(name, "").strip() for name in ("name", "email")}
    if not any(words.values()):
        raise Malformed("Say whom you look for: “name” or “email”.", parameter="name")
    found = Q()
    for parameter, text in words.items():
        if text and not (SHORTEST <= len(text) <= LONGEST and storable(text) == text):
            raise Malformed(f"“{parameter}” has {SHORTEST} to {LONGEST} characters.", parameter=parameter)
    for word in words["name"].split():
        found &= Q(firstname__icontains=word) | Q(lastname__icontains=word)
    return found & Q(email__icontains=words["email"])


def _shown(row: Attendee) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "identifier": row.identifier,
        "order_identifier": str(row.order.identifier),
        "order_status": row.order.status,
        "ticket": row.ticket.name,
        "firstname": row.firstname,
        "lastname": row.lastname,
        "email": row.email,
        "is_checked_in": row.is_checked_in,
        "is_checked_out": row.is_checked_out,
        "is_registered": row.is_registered,
    }


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/attendees/search", tagged(Search.as_view())),
    path("v1/states", tagged(States.as_view())),
]

"""Who came and went: the log of the door. /v1/events/{identifier}/check-ins."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework import serializers as rest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import TEXT, Schema, described, many, members, optional
from openevent.api.jsonapi import bodies, documents
from openevent.api.jsonapi.asking import Asked
from openevent.api.jsonapi.members import Choice, Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.permissions import SignedIn
from openevent.api.resources.door import at_the_door
from openevent.events.access import Asker
from openevent.lib.error_documents import document
from openevent.lib.errors import Malformed, Refused
from openevent.tickets import access, checking, greeting
from openevent.tickets.checking import Checked, Scan
from openevent.tickets.models import CheckIn

MOST_SCANS = 200
LONGEST_CODE = 100
INSTANT: Schema = {"type": "string", "format": "date-time"}
SCAN = optional(
    members(code=TEXT, direction={"enum": list(CheckIn.Direction.values)}, key=TEXT),
    client__at={**INSTANT, "type": ["string", "null"]},
    device={"type": ["string", "null"]},
)
SCANS = members(check__ins=many(SCAN))
RESULTS = members(results=many({"type": "object"}))


class CheckInSerializer(Serializer[CheckIn]):
    """What a device says of a scan, and what it is told."""

    code = rest.CharField(
        write_only=True, max_length=LONGEST_CODE, help_text="What the QR code says, or the attendee’s identifier."
    )
    direction = Choice(CheckIn.Direction.choices, help_text="in, out, or registered (got what is handed out).")

    class Meta:
        model = CheckIn
        resource_name = "check-in"
        fields = ["code", "direction", "outcome", "key", "device", "at", "client_at"]
        read_only_fields = ["outcome", "at"]
        says = {
            "key": "The device’s own for this scan, such as a UUID: sent again, it is the same scan.",
            "client_at": "When it was, where the device was offline: no scan is later than the server hears of it.",
            "device": "What the device is called: a gate.",
            "outcome": "counted; already (it was so before); not-in (nobody went out who had not come in).",
        }


class CheckIns(Resource):
    """What the door saw, as the devices said it; nothing of it changes. Registrars, and coorganizers and up."""

    type, path, noun = "check-in", "check-ins", "check-in"
    serializer, reach = CheckInSerializer, access.CHECK_IN
    collection = frozenset()
    detail = frozenset({"GET"})
    is_counted = False
    relations = {
        "event": ToOne(resource="event", column="event"),
        "attendee": ToOne(resource="attendee", column="attendee"),
        "user": ToOne(resource="user", column="by"),
        "first": ToOne(resource="check-in", column="first"),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with what the sentence about it says."""
        joined: QuerySet[Any] = rows.select_related("event", "attendee", "by", "first__by")
        return joined

    def create(self, facts: Facts, *, by: Any) -> CheckIn:
        """A scan; the same again for one that is there already."""
        event = facts.pop("event")
        return checking.check_in(event, Scan(**facts), by=by).scan

    def meta(self, row: CheckIn, asker: Asker) -> dict[str, Any]:  # noqa: ARG002 - whoever reads it stands at the door
        """What whoever holds the device reads."""
        return {"message": greeting.told(row), "already": row.outcome == CheckIn.Outcome.ALREADY}


class Batch(APIView):
    """`{"check-ins": [{"code": …, "direction": "in", "key": …, "client-at": …, "device": …}]}`: what was seen offline.

    At most 200, in any order; sent again, nothing is counted twice. Each is taken or refused by itself.
    """

    permission_classes = [SignedIn]

    @described(
        summary="Send many scans",
        tag="check-in",
        body=SCANS,
        answer=RESULTS,
        refuses=(403, 404),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"results": [{"data": a check-in, "meta": {"message": …, "already": …}}, {"errors": […]}]}`, in order."""
        event, account = at_the_door(key, request)
        scans = [_scan(one) for one in _said(request)]
        composer = documents.Composer(asker=account, asked=Asked())
        taken = checking.check_in_all(event, [scan for scan in scans if isinstance(scan, Scan)], by=account)
        became = [next(taken) if isinstance(scan, Scan) else scan for scan in scans]
        return Response({"results": [_result(one, composer) for one in became]})


def _said(request: Request) -> list[Any]:
    said = reading.members(request).get("check-ins")
    if not isinstance(said, list) or len(said) > MOST_SCANS:
        raise Malformed(f"“check-ins” is an array of at most {MOST_SCANS} objects.", pointer="/check-ins")
    return said


def _scan(said: Any) -> Scan | Refused:
    """What one of them says, or why it says nothing."""
    if not isinstance(said, dict):
        return Malformed("A scan is an object with “code”, “direction” and “key”.")
    try:
        facts = bodies.attributes(
            CheckInSerializer, {str(name).replace("-", "_"): value for name, value in said.items()}, partial=False
        )
    except bodies.InvalidMembers as refusal:
        return refusal
    return Scan(**facts)


def _result(became: Checked | Refused, composer: documents.Composer) -> dict[str, Any]:
    if isinstance(became, Refused):
        pointer = became.pointer.removeprefix("/data/attributes")
        return {"errors": document(became.status, str(became), pointer=pointer)["errors"]}
    row = became.scan
    return {"data": composer.object(CHECK_INS, row, {}), "meta": CHECK_INS.meta(row, composer.asker)}


CHECK_INS = CheckIns()

urlpatterns: list[URLPattern] = [path("v1/events/<str:key>/check-ins/batch", Batch.as_view())]

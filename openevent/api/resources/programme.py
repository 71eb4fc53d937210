"""Questions about a programme as a whole, and acts on it that are no resource of their own; plain JSON."""

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import FLAG, SUCCESS, TEXT, WHOLE, described, many, members, optional, query
from openevent.api.jsonapi.conditional import tagged
from openevent.api.jsonapi.schemas import ID
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.repeating import Once, repeatable
from openevent.api.resources.session import SESSIONS
from openevent.events import access
from openevent.events.policy import Act
from openevent.lib.errors import Forbidden, Malformed
from openevent.program import copying, letters, notifying, speaking, states
from openevent.program.models import Session
from openevent.tickets import copying as selling

MOST_SPEAKERS = 10_000
OR_NONE = {"type": ["string", "null"]}
MOVES = {  # side, state before, state after
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": FLAG},
    },
}
LETTERS = {"type": "object", "additionalProperties": members(subject=TEXT, message=TEXT)}


class Dates(APIView):
    """The days, as the event's clocks have them, on which sessions take place: `["2026-10-24", …]`."""

    permission_classes = [Everyone]

    @described(
        summary="Read the days of an event’s sessions",
        tag="event",
        answer=many({**TEXT, "format": "date"}),
        refuses=(404,),
    )
    def get(self, request: Request, key: str) -> Response:
        """Of what the public sees: a day each."""
        event = reading.seen_event(key, reading.asker(request))
        return Response([day.isoformat() for day in Session.objects.dates_of(event)])


class Languages(APIView):
    """The languages of the sessions that take place: `["de", "en"]`."""

    permission_classes = [Everyone]

    @described(summary="Read the languages of an event’s sessions", tag="event", answer=many(TEXT), refuses=(404,))
    def get(self, request: Request, key: str) -> Response:
        """Of what the public sees."""
        event = reading.seen_event(key, reading.asker(request))
        return Response(Session.objects.languages_of(event))


class States(APIView):
    """From which state who may move a session to which: `{"organizer": {"pending": {"accepted": true, …}, …}, …}`."""

    permission_classes = [Everyone]

    @described(summary="Read who may move sessions between which states", tag="session", answer=MOVES)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - the library's signature
        """The table by which the server decides."""
        return Response(
            {
                side.value: {
                    before.value: {after.value: True for after in sorted(afters)} for before, afters in table.items()
                }
                for side, table in states.TRANSITIONS.items()
            }
        )


class Mails(APIView):
    """What speakers are written when a session changes its state: `{"accepted": {"subject": …, "message": …}, …}`."""

    permission_classes = [Everyone]

    @described(summary="Read what speakers are written", tag="session", answer=LETTERS)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - as above
        """The letters, with {title} and {event} where the session's go."""
        return Response(letters.templates())


class Notify(APIView):
    """`{"subject": …, "message": …, "bcc": []}` to a letter to the session's speakers."""

    permission_classes = [SignedIn]

    @described(
        summary="Write to a session’s speakers",
        tag="session",
        body=optional(members(), subject=OR_NONE, message=OR_NONE, bcc={"type": ["array", "null"], "items": TEXT}),
        answer=SUCCESS,
        refuses=(403, 404, 409, 422, 429),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"success": true}`."""
        user = reading.account(request)
        session = SESSIONS.find(key, user)
        if not access.may_manage_team(user, session.event):
            raise Forbidden("Only organizers write to speakers.")
        body = reading.members(request)
        notifying.notify(
            session,
            by=user,
            subject=reading.words(body, "subject"),
            message=reading.words(body, "message"),
            bcc=reading.texts(body, "bcc"),
        )
        return Response({"success": True})


class Copy(APIView):
    """A new draft of the event, without its sessions and speakers."""

    permission_classes = [SignedIn]

    @repeatable
    @described(
        summary="Copy an event",
        tag="event",
        answer=members(id=WHOLE, identifier=TEXT, copied={"const": True}),
        refuses=(403, 404, 422),
    )
    def post(self, request: Request, key: str, *, once: Once) -> Response:
        """`{"id": …, "identifier": …, "copied": true}`."""
        with reading.changing(key, request, Act.EDIT) as (event, user):
            if not access.may_create(user):
                raise Forbidden("Please verify your Email: only verified accounts make events.")
            copied = copying.copy(event, by=user)
            selling.copy(event, copied)
            return once.keep(Response({"id": copied.pk, "identifier": copied.identifier, "copied": True}))


class ReorderSpeakers(APIView):
    """`[{"speaker": id, "order": n}, …]`, or `?reset`: in which order speakers are shown."""

    permission_classes = [SignedIn]

    @described(
        summary="Say in which order speakers are shown",
        tag="event",
        parameters=(query("reset", "Give every speaker the order 0 again; what the body says does not count."),),
        body=many(members(speaker={"anyOf": [ID, WHOLE]}, order=WHOLE)),
        answer=members(success={"const": True}, updates={"type": "object", "additionalProperties": WHOLE}),
        refuses=(403, 404, 409, 422),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"success": true, "updates": {…}}`."""
        orders = None if "reset" in request.query_params else _orders(request.data)
        with reading.changing(key, request, Act.EDIT) as (event, user):
            if orders is None:
                speaking.reset_order(event, by=user)
                return Response({"success": True, "updates": {}})
            speaking.reorder(event, orders, by=user)
        return Response({"success": True, "updates": {str(speaker): order for speaker, order in orders.items()}})


def _orders(body: object) -> dict[int, int]:
    if not isinstance(body, list) or len(body) > MOST_SPEAKERS:
        raise Malformed("Send an array of objects with “speaker” and “order”.", pointer="")
    orders: dict[int, int] = {}
    for at, one in enumerate(body):
        speaker, order = (one.get("speaker"), one.get("order")) if isinstance(one, dict) else (None, None)
        if isinstance(speaker, str) and speaker.isascii() and speaker.isdigit() and len(speaker) < 19:
            speaker = int(speaker)
        if not _is_whole(speaker, 2**63) or not _is_whole(order, 2**31):
            raise Malformed("“speaker” is an id and “order” a whole number.", pointer=f"/{at}")
        orders[int(str(speaker))] = int(str(order))
    return orders


def _is_whole(value: object, limit: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < limit


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/sessions/dates", tagged(Dates.as_view())),
    path("v1/events/<str:key>/sessions/languages", tagged(Languages.as_view())),
    path("v1/events/<str:key>/copy", Copy.as_view()),
    path("v1/events/<str:key>/reorder-speakers", ReorderSpeakers.as_view()),
    path("v1/sessions/states", tagged(States.as_view())),
    path("v1/sessions/mails", tagged(Mails.as_view())),
    path("v1/sessions/<str:key>/notify", Notify.as_view()),
]

"""Whether an event's calendar is right, and what programs will show: GET /v1/events/{identifier}/calendar-check."""

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, described, many, members
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.plain import PlainView
from openevent.api.jsonapi.schemas import ID, LINKS, VERSION
from openevent.calendars.checking import Severity
from openevent.events.models import Event, Poll
from openevent.events.policy import Act
from openevent.exports.diagnosing import checked, moment

MOMENT = {"type": ["string", "null"], "format": "date-time"}
FINDING = members(severity={"enum": list(Severity)}, code=TEXT, uid=TEXT, detail=TEXT)
PROGRAM = members(name=TEXT, refresh=TEXT, heeds__interval=FLAG, notes=many(TEXT))
SKIPPED = members(session=ID, title=TEXT, reason=TEXT)
POLL = members(program=TEXT, first__at=MOMENT, last__at=MOMENT)
ATTRIBUTES = members(
    sessions=WHOLE,
    starts__at=MOMENT,
    ends__at=MOMENT,
    timezone=TEXT,
    errors=WHOLE,
    warnings=WHOLE,
    notes=WHOLE,
    findings=many(FINDING),
    programs=many(PROGRAM),
    skipped=many(SKIPPED),
    polls=many(POLL),
)
CHECK = members(
    data=members(type={"const": "calendar-check"}, id=ID, attributes=ATTRIBUTES), links=LINKS, jsonapi=VERSION
)


class CalendarCheck(PlainView):
    """The event's calendar as programs that follow it are sent it now, checked, and who these programs are.

    It has no tag: who asked for a calendar last changes without the event.
    """

    @described(
        summary="Check an event's calendar",
        tag="event",
        answer=CHECK,
        gives=(MEDIA_TYPE,),
        refuses=(403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """What is wrong with it, what programs will show of it, and which sessions are left out."""
        event = reading.kept_event(key, self.asker, Act.FOLLOW)
        response = self.answer(self.document(event, request))
        response["Cache-Control"] = "no-store"  # who follows the calendar is the team's, and of this moment
        return response

    def document(self, event: Event, request: Request) -> dict[str, Any]:
        """What there is to say."""
        attributes = {**checked(event), "polls": [polled(poll) for poll in event.polls.all()]}
        return {
            "data": {"type": "calendar-check", "id": str(event.pk), "attributes": attributes},
            "links": {"self": request.get_full_path()},
            "jsonapi": documents.VERSION,
        }


def polled(poll: Poll) -> dict[str, Any]:
    """A program that follows the event's calendars; to the ten minutes."""
    return {"program": poll.program, "first-at": moment(poll.first_at), "last-at": moment(poll.last_at)}


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/calendar-check", CalendarCheck.as_view()),
]

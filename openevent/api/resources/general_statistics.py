"""How much there is in an event: GET /v1/events/{identifier}/general-statistics."""

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.api import reading
from openevent.api.describing import WHOLE, described, members
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.schemas import ID, LINKS, VERSION
from openevent.api.jsonapi.views import PlainView
from openevent.events import access
from openevent.program import counting

STATISTICS = members(
    data=members(
        type={"const": "event-statistics-general"},
        id=ID,
        attributes={"type": "object", "additionalProperties": WHOLE},
    ),
    links=LINKS,
    jsonapi=VERSION,
)


class GeneralStatistics(PlainView):
    """Sessions by their states, speakers and sponsors, as numbers."""

    @described(
        summary="How many sessions, speakers and sponsors an event has",
        answer=STATISTICS,
        gives=(MEDIA_TYPE,),
        tag="event",
        refuses=(403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Of what is not deleted."""
        event = reading.kept_event(key, self.asker, access.may_follow)
        attributes = {name.replace("_", "-"): number for name, number in counting.of_event(event).items()}
        return self.answer(
            {
                "data": {"type": "event-statistics-general", "id": str(event.pk), "attributes": attributes},
                "links": {"self": request.path},
                "jsonapi": documents.VERSION,
            }
        )


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/general-statistics", GeneralStatistics.as_view()),
]

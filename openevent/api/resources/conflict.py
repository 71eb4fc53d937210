"""What does not fit in a programme: GET /v1/events/{identifier}/conflicts."""

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, described, many, members, optional
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.conditional import tagged
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.plain import PlainView
from openevent.api.jsonapi.schemas import LINKS, VERSION, identifier
from openevent.events.models import Event
from openevent.events.policy import Act
from openevent.program import conflicts
from openevent.program.conflicts import Conflict

INVOLVED = optional(
    members(sessions=members(data=many(identifier("session")))),
    microlocation=members(data=identifier("microlocation")),
    speaker=members(data=identifier("speaker")),
)
CONFLICT = members(
    type={"const": "conflict"}, id=TEXT, attributes=members(kind=TEXT, detail=TEXT), relationships=INVOLVED
)
CONFLICTS = members(data=many(CONFLICT), links=LINKS, meta=members(count=WHOLE, more=FLAG), jsonapi=VERSION)


class Conflicts(PlainView):
    """Rooms and speakers that are needed twice at once, and sessions that are nowhere, or outside the event."""

    @described(
        summary="Read what does not fit in a programme",
        tag="event",
        answer=CONFLICTS,
        gives=(MEDIA_TYPE,),
        refuses=(403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """All of them; `meta.more` where there are more than are listed."""
        event = reading.kept_event(key, self.asker, Act.FOLLOW)
        return self.unless_known(event, lambda: self.document(event, request))

    def document(self, event: Event, request: Request) -> dict[str, Any]:
        """What there is."""
        found = conflicts.of_event(event)
        return {
            "data": [shown(one) for one in found.conflicts],
            "links": {"self": request.get_full_path()},
            "meta": {"count": len(found.conflicts), "more": found.more},
            "jsonapi": documents.VERSION,
        }


def shown(conflict: Conflict) -> dict[str, Any]:
    """A conflict as a resource object; its id is made of what conflicts, so it is the same as long as that lasts."""
    relationships: dict[str, Any] = {
        "sessions": {"data": [{"type": "session", "id": str(session)} for session in conflict.sessions]}
    }
    if conflict.room is not None:
        relationships["microlocation"] = {"data": {"type": "microlocation", "id": str(conflict.room)}}
    if conflict.speaker is not None:
        relationships["speaker"] = {"data": {"type": "speaker", "id": str(conflict.speaker)}}
    parts = (conflict.kind, *conflict.sessions, *filter(None, (conflict.speaker,)))
    return {
        "type": "conflict",
        "id": "-".join(map(str, parts)),
        "attributes": {"kind": conflict.kind, "detail": conflict.detail},
        "relationships": relationships,
    }


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/conflicts", tagged(Conflicts.as_view())),
]

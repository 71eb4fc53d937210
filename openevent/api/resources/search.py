"""Looking for events by words: GET /v1/search/events?name=&description=&location-name=&owner-name=."""

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.conditional import conditional
from openevent.api.resources.event import EVENTS
from openevent.events import access
from openevent.lib.errors import Malformed
from openevent.lib.text import storable

WORDS = {
    "name": "name",
    "description": "description_text",
    "location-name": "location_name",
    "owner-name": "owner_name",
}
LONGEST = 200


class Search(ResourceView):
    """Published, public events in which all the words are."""

    kind = "search"
    of = EVENTS
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> HttpResponse:
        """A page of them; all that lists take is taken here, too."""
        return self.many(EVENTS, EVENTS.rows(self.asker).filter(access.is_listed(), sought(request.query_params)))


def sought(query: QueryDict) -> Q:
    """What the words in the query say; raises Malformed."""
    found = Q()
    for parameter, column in WORDS.items():
        words = query.get(parameter, "")
        if len(words) > LONGEST or storable(words) != words:
            raise Malformed(f"“{parameter}” has at most {LONGEST} characters.", parameter=parameter)
        if words:
            found &= Q(**{f"{column}__icontains": words})
    return found


urlpatterns: list[URLPattern] = [
    path("v1/search/events", conditional(Search.as_view(), EVENTS, EVENTS, is_detail=False)),
]

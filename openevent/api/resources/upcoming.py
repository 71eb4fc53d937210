"""Events to come: GET /v1/events/upcoming."""

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from rest_framework.request import Request

from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.conditional import conditional
from openevent.api.resources.event import EVENTS
from openevent.events import access


class Upcoming(ResourceView):
    """Published, public events that have not ended, the next first."""

    kind = "collection"
    of = EVENTS
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """A page of them."""
        to_come = EVENTS.rows(self.asker).filter(access.is_listed(), ends_at__gt=timezone.now())
        return self.many(EVENTS, to_come.order_by("starts_at", "pk"))


urlpatterns: list[URLPattern] = [
    path("v1/events/upcoming", conditional(Upcoming.as_view(), EVENTS, EVENTS, is_detail=False)),
]

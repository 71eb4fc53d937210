"""The root: what is here."""

from importlib.metadata import version

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api.describing import TEXT, described, members
from openevent.api.permissions import Everyone

INDEX = {**members(name=TEXT, version=TEXT), "additionalProperties": TEXT}


class Root(APIView):
    """The server's name and version, and where to begin."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(summary="Read what is here", tag="site", answer=INDEX)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - the library's signature
        """Addresses as URI templates (RFC 6570) where a part is to be filled in."""
        return Response(
            {
                "name": "Open Event Server",
                "version": version("open-event-server"),
                "documentation": "/v1/docs",
                "description": "/v1/openapi.json",
                "events": "/v1/events",
                "sign-in": "/auth/session",
                "export": "/v1/events/{identifier}/export/ical",
                "import": "/v1/events/import/json",
                "task": "/v1/tasks/{id}",
                "admin": "/admin/",
                "health": "/health/ready",
            }
        )


urlpatterns: list[URLPattern] = [
    path("", Root.as_view()),
]

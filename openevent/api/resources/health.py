"""Whether the server lives, and whether it can work: GET /health/live, /health/ready, /health-check."""

from http import HTTPStatus

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api.describing import TEXT, described, members
from openevent.api.permissions import Everyone
from openevent.exports import checking

PARTS = {**members(status=TEXT), "additionalProperties": TEXT}


class Live(APIView):
    """Answers as long as the process can."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(summary="Ask whether the server lives", tag="site", answer=members(status=TEXT))
    def get(self, request: Request) -> Response:  # noqa: ARG002 - the library's signature
        """`{"status": "ok"}`; asks nothing of anybody."""
        return Response({"status": "ok"})


class Ready(APIView):
    """Looks at everything that work needs: database, queue, storage."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Ask whether the server can work",
        tag="site",
        answer=PARTS,
        also={HTTPStatus.SERVICE_UNAVAILABLE: PARTS},
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002 - as above
        """200 with each part `ok`, or 503 with what is wrong in a word."""
        parts = checking.parts()
        is_ready = set(parts.values()) == {"ok"}
        body = {"status": "ok" if is_ready else "unavailable", **parts}
        return Response(body, status=200 if is_ready else 503)


urlpatterns: list[URLPattern] = [
    path("health/live", Live.as_view()),
    path("health/ready", Ready.as_view()),
    path("health-check", Ready.as_view()),  # as the published API calls it
]

"""Asking for an export of an event, and its file."""

from uuid import UUID

from django.http import FileResponse
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import TEXT, described, members, query
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.resources.task import task_url
from openevent.events.policy import Act
from openevent.exports import delivering, requesting
from openevent.exports.kinds import KINDS, SCHEDULES
from openevent.exports.options import PARAMETERS, Options
from openevent.exports.others import OTHERS
from openevent.jobs.models import Job
from openevent.lib.errors import Unknown

TASK = members(task_url=TEXT)
LOCATION = {"Location": {"description": "The address of the task.", "schema": TEXT}}
ASKED = tuple(PARAMETERS.values())
MEDIA_TYPES = {kind.media_type for kind in KINDS.values()} | {kind.media_type for kind in OTHERS.values()}
GIVEN = tuple(sorted({media_type.partition(";")[0] for media_type in MEDIA_TYPES}))
SIGNED = tuple(query(name, "From the download address.") for name in ("for", "expires", "signature"))


def told(job: Job) -> Response:
    """200 with the address of the task, as the published API has it."""
    return Response({"task_url": task_url(job)})


def accepted(job: Job) -> Response:
    """202 with the task's address in `Location` (RFC 9110, 15.3.3)."""
    return Response({"task_url": task_url(job)}, status=202, headers={"Location": task_url(job)})


class ExportView(APIView):
    """Starts an export of a kind, or finds the one that is there already: `{"task_url": "/v1/tasks/<uuid>"}`."""

    permission_classes = [SignedIn]
    http_method_names = ["get", "post", "options"]  # to look with HEAD starts no work

    @described(
        summary="Start an export, or find it",
        tag="export",
        parameters=ASKED,
        answer=TASK,
        refuses=(403, 404, 429),
    )
    def get(self, request: Request, key: str, kind: str) -> Response:
        """200, as the published API has it."""
        return told(self.job(request, key, kind))

    @described(
        summary="Start an export",
        tag="export",
        parameters=ASKED,
        answer=TASK,
        status=202,
        headers=LOCATION,
        refuses=(403, 404, 429),
    )
    def post(self, request: Request, key: str, kind: str) -> Response:
        """202 with the task's address in `Location` (RFC 9110, 15.3.3)."""
        return accepted(self.job(request, key, kind))

    def job(self, request: Request, key: str, kind: str) -> Job:
        """The job, for whom it may be."""
        user = reading.account(request)
        event = reading.kept_event(key, user, Act.EXPORT)
        if kind not in SCHEDULES:
            raise Unknown(f"There is no export of this kind. There is: {', '.join(KINDS)}.")
        options = Options.parse(dict(request.query_params.lists()))
        return requesting.request(event, kind, by=user, options=options)


class DownloadView(APIView):
    """The file behind a signed address; no header is needed, no cookie read."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Download an export",
        tag="export",
        parameters=SIGNED,
        answer=TEXT,
        gives=GIVEN,
        refuses=(403, 404, 410),
    )
    def get(self, request: Request, job_id: UUID, name: str, key: str = "") -> FileResponse:  # noqa: ARG002 - the name is for people
        """The file, to be saved under the name of what it is of."""
        query = request.query_params
        job, file = delivering.opened(
            key,
            job_id,
            user_id=query.get("for", ""),
            expires=query.get("expires", ""),
            signed=query.get("signature", ""),
        )
        response = FileResponse(file, content_type=delivering.kind_of(job).media_type)
        response["Content-Disposition"] = delivering.disposition(job)
        response["Cache-Control"] = "private, no-store"  # the address is a key: no cache shall keep what it opens
        return response


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/export/<str:kind>", ExportView.as_view()),
    path("v1/events/<str:key>/exports/<uuid:job_id>/<str:name>", DownloadView.as_view()),
    path("v1/exports/<uuid:job_id>/<str:name>", DownloadView.as_view()),
]

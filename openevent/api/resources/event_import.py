"""Reading an Open Event archive in: POST /v1/events/import/json."""

from django.urls import URLPattern, path
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import TEXT, described, members, optional
from openevent.api.permissions import SignedIn
from openevent.api.resources.task import task_url
from openevent.events import access
from openevent.imports import requesting
from openevent.lib.errors import Forbidden, Malformed

MULTIPART_ALLOWANCE = 64 * 1024  # what a form needs beside its file


class ImportView(APIView):
    """A multipart form with the archive as `file`, and `again=true` for a second event of the same one."""

    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @described(
        summary="Read an Open Event archive in",
        tag="import",
        body=optional(members(file={"type": "string", "format": "binary"}), again=TEXT),
        takes="multipart/form-data",
        answer=members(task_url=TEXT),
        headers={"Location": {"description": "The address of the task.", "schema": TEXT}},
        refuses=(403, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """`{"task_url": …}`; the task's result has the event's id and identifier, and what was not taken over."""
        user = reading.asker(request)
        if not isinstance(user, User) or not access.may_create(user):
            raise Forbidden("Please verify your Email: only verified accounts make events.")
        # Before the body is read: nobody fills the disk with what is refused anyway.
        requesting.check_size(int(request.META.get("CONTENT_LENGTH") or 0) - MULTIPART_ALLOWANCE)
        file = request.FILES.get("file")
        if file is None or file.size is None:
            raise Malformed("Send the archive as the member “file” of a multipart form.", parameter="file")
        job = requesting.request(
            file, file.size, by=user, again=request.POST.get("again", "").lower() in {"true", "1", "yes", "on"}
        )
        url = task_url(job)
        return Response({"task_url": url}, headers={"Location": url})


urlpatterns: list[URLPattern] = [
    path("v1/events/import/json", ImportView.as_view()),
]

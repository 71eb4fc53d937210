"""Reading archives and calendars in: POST /v1/events/import/json, /v1/events/{identifier}/import/calendar."""

from typing import IO

from django.urls import URLPattern, path
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import FLAG, TEXT, WHOLE, described, many, members, optional, query
from openevent.api.permissions import SignedIn
from openevent.api.resources.task import task_url
from openevent.events import access
from openevent.events.policy import Act
from openevent.imports import calendar, requesting
from openevent.lib import flags
from openevent.lib.errors import Forbidden, Malformed
from openevent.program import access as programme

MULTIPART_ALLOWANCE = 64 * 1024  # what a form needs beside its file
PLAN = members(
    identifier=TEXT,
    sentence={"type": "string", "example": "12 new, 3 moved, 1 cancelled"},
    counts=members(**{what.value: WHOLE for what in calendar.What}),
    parts=many(members(type=TEXT, name=TEXT)),
    steps=many(
        members(
            what={"enum": [what.value for what in calendar.What]},
            uid=TEXT,
            title=TEXT,
            session={"type": ["string", "null"]},
            members=many(TEXT),
            move=TEXT,
            reason=TEXT,
        )
    ),
)


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
        file, size = uploaded(request, "archive")
        job = requesting.request(file, size, by=user, again=flags.asked(request.POST.get("again"), "again"))
        url = task_url(job)
        return Response({"task_url": url}, headers={"Location": url})


class CalendarImportView(APIView):
    """A multipart form with an .ics, a schedule.xml or a schedule.json as `file`, for an event that is there.

    `dry-run` may stand in the query or in the form.
    """

    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @described(
        summary="Bring a calendar into an event",
        tag="import",
        parameters=(query("dry-run", "Only say what would change, and change nothing.", FLAG),),
        body=optional(members(file={"type": "string", "format": "binary"}), dry__run=FLAG),
        takes="multipart/form-data",
        answer={"anyOf": [members(task_url=TEXT), PLAN]},
        headers={"Location": {"description": "The address of the task, if there is one.", "schema": TEXT}},
        refuses=(403, 404, 422, 429),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"task_url": …}`, whose result says what changed; with `dry-run` at once what would change."""
        user = reading.account(request)
        event = reading.kept_event(key, user, Act.EDIT)
        file, size = uploaded(request, "calendar")
        said = (*request.query_params.getlist("dry-run"), *request.POST.getlist("dry-run"))
        if flags.asked_anywhere(said, "dry-run"):
            incoming = calendar.opened(file, zone=event.timezone, most=calendar.PREVIEWED_BYTES)
            plan = calendar.compare(event, incoming, may_lock=programme.may_lock_in(user, event))
            return Response({"identifier": event.identifier, **plan.as_json()})
        url = task_url(requesting.request_calendar(event, file, size, by=user))
        return Response({"task_url": url}, headers={"Location": url})


def uploaded(request: Request, what: str) -> tuple[IO[bytes], int]:
    """The form's file and its size in bytes. Raises TooLarge, Malformed."""
    # Before the body is read: nobody fills the disk with what is refused anyway.
    requesting.check_size(int(request.META.get("CONTENT_LENGTH") or 0) - MULTIPART_ALLOWANCE)
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise Malformed(f"Send the {what} as the member “file” of a multipart form.", parameter="file")
    return file, file.size


urlpatterns: list[URLPattern] = [
    path("v1/events/import/json", ImportView.as_view()),
    path("v1/events/<str:key>/import/calendar", CalendarImportView.as_view()),
]

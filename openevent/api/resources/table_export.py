"""Asking for lists: of the orders, attendees, sessions and speakers of an event, and of the sales of the site."""

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.api import reading
from openevent.api.describing import described, members, optional, query
from openevent.api.permissions import SignedIn
from openevent.api.resources.export import LOCATION, TASK, accepted, told
from openevent.events import access
from openevent.events.policy import Act
from openevent.exports import requesting
from openevent.exports.kinds import TABLES
from openevent.exports.others import SALES
from openevent.exports.tables import sales
from openevent.jobs.models import Job
from openevent.lib.errors import Forbidden, Unknown

STATUS = "Of sessions: a state. Of speakers: a state of their sessions, or without_session. Any other word means all."
ASKED = (query("status", STATUS),)
WISH = optional(members(), status={"type": ["string", "null"], "description": STATUS})


class TableView(APIView):
    """Starts a list of an event, as CSV for spreadsheets or as PDF to print: `{"task_url": "/v1/tasks/<uuid>"}`.

    Of orders and attendees each list is made anew, so that it is as of now.
    """

    permission_classes = [SignedIn]
    http_method_names = ["get", "post", "options"]  # to look with HEAD starts no work

    @described(summary="Start a list of an event", tag="export", parameters=ASKED, answer=TASK, refuses=(403, 404, 429))
    def get(self, request: Request, key: str, table: str, spelling: str) -> Response:
        """200, as the published API has it."""
        return told(self.job(request, key, f"{table}/{spelling}"))

    @described(
        summary="Ask for a list of an event",
        tag="export",
        parameters=ASKED,
        body=WISH,
        answer=TASK,
        status=202,
        headers=LOCATION,
        refuses=(403, 404, 429),
    )
    def post(self, request: Request, key: str, table: str, spelling: str) -> Response:
        """202 with the task's address in `Location` (RFC 9110, 15.3.3)."""
        return accepted(self.job(request, key, f"{table}/{spelling}"))

    def job(self, request: Request, key: str, kind: str) -> Job:
        """The job, for whom it may be."""
        user = reading.account(request)
        event = reading.kept_event(key, user, Act.EXPORT)
        if kind not in TABLES:
            raise Unknown(f"There is no list of this kind. There is: {', '.join(TABLES)}.")
        return requesting.request_table(event, kind, by=user, status=status_in(request))


class SalesView(APIView):
    """Starts a list of what the events of this site sold, for its staff; `status` is `all`, `live` or `past`."""

    permission_classes = [SignedIn]

    @described(
        summary="Ask for a list of the sales",
        tag="export",
        body=optional(members(), status={"type": ["string", "null"], "description": "all, live or past"}),
        answer=TASK,
        status=202,
        headers=LOCATION,
        refuses=(403, 429),
    )
    def post(self, request: Request) -> Response:
        """202 with the task's address in `Location` (RFC 9110, 15.3.3)."""
        user = reading.account(request)
        if not access.is_staff(user):
            raise Forbidden("Only the staff of this site may do this.")
        said = status_in(request)
        status = said if said in sales.STATUSES else "all"
        return accepted(requesting.request_other(SALES, by=user, parameters={"status": status}))


def status_in(request: Request) -> str:
    """What the body says, if there is one, or else the query."""
    body = reading.members(request) if request.method == "POST" and request.data else {}
    return reading.words(body, "status") or request.query_params.get("status") or ""


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/export/<str:table>/<str:spelling>", TableView.as_view()),
    path("v1/admin/export/sales/csv", SalesView.as_view()),
]

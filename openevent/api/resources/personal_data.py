"""A person's own data: all of it as a file, and all of it erased. Plain JSON."""

from typing import Any

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import tokens
from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import TEXT, described, members
from openevent.api.permissions import SignedIn
from openevent.api.resources.export import LOCATION, TASK, accepted
from openevent.api.resources.task import task_url
from openevent.api.resources.user import USERS
from openevent.events import access
from openevent.events.policy import Act, aloud
from openevent.exports import requesting
from openevent.exports.others import PERSONAL
from openevent.lib.errors import Forbidden
from openevent.privacy import erasing

ERASURE = members(
    task_url=TEXT,
    orders__kept={"type": "integer", "minimum": 0},
    kept__until={"type": ["string", "null"], "format": "date-time"},
)


class ExportPersonalData(APIView):
    """Starts a file with all that the server holds about the account; the account itself asks, or staff."""

    permission_classes = [SignedIn]

    @described(
        summary="Ask for all that is held about an account",
        tag="privacy",
        answer=TASK,
        status=202,
        headers=LOCATION,
        refuses=(403, 404),
    )
    def post(self, request: Request, key: str) -> Response:
        """202 with the task's address in `Location` (RFC 9110, 15.3.3)."""
        by = reading.account(request)
        account: User = USERS.find(key, by)
        if not access.may_export_data(by, account):
            raise Forbidden(aloud("user", Act.EXPORT))
        return accepted(requesting.request_other(PERSONAL, by=by, parameters={"user": account.pk}))


class ErasePersonalData(APIView):
    """Closes the account for ever and has its personal data erased, with a token for which the password was just given.

    What bookkeeping needs of orders that cost something is kept until `kept-until`, and is then erased, too. The
    account is signed out with the answer; the task is followed by staff.
    """

    permission_classes = [SignedIn]

    @described(
        summary="Erase the personal data of an account",
        tag="privacy",
        answer=ERASURE,
        status=202,
        headers=LOCATION,
        refuses=(403, 404, 409),
    )
    def post(self, request: Request, key: str) -> Response:
        """202: the account is closed, and a worker erases the rest."""
        by = reading.account(request)
        account: User = USERS.find(key, by, trashed=access.is_staff(by))
        if not access.may_forget(by, account):
            raise Forbidden(aloud("user", Act.FORGET))
        tokens.check_fresh(by)
        erasure = erasing.begin(account, by=by)
        said: dict[str, Any] = {
            "task_url": task_url(erasure.job),
            "orders-kept": erasure.orders,
            "kept-until": erasure.until,
        }
        return Response(said, status=202, headers={"Location": task_url(erasure.job)})


urlpatterns: list[URLPattern] = [
    path("v1/users/<str:key>/export/personal-data", ExportPersonalData.as_view()),
    path("v1/users/<str:key>/erase-personal-data", ErasePersonalData.as_view()),
]

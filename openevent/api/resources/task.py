"""Following slow work: GET /v1/tasks/<uuid>."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import described, members, optional
from openevent.api.permissions import SignedIn
from openevent.exports import delivering, following
from openevent.jobs.models import Job
from openevent.lib.errors import Unknown
from openevent.tickets import press

# What the wire calls the states of a job.
STATES = {
    Job.State.QUEUED: "PENDING",
    Job.State.STARTED: "STARTED",
    Job.State.SUCCESS: "SUCCESS",
    Job.State.FAILURE: "FAILURE",
}


def task_url(job: Job) -> str:
    """Where the job is followed."""
    return f"/v1/tasks/{job.pk}"


TASK = optional(
    members(state={"enum": sorted(STATES.values())}, progress={"type": "integer", "minimum": 0, "maximum": 100}),
    result={"description": "What came of it: an object, or in a failure a sentence."},
)


class TaskView(APIView):
    """`{"state": …, "progress": percent, "result": …}`; a result where there is one."""

    permission_classes = [SignedIn]

    @described(summary="Follow a task", tag="task", answer=TASK, refuses=(404,))
    def get(self, request: Request, job_id: UUID) -> Response:
        """Where the work is. A task that is not the asker's is as unknown as none."""
        job = Job.objects.select_related("event").filter(pk=job_id, is_void=False).first()
        user = reading.asker(request)
        if job is None or not isinstance(user, User) or not following.may_follow(user, job):
            raise Unknown("There is no such task.")
        return Response(_shown(job, user), headers={"Cache-Control": "no-store"})


def _shown(job: Job, user: User) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": STATES[Job.State(job.state)], "progress": job.progress}
    if job.state == Job.State.FAILURE:
        shown["result"] = job.error
    elif job.state == Job.State.SUCCESS:
        shown["result"] = _result(job, user)
    return shown


def _result(job: Job, user: User) -> Any:
    if job.task == delivering.TASK:
        return delivering.result(job, user)
    return press.result(job) if job.task == press.TASK else job.result


urlpatterns: list[URLPattern] = [
    path("v1/tasks/<uuid:job_id>", TaskView.as_view()),
]

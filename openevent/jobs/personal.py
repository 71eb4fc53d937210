"""What the server holds about a person with an account: the slow work that was asked for."""

from collections.abc import Iterator

from openevent.accounts.models import User
from openevent.accounts.personal import CHUNK, Part, Row, columns
from openevent.jobs.models import Job

TASK = ("kind", "state", "asked_at", "finished_at", "error")


def _tasks(user: User) -> Iterator[Row]:
    found = Job.objects.filter(asked_by=user).select_related("event").order_by("asked_at", "pk")
    for job in found.iterator(chunk_size=CHUNK):
        yield columns(job, TASK) | {"event": job.event.name if job.event else None}


PARTS = (Part(name="tasks", rows=_tasks, links=frozenset({"jobs.Job.asked_by"})),)

"""Asking for slow work: the row first, then a message to a worker."""

from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from openevent.accounts import languages
from openevent.accounts.models import User
from openevent.celery import app
from openevent.events.models import Event
from openevent.jobs.models import Job

log = structlog.get_logger(__name__)


def ask(
    *,
    task: str,
    kind: str,
    by: User | None,
    event: Event | None = None,
    parameters: dict[str, Any] | None = None,
    file: str = "",
    identifier: UUID | None = None,
) -> Job:
    """Make a job and, when the transaction is through, tell the workers of it.

    `task` is the name of the Celery task that takes the job's id, which is `identifier` where one is said.
    What it tells will be told in the language that is spoken now. The broker may be down: then the row waits, and
    `sweeping` sends it once the broker is back.
    """
    now = timezone.now()
    job = Job.objects.create(
        id=identifier or uuid4(),
        task=task,
        kind=kind,
        event=event,
        revision=event.revision if event else None,
        asked_by=by,
        parameters=parameters or {},
        language=languages.here(),
        file=file,
        asked_at=now,
        sent_at=now,
    )
    transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> bool:
    """Tell the workers of the job; False where the broker cannot be reached."""
    try:
        app.send_task(job.task, args=[str(job.pk)], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("the queue does not take the job now; it will be sent again", job=str(job.pk), reason=str(error))
        return False
    return True

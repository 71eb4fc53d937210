"""Looking after jobs: what was lost is sent again, what cannot end is ended, what is old is forgotten."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from openevent.jobs import asking
from openevent.jobs.models import Job
from openevent.jobs.running import EXHAUSTED

LONGEST_WAIT = 6  # doublings: a job that waits in a long queue is not sent again ever more often


def sweep() -> int:
    """Send again what a lost message or a dead worker left behind; returns how many were sent."""
    now = timezone.now()
    lost = Q(state=Job.State.STARTED, seen_at__lt=now - settings.JOB_LEASE)
    waiting = Q(state=Job.State.QUEUED, sent_at__lt=now - settings.JOB_RESEND)
    _end_exhausted(lost, now)
    sent = 0
    for job in Job.objects.filter(lost | waiting).order_by("asked_at")[:1000]:
        if now - (job.sent_at or job.asked_at) < settings.JOB_RESEND * 2 ** min(job.sends, LONGEST_WAIT):
            continue
        if not asking.send(job):
            break  # the broker is down: the others would wait for nothing
        Job.objects.filter(pk=job.pk).update(sent_at=now, sends=F("sends") + 1)
        sent += 1
    return sent


def _end_exhausted(lost: Q, now: datetime) -> None:
    """End jobs that killed every worker that began them."""
    Job.objects.filter(lost, attempts__gte=settings.JOB_ATTEMPTS).update(
        state=Job.State.FAILURE, error=EXHAUSTED, finished_at=now
    )


def outdated(task: str) -> list[Job]:
    """Finished jobs of this task that were kept long enough."""
    return list(Job.objects.filter(task=task, finished_at__lt=timezone.now() - settings.JOB_RETENTION)[:1000])

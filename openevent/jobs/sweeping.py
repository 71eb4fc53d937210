"""Looking after jobs: what was lost is sent again, what cannot end is ended, what is old is forgotten."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openevent.jobs import asking
from openevent.jobs.models import Job
from openevent.jobs.running import EXHAUSTED, spoken

LONGEST_WAIT = 6  # doublings: a job that waits in a long queue is not sent again ever more often


def sweep() -> int:
    """Send again what a lost message or a dead worker left behind; returns how many were sent."""
    now = timezone.now()
    # A sign of life from the future is none: the clock was set back.
    lost = Q(seen_at__lt=now - settings.JOB_LEASE) | Q(seen_at__gt=now + settings.JOB_LEASE)
    lost &= Q(state=Job.State.STARTED)
    _end_exhausted(lost, now)
    due = (lost & Q(sent_at__lt=now - settings.JOB_RESEND)) | _waited_too_long(now)
    sent = 0
    for job in Job.objects.filter(due).order_by("asked_at")[:1000]:
        if not asking.send(job):
            break  # the broker is down: the others would wait for nothing
        Job.objects.filter(pk=job.pk).update(sent_at=now, sends=F("sends") + 1)
        sent += 1
    return sent


def _waited_too_long(now: datetime) -> Q:
    """Jobs that nobody has begun; one that was sent again waits twice as long for the next time."""
    waited = Q()
    for sends in range(LONGEST_WAIT + 1):
        often = Q(sends__gte=sends) if sends == LONGEST_WAIT else Q(sends=sends)
        waited |= often & Q(sent_at__lt=now - settings.JOB_RESEND * 2**sends)
    return Q(state=Job.State.QUEUED) & waited


def _end_exhausted(lost: Q, now: datetime) -> None:
    """End jobs that killed every worker that began them."""
    exhausted = Job.objects.filter(lost, attempts__gte=settings.JOB_ATTEMPTS)
    for language in set(exhausted.order_by().values_list("language", flat=True).distinct()):
        with translation.override(spoken(language)):
            exhausted.filter(language=language).update(state=Job.State.FAILURE, error=_(EXHAUSTED), finished_at=now)


def outdated(task: str) -> list[Job]:
    """Finished jobs of this task that were kept long enough, or are void."""
    old = Q(is_void=True) | Q(finished_at__lt=timezone.now() - settings.JOB_RETENTION)
    return list(Job.objects.filter(old, task=task, finished_at__isnull=False)[:1000])

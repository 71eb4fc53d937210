"""Forgetting uploads."""

from django.conf import settings
from django.utils import timezone

from openevent.imports import requesting
from openevent.jobs import sweeping
from openevent.jobs.models import Job


def delete_upload(job_id: str) -> None:
    """Delete the upload of a job that has ended; one that will be begun again needs it."""
    job = Job.objects.filter(pk=job_id).exclude(state__in=Job.UNFINISHED).exclude(file="").first()
    if job is not None:
        requesting.storage().delete(job.file)
        Job.objects.filter(pk=job.pk).update(file="")


def sweep() -> int:
    """Delete uploads of ended jobs, and jobs that were kept long enough; returns how many jobs."""
    ended = Job.objects.filter(task=requesting.TASK, finished_at__lt=timezone.now() - settings.JOB_LEASE)
    for job_id in ended.exclude(file="").values_list("pk", flat=True)[:1000]:
        delete_upload(str(job_id))
    old = sweeping.outdated(requesting.TASK)
    for job in old:
        delete_upload(str(job.pk))
        job.delete()
    return len(old)

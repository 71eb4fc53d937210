"""The regular task of jobs."""

from celery import shared_task

from openevent.jobs import sweeping


@shared_task(ignore_result=True)
def sweep() -> None:
    """Send again what was lost."""
    sweeping.sweep()

"""The tasks of imports."""

from celery import shared_task

from openevent.imports import building, previewing, sweeping
from openevent.jobs import running


@shared_task(ignore_result=True)
def build(job_id: str) -> None:
    """Read the file that the job brought."""
    running.run(job_id, building.build)
    sweeping.delete_upload(job_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Forget uploads and old imports."""
    sweeping.sweep()
    previewing.sweep()

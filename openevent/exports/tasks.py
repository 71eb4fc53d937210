"""The tasks of exports."""

from celery import shared_task

from openevent.exports import building, requesting
from openevent.jobs import files, running


@shared_task(ignore_result=True)
def build(job_id: str) -> None:
    """Make the export that the job asks for."""
    running.run(job_id, building.build)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Forget old exports."""
    files.sweep(requesting.TASK)

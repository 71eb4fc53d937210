"""The tasks of privacy."""

from celery import shared_task

from openevent.jobs import running
from openevent.privacy import erasing


@shared_task(ignore_result=True)
def erase(job_id: str) -> None:
    """Erase the data of the account that the job names."""
    running.run(job_id, erasing.work)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Begin again what came to no end."""
    erasing.sweep()

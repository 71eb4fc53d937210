"""Forgetting old exports: the file, then the row."""

from openevent.exports import delivering, requesting
from openevent.jobs import sweeping
from openevent.jobs.models import Job


def sweep() -> int:
    """Delete jobs that were kept long enough, with every file that was made for them; returns how many."""
    old = sweeping.outdated(requesting.TASK)
    for job in old:
        delete_files(job)
        job.delete()
    return len(old)


def delete_files(job: Job) -> None:
    """Delete what attempts at the job have left in the storage; an attempt that was killed leaves a file too."""
    storage = delivering.storage()
    try:
        _, names = storage.listdir(str(job.pk))
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{job.pk}/{name}")
    storage.delete(str(job.pk))

"""Forgetting old exports: the file, then the row."""

from openevent.exports import requesting
from openevent.jobs import files, sweeping


def sweep() -> int:
    """Delete jobs that were kept long enough, with every file that was made for them; returns how many."""
    old = sweeping.outdated(requesting.TASK)
    for job in old:
        files.delete(job)
        job.delete()
    return len(old)

"""The files that jobs make: private, a folder for each job, a name of its own for each attempt at it."""

from contextlib import suppress

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from openevent.jobs import sweeping
from openevent.jobs.models import Job
from openevent.jobs.running import Work


def storage() -> Storage:
    """Where finished files lie; nothing there is public."""
    return storages["exports"]


def save(work: Work, extension: str, file: File[bytes]) -> str:
    """Put the file of this attempt into the storage, in the place of what an earlier try has left; its name there.

    Half a file is taken away.
    """
    name, place = f"{work.job.pk}/{work.claim}.{extension}", storage()
    try:
        place.delete(name)
        return place.save(name, file)
    except OSError:
        with suppress(OSError):
            place.delete(name)
        raise


def is_whole(job: Job) -> bool:
    """Whether the job's file is there with every byte that was written."""
    try:
        return storage().size(job.file) == (job.result or {}).get("size")
    except OSError:
        return False


def sweep(task: str) -> int:
    """Delete jobs of this task that were kept long enough, with every file that was made for them; says how many."""
    old = sweeping.outdated(task)
    for job in old:
        _delete(job)
        job.delete()
    return len(old)


def _delete(job: Job) -> None:
    """Delete what attempts at the job have left in the storage; an attempt that was killed leaves a file too."""
    place = storage()
    try:
        _, names = place.listdir(str(job.pk))
    except FileNotFoundError:
        return
    for name in names:
        place.delete(f"{job.pk}/{name}")
    place.delete(str(job.pk))

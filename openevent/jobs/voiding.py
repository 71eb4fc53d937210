"""Taking back what jobs have made: nobody gets it any more, and the next sweep deletes it."""

from django.db.models import QuerySet

from openevent.jobs.models import Job


def void(jobs: QuerySet[Job]) -> int:
    """Void these jobs; one that is under way goes, with its file, when it is done. Says how many there were."""
    return jobs.filter(is_void=False).update(is_void=True)

"""Who may follow slow work, whatever it makes."""

from openevent.accounts.models import User
from openevent.events import access
from openevent.exports import delivering
from openevent.jobs.models import Job
from openevent.tickets import press


def may_follow(user: User, job: Job) -> bool:
    """Who may have what is exported; of other work the event's team; otherwise whoever asked, and staff."""
    if job.task == delivering.TASK:
        return delivering.may_have(user, job)
    if job.task == press.TASK:
        return press.may_have(user, job)
    if job.event is not None:
        return access.may_export(user, job.event)
    return job.asked_by_id == user.pk or user.is_staff

"""Erasing a person's data (Regulation (EU) 2016/679, art. 17): the account is closed at once, a worker does the rest.

Each package erases its own, row by row behind the locks that it has anyway; what is done is not found again. So a
worker that dies leaves every row as it was or as it will be, and the next one goes on. The account's own row comes
last: by it the rest is found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from openevent.accounts import forgetting as accounts
from openevent.accounts.models import User
from openevent.accounts.personal import proven_address
from openevent.events import forgetting as events
from openevent.exports import forgetting as exports
from openevent.exports import requesting as made
from openevent.holders import forgetting as holders
from openevent.imports import requesting as imports
from openevent.imports import sweeping as uploads
from openevent.jobs import asking, files, running, voiding
from openevent.jobs.models import Job
from openevent.jobs.running import Outcome, Work
from openevent.lib.errors import Gone
from openevent.program import forgetting as program
from openevent.tickets import forgetting as tickets
from openevent.tickets import press

log = structlog.get_logger(__name__)
TASK, KIND = "openevent.privacy.tasks.erase", "erasure"
MOST_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Under way: its job, and how many orders the books keep until when."""

    job: Job
    orders: int
    until: datetime | None


def begin(user: User, *, by: User | None) -> Erasure:
    """Close the account for ever and have its data erased; asked again, what is under way.

    Raises OwnsEvents, SpeaksStill, TicketsStill and OwesStill, which are Conflicting, and DeletedTooOften.
    """
    with transaction.atomic():
        # Nobody gives the user a role or an order meanwhile: the new row's reference would wait for this lock.
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.erased_at is None:
            _check(user)
            orders, until = tickets.kept(user)
            user = accounts.close(user)
            log.info("the data of an account is being erased", account=user.pk, by=by.pk if by else None)
        else:
            orders, until = tickets.kept(user)
        return Erasure(job=_job(user, by), orders=orders, until=until)


def _check(user: User) -> None:
    events.check(user)
    program.check(user)
    tickets.check(user)


def _job(user: User, by: User | None) -> Job:
    # Who asked for themselves is nobody any more.
    asker = by if by is not None and by.pk != user.pk else None
    return _under_way(user) or asking.ask(
        task=TASK, kind=KIND, by=asker, parameters={"user": user.pk, "events": sorted(_events_of(user))}
    )


def _events_of(user: User) -> set[int]:
    """The events whose files may tell of the person: those whose rows do, and those whose rows did."""
    address = proven_address(user)
    before = Job.objects.filter(task=TASK, parameters__user=user.pk).values_list("parameters", flat=True)
    known = {event for parameters in before for event in parameters.get("events", ())}
    return known | tickets.events_of(user, address) | program.events_of(user, address)


def _under_way(user: User) -> Job | None:
    return Job.objects.filter(task=TASK, parameters__user=user.pk, state__in=Job.UNFINISHED).first()


def sweep() -> int:
    """Begin again what came to no end: a storage or a broker may have been down. Says how much."""
    lost = [user for user in accounts.unfinished().order_by("erased_at", "pk")[:MOST_AT_ONCE] if not _under_way(user)]
    for user in lost:
        begin(user, by=None)
    return len(lost)


def finish(erasure: Erasure) -> None:
    """Do the rest here and now, unless a worker has begun it already."""
    running.run(str(erasure.job.pk), work)


def work(work: Work) -> Outcome:
    """Erase what the job says. Raises Gone where the account itself is gone."""
    user = User.objects.filter(pk=work.job.parameters["user"]).exclude(erased_at=None).first()
    if user is None:
        raise Gone(_("There is no such account any more."))
    forget(user, work.job.parameters.get("events", ()))
    return Outcome(result={})


def forget(user: User, told_of: Collection[int]) -> None:
    """Erase the data of a closed account, of which the files of these events may tell.

    Running it again goes on where it was broken off, and does no harm.
    """
    address = proven_address(user)
    voiding.void(Job.objects.filter(task=imports.TASK, asked_by=user))
    holders.forget(user, address)
    tickets.forget(user, address)
    program.forget(user, address)
    events.forget(user, address)
    exports.forget(user, told_of)  # what was made meanwhile, too
    for task in (made.TASK, press.TASK):  # what is void goes now, and not in a while
        files.sweep(task)
    uploads.sweep()
    Job.objects.filter(asked_by=user).update(asked_by=None)
    accounts.forget(user, address)
    log.info("the data of an account is erased", account=user.pk)

"""Doing slow work: claim the row, show that one lives, finish it. Running a job twice does no harm."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts import languages
from openevent.events import revising
from openevent.jobs.models import Job
from openevent.lib.errors import Refused

log = structlog.get_logger(__name__)
State = Job.State

TRIES = 5  # so often is a result made anew because its event changed meanwhile
UNEXPECTED = gettext_noop(
    "Something went wrong on the server. The operators can find it in the log; please try again later."
)
EXHAUSTED = gettext_noop(
    "The work was begun several times and never came to its end. Please ask again, or tell the operators."
)


class ClaimLost(Exception):  # noqa: N818 - said of a claim
    """Another worker has the job now, or it is finished: what was made here counts for nothing."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a job: a result for the asker, and a file where one was made.

    `revision` is the event's revision of which the result tells, if it tells of one.
    """

    result: dict[str, Any]
    file: str = ""
    revision: int | None = None


@dataclass(kw_only=True)
class Work:
    """A claimed job in a worker's hands; `percent` is shown to whoever waits."""

    job: Job
    claim: uuid.UUID
    percent: int = 0
    tries: int = 0  # how often the work was begun, because its event changed meanwhile
    finished: bool = field(default=False, init=False)

    def finish(self, outcome: Outcome) -> None:
        """Make the outcome the job's; inside a transaction both come true or neither. Raises ClaimLost."""
        if not self.finished and not _finish(self.job, self.claim, outcome):
            raise ClaimLost
        self.finished = True


def run(job_id: str, work: Callable[[Work], Outcome]) -> None:
    """Claim the job and do the work; nothing if another worker holds the job or it is finished.

    A refusal becomes the job's one-sentence error. Where the database gives out, the row is left for the next try.
    """
    claimed = claim(job_id)
    if claimed is None:
        return
    with translation.override(spoken(claimed.job.language)):
        _carry_out(claimed, work)


def spoken(language: str) -> str:
    """The language in which a job tells what came of it: the one in which it was asked for."""
    return language or languages.ENGLISH


def _carry_out(claimed: Work, work: Callable[[Work], Outcome]) -> None:
    try:
        with _heartbeat(claimed):
            _do(claimed, work)
        log.info("a job is done", **_described(claimed.job))
    except Refused as refusal:
        log.info("a job was refused", **_described(claimed.job), reason=str(refusal))
        fail(claimed, str(refusal))
    except ClaimLost:
        log.info("another worker has the job", job=str(claimed.job.pk))
    except DatabaseError:
        log.exception("the database gave out; the job will be begun again", job=str(claimed.job.pk))
    except Exception:  # a job must end, whatever its work does: the trace is for the log, a sentence for the asker
        log.exception("a job failed", job=str(claimed.job.pk))
        fail(claimed, _(UNEXPECTED))


def _described(job: Job) -> dict[str, str]:
    event = job.event.identifier if job.event else "-"
    return {"kind": job.kind, "of": event, "by": job.asked_by.email if job.asked_by else "-", "job": str(job.pk)}


def _do(claimed: Work, work: Callable[[Work], Outcome]) -> None:
    for claimed.tries in range(1, TRIES + 1):
        with _still(claimed) if claimed.tries == TRIES else nullcontext():
            outcome = work(claimed)
            if claimed.finished:
                return
            if _finish(claimed.job, claimed.claim, outcome):
                claimed.finished = True
                return
        if not Job.objects.filter(pk=claimed.job.pk, claim=claimed.claim, state=State.STARTED).exists():
            raise ClaimLost
        claimed.job = Job.objects.select_related("event", "asked_by").get(pk=claimed.job.pk)
    raise ClaimLost


@contextmanager
def _still(claimed: Work) -> Iterator[None]:
    """Keep everybody from changing the job's event: one that never rests is told all the same, as it is now."""
    if claimed.job.event is None:
        yield
        return
    with revising.locked(claimed.job.event.pk, deleted=True) as event:
        claimed.job.event = event
        yield


def claim(job_id: str) -> Work | None:
    """Take the job if nobody has it, or nobody has been heard of who had it (2 queries)."""
    mine, now, lease = uuid.uuid4(), timezone.now(), settings.JOB_LEASE
    free = Q(state=State.QUEUED) | Q(state=State.STARTED) & ~Q(seen_at__range=(now - lease, now + lease))
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_ATTEMPTS).update(
        state=State.STARTED, claim=mine, seen_at=now, sent_at=now, sends=0, attempts=F("attempts") + 1, progress=0
    )
    if not taken:
        return None
    return Work(job=Job.objects.select_related("event", "asked_by").get(pk=job_id), claim=mine)


def _finish(job: Job, mine: uuid.UUID, outcome: Outcome) -> bool:
    """Write the outcome; not if the claim is lost, or if the event it tells of has another revision by now."""
    rows = Job.objects.filter(pk=job.pk, claim=mine, state=State.STARTED)
    if outcome.revision is not None:
        # No act between the first row read and now: every act counts the revision up, so the rows were of one moment.
        rows = rows.filter(event__revision=outcome.revision)
    facts: dict[str, Any] = {"result": outcome.result, "progress": 100, **_ended(State.SUCCESS)}
    if outcome.file:
        facts["file"] = outcome.file
    if outcome.revision is not None:
        facts["revision"] = outcome.revision
    return bool(rows.update(**facts))


def fail(claimed: Work, sentence: str) -> None:
    """End the job with a sentence for its asker, if it is still in these hands."""
    rows = Job.objects.filter(pk=claimed.job.pk, claim=claimed.claim, state=State.STARTED)
    rows.update(error=sentence[:500], **_ended(State.FAILURE))


def _ended(state: Job.State) -> dict[str, str | datetime]:
    now = timezone.now()
    return {"state": state, "finished_at": now, "seen_at": now}


@contextmanager
def _heartbeat(claimed: Work) -> Iterator[None]:
    """While the block runs, show in the row that its worker lives, and how far it is."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(claimed, done), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(claimed: Work, done: threading.Event) -> None:
    try:
        while not done.wait(settings.JOB_HEARTBEAT.total_seconds()):
            rows = Job.objects.filter(pk=claimed.job.pk, claim=claimed.claim, state=State.STARTED)
            try:
                with transaction.atomic():
                    rows.update(seen_at=timezone.now(), progress=min(max(claimed.percent, 0), 100))
            except DatabaseError as error:  # the next beat comes soon; the lease bears several missed ones
                log.warning("a heartbeat was missed", job=str(claimed.job.pk), reason=str(error))
    finally:
        connection.close()  # a thread has a connection of its own

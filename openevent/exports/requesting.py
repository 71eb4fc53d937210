"""Asking for an export: a finished one of the same revision is used again, one under way is waited for."""

from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from openevent.accounts import languages
from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event
from openevent.exports import delivering
from openevent.exports.kinds import TABLES
from openevent.exports.options import NO_OPTIONS, Options
from openevent.jobs import asking, files
from openevent.jobs.models import Job

TASK = delivering.TASK


def request(event: Event, kind: str, *, by: User, options: Options = NO_OPTIONS) -> Job:
    """The job that makes this kind of export (a name of SCHEDULES) of the event as it is now.

    Raises Unknown for options that name what is no part of the event.
    """
    options.sessions(event)
    with revising.locked(event.pk) as event:
        # Whoever asks at the same moment waits here, and finds the job.
        parameters = {"made_with": fingerprint(), "options": options.query}
        found = _usable(event, kind, parameters)
        return found or asking.ask(task=TASK, kind=kind, event=event, by=by, parameters=parameters)


def request_table(event: Event, kind: str, *, by: User, status: str = "") -> Job:
    """The job that makes this kind of list (a name of TABLES) of the event: of the rows with this status, or of all.

    No counter tells whether orders are as they were. So only a job that nobody has begun yet serves, too: it will read
    the rows after they were asked for.
    """
    with revising.locked(event.pk) as event:
        parameters = {"options": urlencode({"status": status}) if status in TABLES[kind].statuses else ""}
        waiting = _waiting(kind, parameters, event=event)
        return waiting or asking.ask(task=TASK, kind=kind, event=event, by=by, parameters=parameters)


def request_other(kind: str, *, by: User, parameters: dict[str, Any]) -> Job:
    """The job that makes this kind of export (a name of OTHERS), which is of no event."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # whoever asks twice at once waits, and finds the job
        waiting = _waiting(kind, parameters, asked_by=by)
        return waiting or asking.ask(task=TASK, kind=kind, by=by, parameters=parameters)


def fingerprint() -> str:
    """What a file depends on beside its event: addresses in it, our version, the rules of the time zones."""
    address = settings.SITE_URL or settings.LOCAL_URL
    return " ".join((address, settings.NOREPLY_DOMAIN, *_versions()))


@cache
def _versions() -> tuple[str, ...]:
    """Asked of the installed packages' files, which takes longer than what is asked for by it."""
    return tuple(version(name) for name in ("open-event-server", "tzdata"))


def _usable(event: Event, kind: str, parameters: dict[str, str]) -> Job | None:
    """An unfinished or fresh job that tells of the event's present revision, in this language, and has its file."""
    jobs = Job.objects.filter(event=event, kind=kind, task=TASK, revision=event.revision, is_void=False)
    jobs = jobs.filter(**_same(parameters), language=languages.here()).order_by("-asked_at")
    waiting = jobs.filter(state__in=Job.UNFINISHED).first()
    if waiting is not None:
        return waiting
    done = jobs.filter(state=Job.State.SUCCESS).first()
    if done is None or not delivering.will_last(done, now=timezone.now()) or not files.is_whole(done):
        return None
    return done


def _waiting(kind: str, parameters: dict[str, Any], **whose: Any) -> Job | None:
    waiting = Job.objects.filter(kind=kind, task=TASK, state=Job.State.QUEUED, is_void=False)
    return waiting.filter(**whose, **_same(parameters), language=languages.here()).first()


def _same(parameters: dict[str, Any]) -> dict[str, Any]:
    return {f"parameters__{name}": value for name, value in parameters.items()}
